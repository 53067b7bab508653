using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Hosting.Output;

/// <summary>A span by lines and columns that count from 1; the end is exclusive.</summary>
internal readonly record struct DiagnosticPlace(int Line, int Column, int EndLine, int EndColumn)
{
    public static DiagnosticPlace Of(Diagnostic diagnostic) => Of(diagnostic.Source, diagnostic.Span);

    public static DiagnosticPlace Of(SourceText source, TextSpan span)
    {
        var (line, column) = source.GetPosition(span.Start);
        var (endLine, endColumn) = source.GetPosition(span.End);
        return new(line + 1, column + 1, endLine + 1, endColumn + 1);
    }

    public void Write(Utf8JsonWriter json, string line, string column, string endLine, string endColumn)
    {
        json.WriteNumber(line, Line);
        json.WriteNumber(column, Column);
        json.WriteNumber(endLine, EndLine);
        json.WriteNumber(endColumn, EndColumn);
    }
}

internal static class SeverityNames
{
    /// <summary>The names that SARIF and GitHub share, "note" being GitHub's notice.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Information => "note",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, null),
    };
}
