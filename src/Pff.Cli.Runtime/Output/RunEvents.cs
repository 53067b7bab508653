using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Reports;
using Pff.Runtime.Undoing;

namespace Pff.Cli.Runtime.Output;

/// <summary>
/// Tells what happens in a run while it happens: as JSON lines for programs, or, for a person, only the writes that a
/// dry run would send. Called from many threads.
/// </summary>
internal sealed class RunEvents(HostConsole console, bool isJson) : IRunObserver, IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Stream _output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);

    public void RowFinished(RowResult row)
    {
        if (isJson)
        {
            Emit("row", json =>
            {
                json.WriteNumber("row", row.Row);
                json.WriteString("outcome", OutcomeName(row.Outcome));
                if (row.Failure is { } failure)
                {
                    json.WriteString("code", failure.Code);
                    json.WriteString("kind", FailureKinds.NameOf(failure.Kind));
                    json.WriteString("message", console.Say(failure.Message));
                    json.WriteString("step", failure.StepId);
                }

                if (row.Reason is { } reason)
                {
                    json.WriteString("reason", reason);
                }

                if (!row.Returned.IsEmpty)
                {
                    json.WritePropertyName("returned");
                    json.WriteRawValue(row.Returned.Span);
                }

                json.WriteNumber("duration_ms", row.DurationMs);
            });
        }
    }

    public void WritePlanned(PlannedWrite write)
    {
        if (isJson)
        {
            Emit("planned_write", json =>
            {
                json.WriteNumber("row", write.Row);
                json.WriteString("step", write.StepId);
                json.WriteString("method", write.Method);
                json.WriteString("verb", write.Verb);
                json.WriteString("url", write.Url);
                json.WriteString("body", write.Body);
            });
            return;
        }

        lock (_gate)
        {
            console.Out.WriteLine($"{console.Say("row", "linha")} {write.Row}: {write.Method}: {write.Verb} {write.Url} {write.Body}".TrimEnd());
        }
    }

    public void HostHealthChanged(string api, string host, bool isHealthy)
    {
        if (isJson)
        {
            Emit("host_health", json =>
            {
                json.WriteString("api", api);
                json.WriteString("host", host);
                json.WriteBoolean("healthy", isHealthy);
            });
            return;
        }

        lock (_gate)
        {
            console.Error.WriteLine(isHealthy
                ? console.Say($"{api}: {host} answers again.", $"{api}: {host} voltou a responder.")
                : console.Say($"{api}: {host} keeps failing; pausing calls to it.", $"{api}: {host} continua falhando; pausando as chamadas."));
        }
    }

    public void Cautioned(RuntimeFailure caution)
    {
        if (isJson)
        {
            Emit("caution", json =>
            {
                json.WriteString("code", caution.Code);
                json.WriteString("message", console.Say(caution.Message));
            });
            return;
        }

        lock (_gate)
        {
            console.Error.WriteLine($"{caution.Code}: {console.Say(caution.Message)}");
        }
    }

    public void Started(string runId, string plan, string sequence)
    {
        if (isJson)
        {
            Emit("start", json =>
            {
                json.WriteString("run", runId);
                json.WriteString("plan", plan);
                json.WriteString("sequence", sequence);
            });
        }
    }

    /// <param name="hosts">Over all processes of the run.</param>
    public void Ended(RunSummary summary, IEnumerable<string> reports, HostTimeline hosts)
    {
        if (!isJson)
        {
            return;
        }

        var counts = summary.Counts;
        Emit("end", json =>
        {
            json.WriteString("end", summary.End switch
            {
                RunEnd.Completed => "completed",
                RunEnd.Drained => "drained",
                RunEnd.Aborted => "aborted",
                _ => throw new ArgumentOutOfRangeException(nameof(summary)),
            });
            json.WriteNumber("succeeded", counts.Succeeded);
            json.WriteNumber("skipped", counts.Skipped);
            json.WriteNumber("failed", counts.Failed);
            json.WriteNumber("unknown", counts.Unknown);
            json.WriteNumber("already_finished", counts.AlreadyFinished);
            json.WriteNumber("reads", counts.Reads);
            json.WriteNumber("writes", counts.Writes);
            json.WriteNumber("planned_writes", counts.PlannedWrites);
            json.WriteNumber("retries", counts.Retries);
            WriteCache(json, CacheCounts.Of(counts));
            json.WriteNumber("duration_ms", (long)summary.Duration.TotalMilliseconds);
            json.WriteStartArray("hosts");
            foreach (var host in hosts.Hosts)
            {
                json.WriteStartObject();
                json.WriteString("api", host.Api);
                json.WriteString("host", host.Host);
                json.WriteNumber("requests", host.Total.Requests);
                json.WriteNumber("errors", host.Total.Errors);
                json.WriteNumber("retries", host.Total.Retries);
                json.WriteNumber("median_ms", host.Total.MedianMs);
                json.WriteNumber("p95_ms", host.Total.Percentile95Ms);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WritePaths(json, reports);
        });
    }

    /// <summary>Nothing of an earlier run is left to go on with; no new run begins.</summary>
    /// <param name="kept">How many of its writes cannot be undone; null where nobody asked for that.</param>
    public void NothingToDo(string runId, long? kept = null) => Emit("nothing_to_do", json =>
    {
        json.WriteString("run", runId);
        if (kept is { } writes)
        {
            json.WriteNumber("kept_writes", writes);
        }
    });

    /// <param name="isLeft">It would be undone with --unchecked only.</param>
    public void UndoPlanned(long row, WriteToUndo write, bool isLeft) => Emit("planned_undo", json =>
    {
        json.WriteNumber("row", row);
        json.WriteString("write", write.Name);
        json.WriteString("undo", write.UndoCall);
        json.WriteBoolean("only_with_unchecked", isLeft);
        json.WriteBoolean("only_if_it_took_effect", write.IsUnsettled);
    });

    public void UndoRefused(long row, string write, string why) => Emit("kept_write", json =>
    {
        json.WriteNumber("row", row);
        json.WriteString("write", write);
        json.WriteString("reason", why);
    });

    public void UndoSurveyed(long writes, int rows, long kept, long uncheckedRows) => Emit("end", json =>
    {
        json.WriteString("end", "dry_run");
        json.WriteNumber("writes", writes);
        json.WriteNumber("rows", rows);
        json.WriteNumber("kept_writes", kept);
        json.WriteNumber("unchecked_rows", uncheckedRows);
    });

    public void Reported(RunReportSummary summary, IEnumerable<string> reports) => Emit("report", json =>
    {
        json.WriteString("run", summary.RunId);
        json.WriteString("plan", summary.PlanName);
        json.WriteString("sequence", summary.Sequence);
        json.WriteNumber("succeeded", summary.Succeeded);
        json.WriteNumber("skipped", summary.Skipped);
        json.WriteNumber("failed", summary.Failed);
        json.WriteNumber("unknown", summary.Unknown);
        json.WriteNumber("not_run", summary.NotRun);
        json.WriteNumber("unknown_writes", summary.UnknownWriteCount);
        json.WriteNumber("reads", summary.Reads);
        json.WriteNumber("writes", summary.Writes);
        json.WriteNumber("requests", summary.Attempts);
        WritePaths(json, reports);
    });

    private static void WritePaths(Utf8JsonWriter json, IEnumerable<string> reports)
    {
        json.WriteStartArray("reports");
        foreach (var report in reports)
        {
            json.WriteStringValue(report);
        }

        json.WriteEndArray();
    }

    private static void WriteCache(Utf8JsonWriter json, CacheCounts counts)
    {
        json.WriteStartObject("cache");
        json.WriteNumber("from_memory", counts.FromMemory);
        json.WriteNumber("from_disk", counts.FromDisk);
        json.WriteNumber("shared", counts.Shared);
        json.WriteNumber("hit_rate", Math.Round(counts.HitRate, 4));
        json.WriteEndObject();
    }

    public void Dispose() => _output.Dispose();

    public static string OutcomeName(RowOutcome outcome) => outcome switch
    {
        RowOutcome.Succeeded => "succeeded",
        RowOutcome.Skipped => "skipped",
        RowOutcome.Failed => "failed",
        RowOutcome.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    private void Emit(string name, Action<Utf8JsonWriter> write)
    {
        lock (_gate)
        {
            _buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_buffer, Options))
            {
                json.WriteStartObject();
                json.WriteString("event", name);
                write(json);
                json.WriteEndObject();
            }

            _output.Write(_buffer.WrittenSpan);
            _output.WriteByte((byte)'\n');
            _output.Flush();
        }
    }
}
