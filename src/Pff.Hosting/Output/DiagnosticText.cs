using System.Globalization;
using Pff.Core.Diagnostics;

namespace Pff.Hosting.Output;

/// <summary>Diagnostics for a person: place, source line, caret, help.</summary>
public sealed class DiagnosticText(Language language, Ansi ansi)
{
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
        output.WriteLine($"{paint($"{label} {diagnostic.Code}")}: {ansi.Strong(TextCells.Visible(diagnostic.Message.In(language)))}");
        var number = (line + 1).ToString(CultureInfo.InvariantCulture);
        var margin = new string(' ', number.Length);
        output.WriteLine($"{margin}{ansi.Faint("-->")} {TextCells.Visible(diagnostic.Source.Path)}:{line + 1}:{column + 1}");
        var excerpt = new SourceExcerpt(diagnostic, ansi, paint);
        excerpt.Write(output);
        if (diagnostic.Help is { } help)
        {
            output.WriteLine($"{margin} {ansi.Faint("=")} {TextCells.Visible(help.In(language))}");
        }

        if (diagnostic.Fix is { } fix)
        {
            var title = language == Language.Portuguese ? "conserto" : "fix";
            output.WriteLine($"{margin} {ansi.Faint("=")} {title}: {TextCells.Visible(fix.Title.In(language))}");
            excerpt.WriteFixed(output, fix);
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
}
