using System.Globalization;
using System.Text;
using Antlr4.Runtime;
using Pff.Compiler.Formatting;
using Pff.Compiler.Syntax;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Converting;

/// <summary>The small parts of a module's text: names, quoted text, expressions on one line.</summary>
internal static class ModuleText
{
    /// <summary>Whether a text is one word that can stand where a name does.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && TokenReader.CreateLexer(text).GetAllTokens() is [{ Type: IDENTIFIER } only] && only.Text == text;

    public static string NameOrQuoted(string text) => IsName(text) ? text : Quote(text);

    public static string Quote(string text) => $"\"{Escape(text, isFormat: false)}\"";

    /// <summary>The text between the quotes.</summary>
    /// <param name="isFormat">Whether it stands in interpolated text, where a brace is doubled.</param>
    public static string Escape(string text, bool isFormat)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' or '\\' => escaped.Append('\\').Append(unit),
                '{' or '}' when isFormat => escaped.Append(unit).Append(unit),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ when char.IsControl(unit) || unit is '\u2028' or '\u2029' or '\u0085' =>
                    escaped.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture)),
                _ => escaped.Append(unit),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A duration in the largest unit in which it is whole.</summary>
    public static string Time(long milliseconds) => milliseconds % 1000 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}s")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");

    /// <summary>One line of a comment.</summary>
    public static string Remark(string text) => text.Length == 0 ? "//" : "// " + text.ReplaceLineEndings(" ");

    /// <summary>An expression on one line, without its comments.</summary>
    public static string Expression(string text)
    {
        if (ExpressionPrinter.Print(text) is { } printed)
        {
            return printed;
        }

        var blanked = text.ToCharArray();
        foreach (var comment in TokenReader.CreateLexer(text).GetAllTokens().Where(t => t.Type == COMMENT))
        {
            Array.Fill(blanked, ' ', comment.StartIndex, comment.StopIndex + 1 - comment.StartIndex);
        }

        var plain = new string(blanked);
        return ExpressionPrinter.Print(plain) ?? plain.ReplaceLineEndings(" ").Trim();
    }

    /// <summary>
    /// The place of an expression with the brackets that belong to its parts: that of <c>(a) + b</c> starts at <c>a</c>, because brackets
    /// are no nodes.
    /// </summary>
    public static TextSpan WithBrackets(SourceText source, TextSpan span)
    {
        var (missing, open) = (0, 0);
        foreach (var token in TokenReader.CreateLexer(source.GetText(span)).GetAllTokens())
        {
            if (token.Type == RPAREN && open == 0)
            {
                missing++;
            }
            else if (token.Type is LPAREN or RPAREN)
            {
                open += token.Type == LPAREN ? 1 : -1;
            }
        }

        var (start, end) = (span.Start, span.End);
        for (; missing > 0; missing--)
        {
            start = source.Content.LastIndexOf('(', start - 1);
        }

        for (; open > 0; open--)
        {
            end = source.Content.IndexOf(')', end) + 1;
        }

        return TextSpan.FromBounds(start, end);
    }

    /// <summary>The words of a text that are names.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        TokenReader.CreateLexer(text).GetAllTokens().Where(t => t.Channel == TokenConstants.DefaultChannel && t.Type == IDENTIFIER).Select(t => t.Text);
}
