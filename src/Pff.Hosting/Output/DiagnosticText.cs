using System.Globalization;
using System.Text;
using Pff.Core.Diagnostics;

namespace Pff.Hosting.Output;

/// <summary>Diagnostics for a person: place, source line, caret, help.</summary>
public sealed class DiagnosticText(Language language, Ansi ansi)
{
    private const int MaximumLineWidth = 160;

    public void Write(TextWriter output, Diagnostic diagnostic)
    {
        var (label, paint) = diagnostic.Severity switch
        {
            Severity.Error => (language == Language.Portuguese ? "erro" : "error", (Func<string, string>)ansi.Error),
            Severity.Warning => (language == Language.Portuguese ? "aviso" : "warning", ansi.Warning),
            Severity.Information => (language == Language.Portuguese ? "nota" : "note", ansi.Information),
            _ => throw new ArgumentOutOfRangeException(nameof(diagnostic)),
        };
        var (line, column) = diagnostic.Source.GetPosition(diagnostic.Span.Start);
        output.WriteLine($"{paint($"{label} {diagnostic.Code}")}: {ansi.Strong(diagnostic.Message.In(language))}");
        var number = (line + 1).ToString(CultureInfo.InvariantCulture);
        var margin = new string(' ', number.Length);
        output.WriteLine($"{margin}{ansi.Faint("-->")} {diagnostic.Source.Path}:{line + 1}:{column + 1}");
        WriteExcerpt(output, diagnostic, line, column, number, paint);
        if (diagnostic.Help is { } help)
        {
            output.WriteLine($"{margin} {ansi.Faint("=")} {help.In(language)}");
        }

        if (diagnostic.Fix is { } fix)
        {
            var title = language == Language.Portuguese ? "conserto" : "fix";
            output.WriteLine($"{margin} {ansi.Faint("=")} {title}: {fix.Title.In(language)}");
        }

        output.WriteLine();
    }

    /// <summary>"2 errors, 1 warning".</summary>
    public string Summary(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Count(d => d.Severity == Severity.Error);
        var warnings = diagnostics.Count(d => d.Severity == Severity.Warning);
        return language == Language.Portuguese
            ? $"{Count(errors, "erro", "erros")}, {Count(warnings, "aviso", "avisos")}"
            : $"{Count(errors, "error", "errors")}, {Count(warnings, "warning", "warnings")}";
    }

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private void WriteExcerpt(
        TextWriter output, Diagnostic diagnostic, int line, int column, string number, Func<string, string> paint)
    {
        var margin = new string(' ', number.Length);
        var text = diagnostic.Source.GetLine(line);
        var start = Math.Min(column, text.Length);
        var length = Math.Clamp(diagnostic.Span.Length, 1, Math.Max(1, text.Length - start));
        var cut = Math.Max(0, start - (MaximumLineWidth / 2));
        var shown = text.Substring(cut, Math.Min(MaximumLineWidth, text.Length - cut));
        var caretLength = Math.Min(length, Math.Max(1, shown.Length - (start - cut)));
        output.WriteLine($"{margin} {ansi.Faint("|")}");
        output.WriteLine($"{ansi.Faint($"{number} |")} {Visible(shown)}");
        output.WriteLine($"{margin} {ansi.Faint("|")} {Indent(shown, start - cut)}{paint(new string('^', caretLength))}");
    }

    /// <summary>Control characters of a hostile file must not reach the terminal.</summary>
    private static string Visible(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            builder.Append(char.IsControl(c) && c != '\t' ? '\uFFFD' : c);
        }

        return builder.ToString();
    }

    /// <summary>As wide as the text before the caret: tabs stay tabs.</summary>
    private static string Indent(string text, int length)
    {
        var builder = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            builder.Append(i < text.Length && text[i] == '\t' ? '\t' : ' ');
        }

        return builder.ToString();
    }
}
