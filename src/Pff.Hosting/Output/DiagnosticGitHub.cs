using Pff.Core.Diagnostics;

namespace Pff.Hosting.Output;

/// <summary>Diagnostics as GitHub Actions workflow commands, which show them beside the changed lines.</summary>
public static class DiagnosticGitHub
{
    public static void Write(TextWriter output, Diagnostic diagnostic, Language language)
    {
        var command = diagnostic.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            Severity.Information => "notice",
            _ => throw new ArgumentOutOfRangeException(nameof(diagnostic)),
        };
        var place = DiagnosticPlace.Of(diagnostic);
        // GitHub shows columns only for a span within one line.
        var end = place.EndLine == place.Line ? $",endColumn={place.EndColumn}" : $",endLine={place.EndLine}";
        var help = diagnostic.Help is { } text ? "\n" + text.In(language) : string.Empty;
        output.WriteLine(
            $"::{command} file={Property(diagnostic.Source.Path)},line={place.Line},col={place.Column}{end}," +
            $"title={Property(diagnostic.Code)}::{Data(diagnostic.Message.In(language) + help)}");
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
