using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Diagnostics;

namespace Pff.Hosting.Output;

/// <summary>Diagnostics for programs: one JSON object; lines and columns count from 1, columns in UTF-16 code units.</summary>
public static class DiagnosticJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="written">The files that the command wrote; null for a command that writes none.</param>
    public static void Write(
        Stream output, IReadOnlyCollection<Diagnostic> diagnostics, int fileCount, Language language, IEnumerable<string>? written = null)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("files", fileCount);
        if (written is not null)
        {
            json.WriteStartArray("written");
            foreach (var path in written)
            {
                json.WriteStringValue(path);
            }

            json.WriteEndArray();
        }

        json.WriteNumber("errors", diagnostics.Count(d => d.Severity == Severity.Error));
        json.WriteNumber("warnings", diagnostics.Count(d => d.Severity == Severity.Warning));
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            WriteDiagnostic(json, diagnostic, language);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic, Language language)
    {
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", SeverityNames.Of(diagnostic.Severity));
        json.WriteString("message", diagnostic.Message.In(language));
        if (diagnostic.Help is { } help)
        {
            json.WriteString("help", help.In(language));
        }

        json.WriteString("file", diagnostic.Source.Path);
        DiagnosticPlace.Of(diagnostic).Write(json, "line", "column", "end_line", "end_column");
        if (diagnostic.Fix is { } fix)
        {
            json.WriteStartObject("fix");
            json.WriteString("title", fix.Title.In(language));
            json.WriteStartArray("edits");
            foreach (var edit in fix.Edits)
            {
                json.WriteStartObject();
                DiagnosticPlace.Of(diagnostic.Source, edit.Span).Write(json, "line", "column", "end_line", "end_column");
                json.WriteString("text", edit.NewText);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
