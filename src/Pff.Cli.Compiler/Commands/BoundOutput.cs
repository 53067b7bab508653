using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Ir;
using Pff.Core.Ir.Bounds;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary>Bounds for people and for programs.</summary>
internal static class BoundOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteText(HostConsole console, IReadOnlyList<(string Manifest, ImmutableArray<(IrSequence Sequence, CallBound Bound)> Sequences)> bounds)
    {
        var (reads, writes, attempts) = (console.Say("reads", "leituras"), console.Say("writes", "escritas"), console.Say("attempts", "tentativas"));
        foreach (var (manifest, sequences) in bounds)
        {
            console.Out.WriteLine(manifest);
            var width = sequences.Select(s => s.Sequence.Name.Length).DefaultIfEmpty(0).Max();
            foreach (var (sequence, bound) in sequences)
            {
                var line = $"  {sequence.Name.PadRight(width)}  {reads} {Show(bound.Reads, sequence.Budget.Reads)}  {writes} {Show(bound.Writes, sequence.Budget.Writes)}  {attempts} {Show(bound.Attempts, sequence.Budget.Attempts)}";
                var time = sequence.Budget.TimeMs is { } ms ? console.Say($"  time ≤ {ms} ms", $"  tempo ≤ {ms} ms") : "";
                console.Out.WriteLine((line + time).TrimEnd());
            }
        }
    }

    public static void WriteJson(TextWriter output, IReadOnlyList<(string Manifest, ImmutableArray<(IrSequence Sequence, CallBound Bound)> Sequences)> bounds)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("manifests");
            foreach (var (manifest, sequences) in bounds)
            {
                json.WriteStartObject();
                json.WriteString("path", manifest);
                json.WriteStartArray("sequences");
                foreach (var (sequence, bound) in sequences)
                {
                    Write(json, sequence, bound);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Show(CallRange range, IrLimit? limit) => limit is null ? $"{range}" : $"{range} (≤ {limit.Most})";

    private static void Write(Utf8JsonWriter json, IrSequence sequence, CallBound bound)
    {
        json.WriteStartObject();
        json.WriteString("name", sequence.Name);
        Write(json, "reads", bound.Reads, sequence.Budget.Reads);
        Write(json, "writes", bound.Writes, sequence.Budget.Writes);
        Write(json, "attempts", bound.Attempts, sequence.Budget.Attempts);
        if (sequence.Budget.TimeMs is { } time)
        {
            json.WriteNumber("time_ms", time);
        }

        json.WriteEndObject();
    }

    /// <summary>What cannot be counted is null, which no program takes for a number.</summary>
    private static void Write(Utf8JsonWriter json, string name, CallRange range, IrLimit? limit)
    {
        json.WriteStartObject(name);
        Write(json, "least", range.Least.Value);
        Write(json, "most", range.Most.Value);
        if (limit is not null)
        {
            json.WriteNumber("budget", limit.Most);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
