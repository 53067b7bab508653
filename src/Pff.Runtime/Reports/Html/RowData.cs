using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Changes;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports.Html;

/// <summary>
/// The rows that the page's table shows, as compact JSON: a row is an array, see <see cref="Write"/>, which <c>report.js</c>
/// reads by position. Nothing in it can end the element that holds it, because <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and the
/// line separators of Unicode are escaped.
/// </summary>
internal sealed class RowData : IDisposable
{
    /// <summary>Stands in the place of a call's state where the plan has a write that the run did not make.</summary>
    private const int NotMade = 4;

    private const int FlushedBytes = 64 * 1024;
    private const long LargestExactInteger = 1L << 53;

    private static readonly string[] Outcomes = ["succeeded", "skipped", "failed", "unknown", OutcomeNames.NotRun];

    private readonly ReportColumns _columns;
    private readonly IApprovedChanges? _changes;
    private readonly HtmlLimits _limits;
    private readonly Utf8JsonWriter _json;
    private readonly Language _language;
    private readonly long _every;
    private long _good;

    public RowData(Stream stream, ReportColumns columns, ReportSource source, Language language, HtmlLimits limits)
    {
        (_columns, _changes, _limits, _language) = (columns, source.Changes, limits, language);
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        _every = source.FinishedRows > limits.Rows ? Math.Max(1, source.FinishedRows.Value / limits.Sample) : 1;
        _json.WriteStartObject();
        _json.WriteStartArray("rows");
    }

    public long Count { get; private set; }

    /// <summary>Whether rows that are not good had to be left out as well.</summary>
    public bool IsCut { get; private set; }

    /// <param name="calls">Of the row, by ordinal.</param>
    public void Add(in ReportRow row, ReadOnlySpan<Value> cells, IReadOnlyList<CallEntry> calls)
    {
        var isGood = row.Result is { Outcome: RowOutcome.Succeeded or RowOutcome.Skipped };
        if (isGood && _good++ % _every != 0)
        {
            return;
        }

        if (Count >= _limits.Rows || _json.BytesCommitted + _json.BytesPending >= _limits.Bytes)
        {
            IsCut |= !isGood || _every == 1;
            return;
        }

        Count++;
        Write(row, cells, calls);
        if (_json.BytesPending > FlushedBytes)
        {
            _json.Flush();
        }
    }

    /// <summary>Ends the rows; <paramref name="texts"/> are the words of the script, by name.</summary>
    public void Finish(IEnumerable<KeyValuePair<string, string>> texts)
    {
        _json.WriteEndArray();
        WriteNames("inputs", _columns.InputNames);
        WriteNames("returned", _columns.ReturnedNames);
        _json.WriteStartObject("texts");
        foreach (var (name, text) in texts)
        {
            _json.WriteString(name, text);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>
    /// [row, outcome, code, message, step, status, reads, writes, attempts, milliseconds, [inputs], [returned], [calls]];
    /// the outcome is its place in <see cref="Outcomes"/>.
    /// </summary>
    private void Write(in ReportRow row, ReadOnlySpan<Value> cells, IReadOnlyList<CallEntry> calls)
    {
        var tail = _columns.ReturnedIndex + _columns.ReturnedNames.Length;
        _json.WriteStartArray();
        _json.WriteNumberValue(row.Number);
        _json.WriteNumberValue(Array.IndexOf(Outcomes, row.Outcome));
        for (var i = tail; i < cells.Length; i++)
        {
            Write(cells[i]);
        }

        WriteCells(cells[1.._columns.OutcomeIndex]);
        WriteCells(cells[_columns.ReturnedIndex..tail]);
        WriteCalls(calls, _changes?.Find(row.Number)?.Writes ?? []);
        _json.WriteEndArray();
    }

    private void WriteCells(ReadOnlySpan<Value> cells)
    {
        _json.WriteStartArray();
        foreach (var cell in cells)
        {
            Write(cell);
        }

        _json.WriteEndArray();
    }

    private void Write(in Value cell)
    {
        if (cell.IsAbsent)
        {
            _json.WriteNullValue();
        }
        else if (cell.Kind == ValueKind.Int && Math.Abs(cell.AsInt) < LargestExactInteger)
        {
            _json.WriteNumberValue(cell.AsInt);
        }
        else
        {
            Write(CellText.Of(cell));
        }
    }

    private void WriteCalls(IReadOnlyList<CallEntry> calls, IReadOnlyList<PlannedChange> planned)
    {
        _json.WriteStartArray();
        foreach (var call in calls.Take(HtmlLimits.Calls))
        {
            Write(call, planned.FirstOrDefault(write => write.Ordinal == call.Key.Ordinal));
        }

        foreach (var write in planned.Where(write => calls.All(call => call.Key.Ordinal != write.Ordinal)).Take(HtmlLimits.Calls))
        {
            WriteCall(write.StepId, write.Method, Effect.Write, NotMade, 0, 0, 0, "", "");
            WriteChange(write);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
    }

    private void Write(CallEntry call, PlannedChange? planned)
    {
        var message = call.Failure is { } failure ? failure.Message.In(_language) : "";
        WriteCall(
            call.StepId, call.Method, call.Effect, (int)call.State, call.Status, call.Attempts, call.DurationMs, call.IdempotencyKey ?? "", message);
        WriteChange(planned);
        _json.WriteEndArray();
    }

    /// <summary>[step, method, effect, state, status, attempts, milliseconds, key, message, request, [[field, before, after]]].</summary>
    private void WriteCall(
        string step, string method, Effect effect, int state, int status, int attempts, int durationMs, string key, string message)
    {
        _json.WriteStartArray();
        Write(step);
        Write(method);
        _json.WriteNumberValue((int)effect);
        _json.WriteNumberValue(state);
        _json.WriteNumberValue(status);
        _json.WriteNumberValue(attempts);
        _json.WriteNumberValue(durationMs);
        Write(key);
        Write(message);
    }

    private void WriteChange(PlannedChange? planned)
    {
        if (planned is null)
        {
            return;
        }

        Write($"{planned.Verb} {planned.Path}");
        _json.WriteStartArray();
        foreach (var field in FieldChange.Of(planned).Take(HtmlLimits.FieldsOfWrite))
        {
            _json.WriteStartArray();
            Write(field.Name);
            Write(field.Before ?? "");
            Write(field.After);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
    }

    private void WriteNames(string name, IEnumerable<string> names)
    {
        _json.WriteStartArray(name);
        foreach (var each in names)
        {
            Write(each);
        }

        _json.WriteEndArray();
    }

    private void Write(string text) => _json.WriteStringValue(HtmlText.Cut(text, _limits.CellLength));
}
