using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Manifest;

namespace Pff.Compiler.Formatting;

/// <summary>
/// Writes scalars: plain ones stay plain, quoted ones take the quotes that need fewer escapes, blocks of text are only
/// indented anew.
/// </summary>
internal static class ScalarPrinter
{
    private const string PlainIndicators = "-?:,[]{}#&*!|>'\"%@`";

    /// <summary>The lines of a value; those after the first have their indentation.</summary>
    /// <param name="scalar">The value.</param>
    /// <param name="indent">The column of the list or mapping that will contain it.</param>
    /// <param name="sourceIndent">The column of the one that does.</param>
    /// <param name="hasExpressions">Whether <c>{{ }}</c> in it are expressions.</param>
    public static ImmutableArray<string> Print(YamlScalar scalar, int indent, int sourceIndent, bool hasExpressions)
    {
        var raw = scalar.Source.GetText(scalar.Span);
        return raw.Length == 0 ? [string.Empty]
            : IsBlockText(raw) ? PrintBlockText(scalar, indent, sourceIndent)
            : IsQuoted(raw) && raw.AsSpan().ContainsAny('\n', '\r') ? PrintQuotedLines(raw, indent)
            : [PrintLine(scalar, hasExpressions, isInFlow: false)];
    }

    /// <summary>Whether a scalar can stand on one line, inside brackets too.</summary>
    public static bool FitsOnLine(YamlScalar scalar)
    {
        var raw = scalar.Source.GetText(scalar.Span);
        return !IsBlockText(raw) && !(IsQuoted(raw) && raw.AsSpan().ContainsAny('\n', '\r'));
    }

    /// <summary>Whether the printed lines are a block of text to which the empty lines behind it belong.</summary>
    public static bool KeepsEmptyLines(ImmutableArray<string> lines) =>
        IsBlockText(lines[0]) && lines[0].TakeWhile(c => c != ' ').Contains('+');

    /// <summary>The scalar on one line. One without any text is written out where brackets need it.</summary>
    public static string PrintLine(YamlScalar scalar, bool hasExpressions, bool isInFlow)
    {
        var raw = scalar.Source.GetText(scalar.Span);
        if (raw.Length == 0)
        {
            return isInFlow ? "null" : string.Empty;
        }

        var text = hasExpressions ? TemplatePrinter.Print(scalar.Text) : scalar.Text;
        if (IsQuoted(raw) || IsBlockText(raw))
        {
            return Quote(text, raw);
        }

        // A tag can make text of a number, or a float of an int; without it only quotes can, or nothing.
        var kind = YamlCoreSchema.KindOf(scalar.Text);
        if (scalar.Kind == YamlScalarKind.Float && kind == YamlScalarKind.Int)
        {
            return "!!float " + raw;
        }

        return (text == raw && kind == scalar.Kind) || IsPlain(text, isInFlow) ? text : Quote(text, raw);
    }

    private static bool IsQuoted(string raw) => raw[0] is '"' or '\'';

    private static bool IsBlockText(string raw) => raw.Length > 0 && raw[0] is '|' or '>';

    /// <summary>Whether a text reads back as itself without quotes.</summary>
    private static bool IsPlain(string text, bool isInFlow) =>
        text.Length > 0
        && YamlCoreSchema.KindOf(text) == YamlScalarKind.Text
        && !PlainIndicators.Contains(text[0], StringComparison.Ordinal)
        && text.Trim().Length == text.Length
        && !text.EndsWith(':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.Any(char.IsControl)
        && !(isInFlow && text.AsSpan().ContainsAny(",[]{}"));

    private static string Quote(string text, string raw)
    {
        var escaped = new StringBuilder(text.Length + 2);
        var mustEscape = false;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit is '"' or '\\')
            {
                escaped.Append('\\').Append(unit);
            }
            else if (NeedsEscape(text, i) && !(raw.Contains(unit, StringComparison.Ordinal) && !char.IsControl(unit)))
            {
                mustEscape = true;
                escaped.Append(Escape(unit));
            }
            else
            {
                escaped.Append(unit);
            }
        }

        var doubles = text.Count(c => c is '"' or '\\');
        return mustEscape || doubles <= text.Count(c => c == '\'') || doubles == 0
            ? $"\"{escaped}\""
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Characters that nobody sees, or that end a line.</summary>
    private static bool NeedsEscape(string text, int index) => text[index] != ' ' && char.GetUnicodeCategory(text, index) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => true,
        UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => text[index] < '\uD800' || text[index] > '\uDFFF',
        UnicodeCategory.Surrogate => !(char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1])),
        _ => false,
    };

    private static string Escape(char unit) => unit switch
    {
        '\n' => "\\n",
        '\t' => "\\t",
        '\r' => "\\r",
        _ => $"\\u{(int)unit:X4}",
    };

    /// <summary>Line breaks in quoted text stay where they are: blanks around them mean nothing.</summary>
    private static ImmutableArray<string> PrintQuotedLines(string raw, int indent)
    {
        var lines = SplitLines(raw);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = i == 0 ? lines[i] : lines[i].TrimStart(' ', '\t');
            var trimmed = line.TrimEnd(' ', '\t');
            line = i == lines.Length - 1 || (trimmed.Length < line.Length && trimmed.EndsWith('\\')) ? line : trimmed;
            lines[i] = i == 0 || line.Length == 0 ? line : new string(' ', indent + 2) + line;
        }

        return [.. lines];
    }

    private static ImmutableArray<string> PrintBlockText(YamlScalar scalar, int indent, int sourceIndent)
    {
        var content = scalar.Source.Content;
        var lineEnd = content.AsSpan(scalar.Span.End).IndexOfAny('\n', '\r');
        var lines = SplitLines(content[scalar.Span.Start..(lineEnd < 0 ? content.Length : scalar.Span.End + lineEnd)]);
        var header = lines[0];
        var signs = string.Concat(header.Skip(1).TakeWhile(c => c is '+' or '-' || char.IsAsciiDigit(c)));
        var digit = signs.FirstOrDefault(char.IsAsciiDigit);
        var first = lines.Skip(1).FirstOrDefault(l => l.Trim(' ').Length > 0) ?? string.Empty;
        var stripped = digit != '\0' ? Math.Max(sourceIndent, 0) + (digit - '0') : first.Length - first.TrimStart(' ').Length;
        var needsDigit = first.Length > stripped && first[stripped] == ' ';

        // A last line that ends with the file, without a line break, says the same as '-', and is no longer last in the file.
        var chomping = scalar.Text.Length > 0 && !scalar.Text.EndsWith('\n') ? "-"
            : signs.Contains('+', StringComparison.Ordinal) ? "+"
            : signs.Contains('-', StringComparison.Ordinal) ? "-"
            : string.Empty;
        var comment = header[(1 + signs.Length)..].Trim();
        var printed = ImmutableArray.CreateBuilder<string>(lines.Length);
        printed.Add($"{header[0]}{(needsDigit ? "2" : string.Empty)}{chomping}{(comment.Length > 0 ? "  " + comment : string.Empty)}");
        foreach (var line in lines.AsSpan(1))
        {
            printed.Add(line.Length <= stripped ? string.Empty : new string(' ', indent + 2) + line[stripped..]);
        }

        if (chomping == "+")
        {
            var breaks = scalar.Text.Length - scalar.Text.TrimEnd('\n').Length;
            printed.AddRange(Enumerable.Repeat(string.Empty, Math.Max(breaks - (lines.Length > 1 ? 1 : 0), 0)));
        }

        return printed.ToImmutable();
    }

    private static string[] SplitLines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
