using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Hosting.Output;

/// <summary>The lines of a source that a diagnostic is about, with carets under the exact token, and the line as a fix makes it.</summary>
internal sealed class SourceExcerpt(Diagnostic diagnostic, Ansi ansi, Func<string, string> paint)
{
    private const int MaximumWidth = 160;
    private const string Cut = "…";

    private readonly SourceText _source = diagnostic.Source;

    public void Write(TextWriter output)
    {
        var (first, column) = _source.GetPosition(diagnostic.Span.Start);
        var (last, endColumn) = _source.GetPosition(diagnostic.Span.End);
        if (last > first && endColumn == 0)
        {
            // Up to the end of a line is no part of the next one.
            last--;
            endColumn = _source.GetLine(last).Length;
        }

        var margin = MarginFor(last);
        output.WriteLine($"{margin} {ansi.Faint("|")}");
        WriteLine(output, margin, first, column, last > first ? int.MaxValue : endColumn);
        if (last > first + 1)
        {
            output.WriteLine($"{ansi.Faint(margin[..^1] + Cut)}");
        }

        if (last > first)
        {
            var text = _source.GetLine(last);
            WriteLine(output, margin, last, text.Length - text.TrimStart().Length, endColumn);
        }
    }

    /// <summary>The line after the fix, where it changes one line into one line that is not too long to read.</summary>
    public void WriteFixed(TextWriter output, Fix fix)
    {
        if (fix.Edits.IsEmpty || fix.Edits.Any(e => e.Span.End > _source.Content.Length))
        {
            return;
        }

        var line = _source.GetPosition(fix.Edits[0].Span.Start).Line;
        if (fix.Edits.Any(e => _source.GetPosition(e.Span.Start).Line != line || _source.GetPosition(e.Span.End).Line != line || e.NewText.AsSpan().ContainsAny('\r', '\n')))
        {
            return;
        }

        var start = _source.GetOffset(line, 0);
        var text = _source.GetLine(line);
        foreach (var edit in fix.Edits.OrderByDescending(e => e.Span.Start))
        {
            text = text[..(edit.Span.Start - start)] + edit.NewText + text[(edit.Span.End - start)..];
        }

        if (text.Length <= MaximumWidth)
        {
            output.WriteLine($"{ansi.Faint(Number(line))} {ansi.Good("+")} {TextCells.Visible(text)}");
        }
    }

    private static string Number(int line) => (line + 1).ToString(CultureInfo.InvariantCulture);

    private static string MarginFor(int line) => new(' ', Number(line).Length);

    private void WriteLine(TextWriter output, string margin, int line, int column, int endColumn)
    {
        var text = _source.GetLine(line);
        var start = Math.Min(column, text.Length);
        var end = Math.Clamp(endColumn, start, text.Length);
        var (from, to) = Window(text, start, end);
        end = Math.Min(end, to);
        var before = (from > 0 ? Cut : string.Empty) + text[from..start];
        var token = text[start..end];
        var shown = before + token + text[end..to] + (to < text.Length ? Cut : string.Empty);
        output.WriteLine($"{ansi.Faint(Number(line).PadLeft(margin.Length) + " |")} {TextCells.Visible(shown)}");

        // A caret line may not repeat the tabs of a token, so each of them counts as one column there.
        var width = Math.Max(1, TextCells.WidthOf(token.Replace('\t', ' ')));
        output.WriteLine($"{margin} {ansi.Faint("|")} {TextCells.BlanksFor(before)}{paint(new string('^', width))}");
    }

    /// <summary>The part of a long line around a token, in which no character is cut in two.</summary>
    private static (int From, int To) Window(string text, int start, int end)
    {
        if (text.Length <= MaximumWidth)
        {
            return (0, text.Length);
        }

        var from = Math.Max(0, Math.Min(start - ((MaximumWidth - Math.Min(end - start, MaximumWidth)) / 2), text.Length - MaximumWidth));
        var to = Math.Min(text.Length, from + MaximumWidth);
        return (IsInside(text, from) ? from - 1 : from, IsInside(text, to) ? to - 1 : to);
    }

    private static bool IsInside(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);
}
