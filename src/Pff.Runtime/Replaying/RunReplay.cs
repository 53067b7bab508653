using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Replaying;

/// <summary>
/// The journal of a run, as the journal of its replay: it answers every call of the finished rows, takes no record, and
/// compares what rows come to with what they came to then. For an engine with one worker, so that rows come in order.
/// </summary>
/// <param name="onlyRow">Null for all finished rows.</param>
public sealed class RunReplay(JournalReader journal, long? onlyRow, IReplaySink sink) : IJournal, IReplay
{
    /// <summary>How many changed rows are kept for a report.</summary>
    private const int MostChanged = 100_000;

    private readonly RowSet _finished = journal.ReadFinishedRows();
    private readonly IEnumerator<RowResult> _recorded = journal.ReadRows().GetEnumerator();
    private readonly bool _isRedrive = RunLinks.Of(journal.Header).RedriveOf is not null;
    private readonly Dictionary<long, RowResult> _changed = [];

    // Of the row that is walked.
    private readonly List<ReplayedCall> _calls = [];
    private ImmutableArray<JournaledCall> _journaled = [];
    private (CallKey Key, string StepId, string Method, bool HasSecret)? _notKept;

    public RunHeader Header => journal.Header;

    public long Rows { get; private set; }

    public long Requests { get; private set; }

    public long DifferingRows { get; private set; }

    public long RowsNotKept { get; private set; }

    /// <summary>Whether <see cref="RowsOf"/> can give all rows as the replay has them.</summary>
    public bool HasAllChanges { get; private set; } = true;

    /// <summary>The rows as the replay has them; those that cannot be replayed are as the run left them.</summary>
    public IEnumerable<RowResult> RowsOf(JournalReader source) =>
        source.ReadRows().Select(row => _changed.TryGetValue(row.Row, out var changed) ? changed : row);

    public bool IsFinished(long row) => !_finished.Contains(row) || (onlyRow is { } only && row != only);

    public ImmutableArray<JournaledCall> CallsOf(long row)
    {
        _calls.Clear();
        _notKept = null;
        return _journaled = journal.CallsOf(row);
    }

    public void Answered(ReplayedCall call) => _calls.Add(call);

    public void NotKept(CallKey key, string stepId, string method, bool hasSecret) => _notKept ??= (key, stepId, method, hasSecret);

    public void RecordRow(RowResult row)
    {
        Rows++;
        Requests += _calls.Count;
        _calls.Sort(static (one, other) => CallKey.CompareAsMade(one.Key, other.Key));
        _calls.ForEach(sink.Rendered);
        while (_recorded.MoveNext() && _recorded.Current.Row < row.Row)
        {
            // Rows that are not replayed.
        }

        if (_notKept is { } missing)
        {
            RowsNotKept++;
            sink.NotKept(missing.Key, missing.StepId, missing.Method, missing.HasSecret);
            return;
        }

        var replayed = row with { DurationMs = _recorded.Current.DurationMs };
        var differences = Differences(_recorded.Current, replayed).ToList();
        if (differences.Count == 0)
        {
            return;
        }

        DifferingRows++;
        differences.ForEach(sink.Differs);
        HasAllChanges &= _changed.Count < MostChanged;
        if (HasAllChanges)
        {
            _changed[row.Row] = replayed;
        }
    }

    public ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation) => throw Unexpected(intent.Method);

    public void RecordNotSent(CallIntent intent) => throw Unexpected(intent.Method);

    public void RecordOutcome(CallOutcome outcome) => throw Unexpected(outcome.Method);

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public IEnumerable<RowResult> ReadRows() => RowsOf(journal);

    public ValueTask DisposeAsync()
    {
        _recorded.Dispose();
        return ValueTask.CompletedTask;
    }

    private static InvalidOperationException Unexpected(string method) => new($"a replay was about to make a call of '{method}'");

    private IEnumerable<ReplayDifference> Differences(RowResult recorded, RowResult replayed)
    {
        foreach (var call in _calls.Where(c => c.Sha256 != c.RecordedSha256))
        {
            var place = Place(call.Key, call.Method);
            yield return Of(new($"the request of {place}", $"a requisição de {place}"), call.RecordedSha256 ?? "", call.Sha256);
        }

        var made = _calls.Select(c => c.Key).ToHashSet();
        foreach (var call in _journaled.Where(c => !made.Contains(c.Key) && !(_isRedrive && c.Outcome is not { Effect: Core.Plan.Effect.Read })))
        {
            var place = Place(call.Key, call.Method);
            yield return Of(new($"{place}, which the run made", $"{place}, que a execução fez"), call.Method, "");
        }

        foreach (var (what, was, now) in new (LocalizedText, string, string)[]
        {
            (new("the outcome", "o resultado"), recorded.Outcome.ToString(), replayed.Outcome.ToString()),
            (new("the failure", "a falha"), Text(recorded.Failure), Text(replayed.Failure)),
            (new("the reason", "o motivo"), recorded.Reason ?? "", replayed.Reason ?? ""),
            (new("what it returned", "o que retornou"), Encoding.UTF8.GetString(recorded.Returned.Span), Encoding.UTF8.GetString(replayed.Returned.Span)),
            (new("the number of reads", "o número de leituras"), Text(recorded.Reads), Text(replayed.Reads)),
            (new("the number of writes", "o número de escritas"), Text(recorded.Writes), Text(replayed.Writes)),
            (new("the number of requests", "o número de requisições"), Text(recorded.Attempts), Text(replayed.Attempts)),
        })
        {
            if (was != now)
            {
                yield return Of(what, was, now);
            }
        }

        ReplayDifference Of(LocalizedText what, string was, string now) => new(recorded.Row, what, was, now);
    }

    private static string Place(CallKey key, string method) => $"'{method}' ({Text(key.Settled)}{(key.IsReadBack ? "?" : "")})";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(RowFailure? failure) => failure is null ? "" : JournalJson.Write(failure);
}
