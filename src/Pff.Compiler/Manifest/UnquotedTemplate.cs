using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// Finds how far a value with an unquoted <c>{{ }}</c> reaches. YAML reads <c>{{</c> as two mappings, so its own parser
/// cannot say; what a person meant is the text up to the end of the line, or up to the next comma of a flow collection.
/// </summary>
internal static class UnquotedTemplate
{
    /// <summary>A template longer than this is not looked for.</summary>
    private const int MaximumLength = 2000;

    /// <summary>The value that contains the braces at <paramref name="braces"/> and starts there or before.</summary>
    public static TextSpan Extent(string content, int start, int braces, bool isInFlow)
    {
        var limit = Math.Min(content.Length, start + MaximumLength);
        var at = braces;
        while (at < limit && content[at] is not ('\n' or '\r'))
        {
            if (content[at] == '{' && at + 1 < limit && content[at + 1] == '{')
            {
                at = EndOfTemplate(content, at, limit);
            }
            else if ((isInFlow && content[at] is ',' or '}' or ']') || (content[at] == '#' && content[at - 1] == ' '))
            {
                break;
            }
            else
            {
                at++;
            }
        }

        while (at > braces + 2 && content[at - 1] is ' ' or '\t')
        {
            at--;
        }

        return TextSpan.FromBounds(start, at);
    }

    /// <summary>
    /// The unquoted value with <c>{{</c> on the line of a syntax error, or null where there is none: an error in it,
    /// or behind it, is an effect of the missing quotes.
    /// </summary>
    public static TextSpan? Before(string content, int error, bool isInFlow)
    {
        var lineStart = error;
        while (lineStart > 0 && error - lineStart < MaximumLength && content[lineStart - 1] is not ('\n' or '\r'))
        {
            lineStart--;
        }

        var quote = '\0';
        var valueStart = lineStart;
        var depth = 0;
        for (var i = lineStart; i < content.Length && i - lineStart < MaximumLength && content[i] is not ('\n' or '\r'); i++)
        {
            var unit = content[i];
            if (quote != '\0')
            {
                quote = unit == quote ? '\0' : quote;
            }
            else if (unit is '"' or '\'' && IsBlankUpTo(content, valueStart, i))
            {
                quote = unit;
            }
            else if (unit == '{' && i + 1 < content.Length && content[i + 1] == '{')
            {
                return i > error + 1 ? null : Extent(content, SkipBlanks(content, valueStart), i, isInFlow || depth > 0);
            }
            else if (unit is '{' or '[' or ',' || (unit is ':' or '-' && i + 1 < content.Length && content[i + 1] == ' '))
            {
                depth += unit is '{' or '[' ? 1 : 0;
                valueStart = i + 1;
            }
            else if (unit is '}' or ']')
            {
                depth--;
            }
        }

        return null;
    }

    private static int EndOfTemplate(string content, int start, int limit)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = start; i < limit && content[i] is not ('\n' or '\r'); i++)
        {
            var unit = content[i];
            if (quote != '\0')
            {
                quote = unit == quote ? '\0' : quote;
            }
            else if (unit is '"' or '\'')
            {
                quote = unit;
            }
            else if (unit is '{')
            {
                depth++;
            }
            else if (unit is '}' && --depth == 0)
            {
                return i + 1;
            }
        }

        return start + 2;
    }

    private static bool IsBlankUpTo(string content, int start, int end) => content.AsSpan(start, end - start).IsWhiteSpace();

    private static int SkipBlanks(string content, int at)
    {
        while (at < content.Length && content[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }
}
