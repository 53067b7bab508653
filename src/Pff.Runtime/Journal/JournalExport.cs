using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Journal;

/// <summary>
/// A journal as lines of JSON, described in <c>docs/formats/journal.md</c>: the run, its calls, its rows, the writes of unknown effect,
/// and a last line that counts them. Of a journal that is locked it has no contents. Streams.
/// </summary>
public static class JournalExport
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>PFF3305 to PFF3311 where the journal is damaged; then nothing, or not everything, was written.</returns>
    public static Result<JournalSummary> Write(JournalReader journal, Stream output)
    {
        try
        {
            using var snapshot = journal.TakeSnapshot();
            if (!journal.Verify().IsSuccess(out var summary, out var failure))
            {
                return failure;
            }

            using var line = new Line(output);
            line.Write("run", json => WriteRun(json, journal));
            foreach (var (call, effect, undo) in journal.ReadForExport())
            {
                line.Write("call", json => WriteCall(json, call, effect, undo, journal.IsLocked));
            }

            foreach (var row in journal.ReadRowsForExport())
            {
                line.Write("row", json => WriteRow(json, row, journal.IsLocked));
            }

            foreach (var write in journal.ReadUnknownWrites())
            {
                line.Write("unknown_write", json => WriteUnknown(json, write));
            }

            line.Write("end", json => WriteEnd(json, summary));
            return summary;
        }
        catch (JournalException exception)
        {
            return exception.Failure;
        }
    }

    private static void WriteRun(Utf8JsonWriter json, JournalReader journal)
    {
        WriteJson(json, "header", JournalJson.Write(journal.Header));
        if (journal.CreatedAt is { } created)
        {
            json.WriteString("created_at", JournalSchema.Format(created));
        }

        if (journal.Ending is { } ending)
        {
            json.WriteString("ended_at", JournalSchema.Format(ending.EndedAt));
            json.WriteString("end", ending.IsComplete ? "complete" : "interrupted");
            if (ending.InputRows is { } rows)
            {
                json.WriteNumber("input_rows", rows);
            }
        }
    }

    private static void WriteCall(Utf8JsonWriter json, JournaledCall call, Effect effect, UndoNote? undo, bool isLocked)
    {
        WriteKey(json, call.Key, call.StepId, call.Method);
        json.WriteString("effect", Lower(effect.ToString()));
        json.WriteString("state", Lower(call.State.ToString()));
        if (call.Intent is { } intent)
        {
            WriteText(json, "idempotency_key", intent.IdempotencyKey);
            json.WriteString("request_sha256", intent.RequestSha256);
        }

        if (call.Outcome is { } outcome)
        {
            json.WriteNumber("status", outcome.Status);
            json.WriteNumber("attempts", outcome.Attempts);
            json.WriteNumber("duration_ms", outcome.DurationMs);
            WriteFailure(json, outcome.Failure);
            WriteBody(json, "response", outcome.Response.Span);
        }

        switch (undo)
        {
            case PossibleUndo:
                json.WriteString("undo", "possible");
                break;
            case ImpossibleUndo:
                json.WriteString("undo", "impossible");
                break;
            case UndoOfWrite undoes:
                json.WriteNumber("undoes_call", undoes.Ordinal);
                break;
            case WriteOfEarlierRun:
                json.WriteString("undo", "of_earlier_run");
                break;
        }

        WriteLock(json, isLocked);
    }

    /// <summary>Says that there is more than the line has.</summary>
    private static void WriteLock(Utf8JsonWriter json, bool isLocked)
    {
        if (isLocked)
        {
            json.WriteBoolean("encrypted", true);
        }
    }

    private static void WriteRow(Utf8JsonWriter json, RowResult row, bool isLocked)
    {
        json.WriteNumber("row", row.Row);
        json.WriteString("outcome", Lower(row.Outcome.ToString()));
        WriteText(json, "reason", row.Reason);
        WriteFailure(json, row.Failure);
        WriteBody(json, "returned", row.Returned.Span);
        json.WriteNumber("reads", row.Reads);
        json.WriteNumber("writes", row.Writes);
        json.WriteNumber("attempts", row.Attempts);
        json.WriteNumber("duration_ms", row.DurationMs);
        WriteLock(json, isLocked);
    }

    private static void WriteUnknown(Utf8JsonWriter json, UnknownWrite write)
    {
        WriteKey(json, write.Key, write.StepId, write.Method);
        WriteText(json, "idempotency_key", write.IdempotencyKey);
    }

    private static void WriteEnd(Utf8JsonWriter json, JournalSummary summary)
    {
        json.WriteNumber("commit", summary.Commit);
        json.WriteNumber("calls", summary.Calls);
        json.WriteNumber("rows", summary.Rows);
        json.WriteNumber("unknown_writes", summary.UnknownWrites);
    }

    private static void WriteKey(Utf8JsonWriter json, CallKey key, string step, string method)
    {
        json.WriteNumber("row", key.Row);
        json.WriteNumber("call", key.Ordinal);
        json.WriteString("step", step);
        json.WriteString("method", method);
    }

    private static void WriteFailure(Utf8JsonWriter json, RowFailure? failure)
    {
        if (failure is not null)
        {
            WriteJson(json, "failure", JournalJson.Write(failure));
        }
    }

    /// <summary>Letters come out as letters, which the text may have escaped.</summary>
    private static void WriteJson(Utf8JsonWriter json, string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        json.WritePropertyName(name);
        document.RootElement.WriteTo(json);
    }

    /// <summary>As JSON where it is that; else as base64, under a name that says so.</summary>
    private static void WriteBody(Utf8JsonWriter json, string name, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return;
        }

        if (IsJson(body))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(body, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String(name + "_base64", body);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            // A line break between its tokens would break the line of the export.
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
            }

            return !body.ContainsAny((byte)'\n', (byte)'\r');
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static string Lower(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private sealed class Line(Stream output) : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private readonly Utf8JsonWriter _json = new(Stream.Null, _options);

        public void Write(string kind, Action<Utf8JsonWriter> write)
        {
            _buffer.ResetWrittenCount();
            _json.Reset(_buffer);
            _json.WriteStartObject();
            _json.WriteString("kind", kind);
            write(_json);
            _json.WriteEndObject();
            _json.Flush();
            output.Write(_buffer.WrittenSpan);
            output.WriteByte((byte)'\n');
        }

        public void Dispose() => _json.Dispose();
    }
}
