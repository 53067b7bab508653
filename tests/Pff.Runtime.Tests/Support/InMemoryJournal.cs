using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Tests.Support;

/// <summary>A journal whose every record is durable at once, and which can be cut off after any of them.</summary>
internal sealed class InMemoryJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly List<object> _records = [];
    private readonly HashSet<long> _finished = [];
    private readonly Dictionary<long, ImmutableArray<JournaledCall>> _calls = [];
    private readonly Action<object>? _recorded;

    /// <param name="before">What an earlier run had recorded.</param>
    /// <param name="recorded">Called with each record once it is durable.</param>
    public InMemoryJournal(IEnumerable<object>? before = null, Action<object>? recorded = null)
    {
        _recorded = recorded;
        foreach (var record in before ?? [])
        {
            _records.Add(record);
        }

        foreach (var row in _records.OfType<RowResult>())
        {
            _finished.Add(row.Row);
        }

        var intents = _records.OfType<CallIntent>().ToDictionary(i => i.Key);
        var outcomes = _records.OfType<CallOutcome>().ToDictionary(o => o.Key);
        foreach (var row in intents.Keys.Union(outcomes.Keys).GroupBy(k => k.Row).Where(g => !_finished.Contains(g.Key)))
        {
            _calls[row.Key] = [.. row.OrderBy(k => k.Ordinal).Select(k => Call(k, intents.GetValueOrDefault(k), outcomes.GetValueOrDefault(k)))];
        }
    }

    public RunHeader Header { get; } = new()
    {
        RunId = "run-1", PlanHash = "0", PlanName = "test", Sequence = "main", InputPath = "/in", InputSha256 = "0", Now = new Timestamp(1_700_000_000, 0),
    };

    public IReadOnlyList<object> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    public IEnumerable<RowResult> Rows => Records.OfType<RowResult>().OrderBy(r => r.Row);

    public RowResult Row => Rows.Single();

    public ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation)
    {
        Add(intent);
        return ValueTask.CompletedTask;
    }

    public void RecordNotSent(CallIntent intent)
    {
        lock (_lock)
        {
            _records.Remove(intent);
        }
    }

    public void RecordOutcome(CallOutcome outcome) => Add(outcome);

    public void RecordRow(RowResult row) => Add(row);

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public bool IsFinished(long row) => _finished.Contains(row);

    public ImmutableArray<JournaledCall> CallsOf(long row) => _calls.TryGetValue(row, out var calls) ? calls : [];

    public IEnumerable<RowResult> ReadRows() => Rows;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static JournaledCall Call(CallKey key, CallIntent? intent, CallOutcome? outcome) =>
        new(key, intent?.StepId ?? outcome!.StepId, intent?.Method ?? outcome!.Method, outcome?.State ?? CallState.Intended, intent, outcome);

    private void Add(object record)
    {
        lock (_lock)
        {
            _records.Add(record);
        }

        _recorded?.Invoke(record);
    }
}
