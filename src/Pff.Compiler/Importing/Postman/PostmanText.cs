using System.Text;

namespace Pff.Compiler.Importing.Postman;

/// <summary>Texts with <c>{{variables}}</c>.</summary>
internal static class PostmanText
{
    private const string Opening = "{{";
    private const string Closing = "}}";

    /// <summary>The text with its variables replaced; those for which <paramref name="valueOf"/> gives null stay.</summary>
    public static string Replace(string text, Func<string, string?> valueOf)
    {
        var result = new StringBuilder();
        var at = 0;
        while (Find(text, at) is var (open, close))
        {
            var name = text[(open + 2)..close];
            result.Append(text, at, open - at).Append(valueOf(name.Trim()) ?? text[open..(close + 2)]);
            at = close + 2;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The names of the variables.</summary>
    public static IEnumerable<string> Names(string text)
    {
        for (var at = 0; Find(text, at) is var (open, close); at = close + 2)
        {
            yield return text[(open + 2)..close].Trim();
        }
    }

    /// <summary>The variable that a text is as a whole, or null.</summary>
    public static string? Whole(string text) =>
        text.StartsWith(Opening, StringComparison.Ordinal) && Find(text, 0) is (0, var close) && close + 2 == text.Length ? text[2..close].Trim() : null;

    /// <summary>JSON in which variables may stand where values do: they are put in quotes, with a sign that they were not.</summary>
    public static string QuoteBare(string json, string sign)
    {
        var result = new StringBuilder();
        var isInText = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (isInText && json[i] == '\\' && i + 1 < json.Length)
            {
                result.Append(json[i]).Append(json[++i]);
            }
            else if (!isInText && Find(json, i) is var (open, close) && open == i)
            {
                result.Append('"').Append(sign).Append(json[(open + 2)..close].Replace("\"", string.Empty, StringComparison.Ordinal).Replace("\\", string.Empty, StringComparison.Ordinal)).Append('"');
                i = close + 1;
            }
            else
            {
                isInText ^= json[i] == '"';
                result.Append(json[i]);
            }
        }

        return result.ToString();
    }

    /// <summary>JSON without the comments that Postman takes out before it sends a body; blanks stand in their place.</summary>
    public static string WithoutComments(string json)
    {
        var result = new StringBuilder(json.Length);
        var isInText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var end = isInText || json[i] != '/' || i + 1 == json.Length ? -1
                : json[i + 1] == '/' ? json.IndexOf('\n', i) is var line and >= 0 ? line : json.Length
                : json[i + 1] == '*' ? json.IndexOf("*/", i + 2, StringComparison.Ordinal) is var close and >= 0 ? close + 2 : json.Length
                : -1;
            if (end >= 0)
            {
                result.Append(' ', end - i);
                i = end - 1;
            }
            else if (isInText && json[i] == '\\' && i + 1 < json.Length)
            {
                result.Append(json[i]).Append(json[++i]);
            }
            else
            {
                isInText ^= json[i] == '"';
                result.Append(json[i]);
            }
        }

        return result.ToString();
    }

    private static (int Open, int Close)? Find(string text, int from)
    {
        var open = text.IndexOf(Opening, from, StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(Closing, open + 2, StringComparison.Ordinal);
        return close < 0 ? null : (open, close);
    }
}
