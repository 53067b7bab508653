using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pff.Compiler.Importing;

/// <summary>Writes pieces of expressions.</summary>
internal static class CelWriter
{
    private const string Opening = "{{";
    private const string Closing = "}}";

    /// <summary>A text literal. Braces in pairs are escaped, since expressions stand between such pairs.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            var isLone = char.IsSurrogate(unit)
                && !(char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                && !(char.IsLowSurrogate(unit) && i > 0 && char.IsHighSurrogate(text[i - 1]));
            _ = unit switch
            {
                '\'' => quoted.Append("\\'"),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '{' or '}' => quoted.Append(unit == '{' ? "\\x7b" : "\\x7d"),
                < ' ' or '\x7F' or '\u0085' or '\u2028' or '\u2029' => quoted.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(isLone ? '\uFFFD' : unit),
            };
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>A field, whatever its name.</summary>
    public static string Field(string name) => ImportedNames.IsPlain(name) ? name : $"`{name.Replace("`", string.Empty, StringComparison.Ordinal)}`";

    /// <summary>What a path of fields and indices leads to.</summary>
    /// <param name="isSafe">Whether the last field may be missing, and gives null then.</param>
    public static string Path(string root, ImmutableArray<string> path, bool isSafe = false)
    {
        var text = new StringBuilder(root);
        for (var i = 0; i < path.Length; i++)
        {
            _ = IsIndex(path[i])
                ? text.Append('[').Append(path[i]).Append(']')
                : text.Append(isSafe && i == path.Length - 1 ? "?." : ".").Append(Field(path[i]));
        }

        return text.ToString();
    }

    /// <summary>A manifest's value that is one expression.</summary>
    public static string Template(string expression) => Opening + expression + Closing;

    /// <summary>A manifest's text that means itself.</summary>
    public static string Literal(string text) =>
        text.Contains(Opening, StringComparison.Ordinal) || text.Contains(Closing, StringComparison.Ordinal) ? Template(Quote(text)) : text;

    private static bool IsIndex(string segment) =>
        segment.Length is > 0 and <= 9 && segment.All(char.IsAsciiDigit) && (segment.Length == 1 || segment[0] != '0');
}
