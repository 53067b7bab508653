using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Hosting.Documentation;

namespace Pff.Hosting.Output;

/// <summary>Diagnostics as SARIF 2.1.0 (OASIS Standard, 27 March 2020).</summary>
public static class DiagnosticSarif
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream output, IReadOnlyCollection<Diagnostic> diagnostics, IReadOnlyCollection<Diagnostic> allowed, string toolVersion, Language language)
    {
        var all = diagnostics.Concat(allowed).ToList();
        var rules = all.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteString("language", language == Language.Portuguese ? "pt-BR" : "en-US");
        WriteTool(json, rules, toolVersion);
        json.WriteStartArray("results");
        foreach (var diagnostic in all)
        {
            // Where one result says whether it is suppressed, all must (SARIF 2.1.0, 3.27.23).
            WriteResult(json, diagnostic, rules.IndexOf(diagnostic.Code), allowed.Count > 0, language);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, List<string> rules, string toolVersion)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "pffc");
        json.WriteString("version", toolVersion);
        json.WriteStartArray("rules");
        foreach (var code in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", code);
            if (ErrorPages.TitleOf(code) is { } title)
            {
                WriteText(json, "shortDescription", title);
                json.WriteStartObject("help");
                json.WriteString("text", $"pffc explain {code}");
                json.WriteString("markdown", ErrorPages.Find(code));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic diagnostic, int rule, bool saysSuppressed, Language language)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", SeverityNames.Of(diagnostic.Severity));
        var help = diagnostic.Help is { } text ? " " + text.In(language) : string.Empty;
        WriteText(json, "message", diagnostic.Message.In(language) + help);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, diagnostic.Source.Path);
        WriteRegion(json, "region", DiagnosticPlace.Of(diagnostic));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        if (diagnostic.Fix is { } fix)
        {
            WriteFix(json, diagnostic, fix, language);
        }

        if (saysSuppressed)
        {
            WriteSuppressions(json, diagnostic);
        }

        json.WriteEndObject();
    }

    private static void WriteSuppressions(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartArray("suppressions");
        if (diagnostic.Suppression is { } suppression)
        {
            json.WriteStartObject();
            json.WriteString("kind", "inSource");
            json.WriteString("justification", suppression.Reason);
            json.WriteStartObject("location");
            json.WriteStartObject("physicalLocation");
            WriteArtifact(json, diagnostic.Source.Path);
            WriteRegion(json, "region", DiagnosticPlace.Of(diagnostic.Source, suppression.Span));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFix(Utf8JsonWriter json, Diagnostic diagnostic, Fix fix, Language language)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", fix.Title.In(language));
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteArtifact(json, diagnostic.Source.Path);
        json.WriteStartArray("replacements");
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WriteRegion(json, "deletedRegion", DiagnosticPlace.Of(diagnostic.Source, edit.Span));
            WriteText(json, "insertedContent", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteArtifact(Utf8JsonWriter json, string path)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, DiagnosticPlace place)
    {
        json.WriteStartObject(name);
        place.Write(json, "startLine", "startColumn", "endLine", "endColumn");
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
