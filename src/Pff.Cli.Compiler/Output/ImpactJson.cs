using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Compiler.Impact;
using Pff.Core.Diagnostics;

namespace Pff.Cli.Compiler.Output;

/// <summary>The impact of a document for programs: one JSON object; lines count from 1.</summary>
internal static class ImpactJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream output, ImpactReport report, Language language)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteBoolean("breaks", report.Breaks);
        json.WriteNumber("sequences", report.SequenceCount);
        json.WriteNumber("broken", report.BrokenCount);
        json.WriteNumber("unrelated_manifests", report.UnrelatedCount);
        json.WriteStartArray("manifests");
        foreach (var manifest in report.Manifests)
        {
            json.WriteStartObject();
            json.WriteString("manifest", manifest.Manifest);
            json.WriteBoolean("breaks", manifest.Breaks);
            json.WriteStartArray("sequences");
            foreach (var sequence in manifest.Sequences)
            {
                WriteSequence(json, sequence, language);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteChanges(json, "changes", report.Changes, language);
        WriteChanges(json, "harmless", report.Harmless, language);
        json.WriteEndObject();
    }

    private static void WriteSequence(Utf8JsonWriter json, SequenceImpact sequence, Language language)
    {
        json.WriteStartObject();
        json.WriteString("sequence", sequence.Sequence);
        json.WriteBoolean("breaks", sequence.Breaks);
        json.WriteStartArray("changes");
        foreach (var change in sequence.Changes)
        {
            var (line, column) = change.Source.GetPosition(change.Span.Start);
            json.WriteStartObject();
            json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()));
            json.WriteBoolean("breaks", change.Breaks);
            json.WriteString("message", change.Message.In(language));
            if (change.Diagnostic is { } diagnostic)
            {
                json.WriteString("code", diagnostic.Code);
            }

            json.WriteString("file", change.Source.Path);
            json.WriteNumber("line", line + 1);
            json.WriteNumber("column", column + 1);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, string name, ImmutableArray<DocumentChange> changes, Language language)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("operation", change.Operation);
            json.WriteString("message", change.Message.In(language));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
