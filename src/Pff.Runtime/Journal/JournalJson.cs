using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>
/// The two records that a journal has as JSON, documented in <c>docs/formats/journal.md</c>. Written out by hand, because
/// the metadata of a general serializer would cost a short run more than its calls do.
/// </summary>
internal static class JournalJson
{
    public static string Write(RunHeader header) => Write(json =>
    {
        json.WriteString("run_id", header.RunId);
        json.WriteString("plan_hash", header.PlanHash);
        json.WriteString("plan_name", header.PlanName);
        json.WriteString("sequence", header.Sequence);
        json.WriteString("input_path", header.InputPath);
        json.WriteString("input_sha256", header.InputSha256);
        json.WriteStartObject("now");
        json.WriteNumber("seconds", header.Now.Seconds);
        json.WriteNumber("nanoseconds", header.Now.Nanoseconds);
        json.WriteEndObject();
        json.WriteStartArray("columns");
        foreach (var column in header.Columns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteStartObject("settings");
        foreach (var (name, value) in header.Settings.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    });

    public static string Write(RowFailure failure) => Write(json =>
    {
        json.WriteString("kind", FailureKinds.NameOf(failure.Kind));
        json.WriteString("code", failure.Code);
        json.WriteStartObject("message");
        json.WriteString("english", failure.Message.English);
        json.WriteString("portuguese", failure.Message.Portuguese);
        json.WriteEndObject();
        json.WriteString("step_id", failure.StepId);
        json.WriteNumber("status", failure.Status);
    });

    public static string Write(HostSecond second) => Write(json =>
    {
        json.WriteString("api", second.Api);
        json.WriteString("host", second.Host);
        json.WriteNumber("second", second.Second);
        json.WriteNumber("requests", second.Requests);
        json.WriteNumber("errors", second.Errors);
        json.WriteNumber("retries", second.Retries);
        json.WriteStartArray("latencies");
        foreach (var (bucket, count) in second.Latencies.Buckets)
        {
            json.WriteNumberValue(bucket);
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
    });

    /// <summary>What a host did in a second, or null where the text is no such JSON.</summary>
    public static HostSecond? ReadHealth(string text) => Read(text, root =>
    {
        var latencies = new LatencyCounts();
        var numbers = root.GetProperty("latencies").EnumerateArray().Select(n => n.GetInt64()).ToList();
        for (var i = 0; i + 1 < numbers.Count; i += 2)
        {
            latencies.Add((int)Math.Clamp(numbers[i], 0, LatencyCounts.LargestBucket), numbers[i + 1]);
        }

        return new HostSecond(
            Text(root, "api"), Text(root, "host"), root.GetProperty("second").GetInt64(), root.GetProperty("requests").GetInt64(),
            root.GetProperty("errors").GetInt64(), root.GetProperty("retries").GetInt64(), latencies);
    });

    /// <summary>The header, or null where the text is no such JSON.</summary>
    public static RunHeader? ReadHeader(string text) => Read(text, root =>
    {
        var now = root.GetProperty("now");
        return new RunHeader
        {
            RunId = Text(root, "run_id"),
            PlanHash = Text(root, "plan_hash"),
            PlanName = Text(root, "plan_name"),
            Sequence = Text(root, "sequence"),
            InputPath = Text(root, "input_path"),
            InputSha256 = Text(root, "input_sha256"),
            Now = new Timestamp(now.GetProperty("seconds").GetInt64(), now.GetProperty("nanoseconds").GetInt32()),
            Columns = [.. root.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)],
            Settings = root.GetProperty("settings").EnumerateObject().ToImmutableDictionary(s => s.Name, s => s.Value.GetString()!),
        };
    });

    /// <summary>The failure, or null where the text is no such JSON.</summary>
    public static RowFailure? ReadFailure(string text) => Read(text, root =>
    {
        var message = root.GetProperty("message");
        return FailureKinds.TryParse(Text(root, "kind"), out var kind)
            ? new RowFailure(
                kind,
                Text(root, "code"),
                new LocalizedText(Text(message, "english"), Text(message, "portuguese")),
                Text(root, "step_id"),
                root.GetProperty("status").GetInt32())
            : null;
    });

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new InvalidOperationException($"'{name}' is null");

    /// <summary>One object.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Null where the text is no such JSON.</summary>
    public static T? Read<T>(string text, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
