using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Hosting.Documentation;

namespace Pff.Hosting.Output;

/// <summary>
/// Diagnostics for programs: one JSON object. Lines and columns count from 1, offsets from 0, both in UTF-16 code units;
/// ends are exclusive.
/// </summary>
public static class DiagnosticJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="allowed">What comments allow.</param>
    /// <param name="dynCount">In how many places a value is dyn; null where nobody has counted them.</param>
    /// <param name="written">The files that the command wrote; null for a command that writes none.</param>
    public static void Write(
        Stream output,
        IReadOnlyCollection<Diagnostic> diagnostics,
        IReadOnlyCollection<Diagnostic> allowed,
        int fileCount,
        Language language,
        IEnumerable<string>? written = null,
        int? dynCount = null)
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
        if (dynCount is { } dyn)
        {
            json.WriteNumber("dyn", dyn);
        }

        WriteAll(json, "diagnostics", diagnostics, language);
        WriteAll(json, "suppressed", allowed, language);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<Diagnostic> diagnostics, Language language)
    {
        json.WriteStartArray(name);
        foreach (var diagnostic in diagnostics)
        {
            WriteDiagnostic(json, diagnostic, language);
        }

        json.WriteEndArray();
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
        WritePlace(json, diagnostic.Source, diagnostic.Span);
        if (diagnostic.Suppression is { } suppression)
        {
            json.WriteString("reason", suppression.Reason);
        }

        json.WriteString("page", ErrorPages.PathOf(diagnostic.Code));
        if (diagnostic.Fix is { } fix)
        {
            json.WriteStartObject("fix");
            json.WriteString("title", fix.Title.In(language));
            json.WriteStartArray("edits");
            foreach (var edit in fix.Edits)
            {
                json.WriteStartObject();
                WritePlace(json, diagnostic.Source, edit.Span);
                json.WriteString("text", edit.NewText);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, SourceText source, TextSpan span)
    {
        DiagnosticPlace.Of(source, span).Write(json, "line", "column", "end_line", "end_column");
        json.WriteNumber("offset", span.Start);
        json.WriteNumber("end_offset", span.End);
    }
}
