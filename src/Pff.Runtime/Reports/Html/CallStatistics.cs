using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Reports.Html;

/// <summary>How long things took, to the millisecond.</summary>
internal sealed class Durations
{
    private readonly SortedDictionary<int, long> _counts = [];

    public long Count { get; private set; }

    public int Maximum => _counts.Count == 0 ? 0 : _counts.Keys.Last();

    public void Add(int milliseconds)
    {
        _counts[milliseconds] = _counts.GetValueOrDefault(milliseconds) + 1;
        Count++;
    }

    /// <summary>The least duration that so many hundredths do not exceed.</summary>
    public int Percentile(int percent)
    {
        var wanted = (Count * percent + 99) / 100;
        long seen = 0;
        foreach (var (milliseconds, count) in _counts)
        {
            seen += count;
            if (seen >= wanted)
            {
                return milliseconds;
            }
        }

        return 0;
    }

    /// <summary>How many are less than a limit and not less than the one before; the last is of those that are under none.</summary>
    public long[] Histogram(ReadOnlySpan<int> limits)
    {
        var buckets = new long[limits.Length + 1];
        foreach (var (milliseconds, count) in _counts)
        {
            var bucket = 0;
            while (bucket < limits.Length && milliseconds >= limits[bucket])
            {
                bucket++;
            }

            buckets[bucket] += count;
        }

        return buckets;
    }
}

/// <summary>The calls of one method that are in the journal.</summary>
internal sealed class MethodStatistics(string method, Effect effect)
{
    public string Method { get; } = method;

    public Effect Effect { get; } = effect;

    public Durations Durations { get; } = new();

    public long Calls { get; private set; }

    public long Attempts { get; private set; }

    /// <summary>Requests that repeat one of the same call.</summary>
    public long Retries { get; private set; }

    public long Succeeded { get; private set; }

    public long Failed { get; private set; }

    /// <summary>With those that have no outcome.</summary>
    public long Unknown { get; private set; }

    public void Add(CallEntry call)
    {
        Calls++;
        Attempts += call.Attempts;
        Retries += Math.Max(0, call.Attempts - 1);
        if (call.State == CallState.Succeeded)
        {
            Succeeded++;
        }
        else if (call.State == CallState.Failed)
        {
            Failed++;
        }
        else
        {
            Unknown++;
        }

        if (call.State != CallState.Intended)
        {
            Durations.Add(call.DurationMs);
        }
    }
}

/// <summary>The figures of all calls and rows; what it keeps does not grow with their number.</summary>
internal sealed class CallStatistics
{
    private const int Kept = 10;

    private readonly SortedDictionary<string, MethodStatistics> _methods = new(StringComparer.Ordinal);
    private readonly PriorityQueue<CallEntry, int> _slowestCalls = new();
    private readonly PriorityQueue<RowResult, int> _slowestRows = new();

    public Durations Rows { get; } = new();

    public IEnumerable<MethodStatistics> Methods => _methods.Values;

    public IEnumerable<CallEntry> SlowestCalls => Descending(_slowestCalls);

    public IEnumerable<RowResult> SlowestRows => Descending(_slowestRows);

    public void Add(CallEntry call)
    {
        if (!_methods.TryGetValue(call.Method, out var method))
        {
            _methods[call.Method] = method = new MethodStatistics(call.Method, call.Effect);
        }

        method.Add(call);
        if (call.State != CallState.Intended)
        {
            Keep(_slowestCalls, call, call.DurationMs);
        }
    }

    public void Add(RowResult row)
    {
        Rows.Add(row.DurationMs);
        Keep(_slowestRows, row with { Returned = default }, row.DurationMs);
    }

    private static void Keep<T>(PriorityQueue<T, int> slowest, T item, int durationMs)
    {
        if (slowest.Count < Kept)
        {
            slowest.Enqueue(item, durationMs);
        }
        else
        {
            slowest.EnqueueDequeue(item, durationMs);
        }
    }

    private static IEnumerable<T> Descending<T>(PriorityQueue<T, int> slowest) =>
        slowest.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element);
}
