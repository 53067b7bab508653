using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Encodings.Web;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Changes;

/// <summary>The lines of a change plan's file; see <c>docs/formats/change-plan.md</c>.</summary>
internal static class ChangePlanJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ChangePlanHeader header) => Line(json =>
    {
        json.WriteNumber("pff_change_plan", ChangePlanHeader.CurrentVersion);
        json.WriteString("plan_hash", header.PlanHash);
        json.WriteString("plan_name", header.PlanName);
        json.WriteString("sequence", header.Sequence);
        json.WriteString("input_path", header.InputPath);
        json.WriteString("input_sha256", header.InputSha256);
        json.WriteNumber("now_seconds", header.Now.Seconds);
        json.WriteNumber("now_nanoseconds", header.Now.Nanoseconds);
        json.WriteString("source_folder", header.SourceFolder);
        if (header.Mock is { } mock)
        {
            json.WriteString("mock", mock);
        }

        json.WriteBase64String("plan", header.Plan.Span);
    });

    public static byte[] Write(PlannedRow row) => Line(json =>
    {
        json.WriteNumber("row", row.Row);
        json.WriteString("outcome", NameOf(row.Outcome));
        json.WriteBoolean("whole", row.IsWhole);
        if (row.Code is { } code)
        {
            json.WriteString("code", code);
        }

        if (row.Note.Length > 0)
        {
            json.WriteString("note", row.Note);
        }

        json.WriteStartArray("reads");
        foreach (var read in row.Reads)
        {
            json.WriteStartObject();
            json.WriteNumber("call", read.Ordinal);
            json.WriteString("step", read.StepId);
            json.WriteString("method", read.Method);
            json.WriteString("sha256", read.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("writes");
        foreach (var write in row.Writes)
        {
            json.WriteStartObject();
            json.WriteNumber("call", write.Ordinal);
            json.WriteString("step", write.StepId);
            json.WriteString("method", write.Method);
            json.WriteString("verb", write.Verb);
            json.WriteString("path", write.Path);
            json.WriteString("body", write.Body);
            json.WriteString("before", write.Before);
            json.WriteString("sha256", write.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static byte[] Write(ChangePlanTotals totals) => Line(json =>
    {
        json.WriteNumber("rows", totals.Rows);
        json.WriteNumber("rows_with_writes", totals.RowsWithWrites);
        json.WriteNumber("writes", totals.Writes);
        json.WriteNumber("not_planned", totals.NotPlanned);
    });

    /// <exception cref="JsonException">It is no header.</exception>
    public static ChangePlanHeader ReadHeader(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return Guarded(() => Number(root, "pff_change_plan") == ChangePlanHeader.CurrentVersion
            ? new ChangePlanHeader
            {
                PlanHash = Text(root, "plan_hash"),
                PlanName = Text(root, "plan_name"),
                Plan = root.GetProperty("plan").GetBytesFromBase64(),
                Sequence = Text(root, "sequence"),
                InputPath = Text(root, "input_path"),
                InputSha256 = Text(root, "input_sha256"),
                Now = new Timestamp(Number(root, "now_seconds"), (int)Number(root, "now_nanoseconds")),
                SourceFolder = Text(root, "source_folder"),
                Mock = root.TryGetProperty("mock", out var mock) ? mock.GetString() : null,
            }
            : throw new JsonException("another version"));
    }

    /// <exception cref="JsonException">It is no row.</exception>
    public static PlannedRow ReadRow(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return Guarded(() => new PlannedRow(
            Number(root, "row"),
            OutcomeOf(Text(root, "outcome")),
            root.TryGetProperty("code", out var code) ? code.GetString() : null,
            root.TryGetProperty("note", out var note) ? note.GetString() ?? "" : "",
            root.GetProperty("whole").GetBoolean())
        {
            Reads =
            [
                .. root.GetProperty("reads").EnumerateArray().Select(r =>
                    new PlannedRead(Number(r, "call"), Text(r, "step"), Text(r, "method"), Text(r, "sha256"))),
            ],
            Writes =
            [
                .. root.GetProperty("writes").EnumerateArray().Select(w => new PlannedChange(
                    Number(w, "call"), Text(w, "step"), Text(w, "method"), Text(w, "verb"), Text(w, "path"), Text(w, "body"),
                    Text(w, "sha256"), Text(w, "before"))),
            ],
        });
    }

    /// <exception cref="JsonException">It is not the last line.</exception>
    public static ChangePlanTotals ReadTotals(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return Guarded(() => new ChangePlanTotals(
            Number(root, "rows"), Number(root, "rows_with_writes"), Number(root, "writes"), Number(root, "not_planned")));
    }

    public static string NameOf(RowOutcome outcome) => outcome switch
    {
        RowOutcome.Succeeded => "succeeded",
        RowOutcome.Skipped => "skipped",
        RowOutcome.Failed => "failed",
        RowOutcome.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    private static RowOutcome OutcomeOf(string name) => name switch
    {
        "succeeded" => RowOutcome.Succeeded,
        "skipped" => RowOutcome.Skipped,
        "failed" => RowOutcome.Failed,
        "unknown" => RowOutcome.Unknown,
        _ => throw new JsonException("no outcome"),
    };

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new JsonException(name);

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
