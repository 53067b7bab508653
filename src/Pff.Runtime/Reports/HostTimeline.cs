using System.Collections.Immutable;
using Pff.Core.Ports;

namespace Pff.Runtime.Reports;

/// <summary>Requests to a host, of the whole run or of a slot of time.</summary>
/// <param name="Errors">Requests that failed through the host: no connection, a broken one, a timeout, 429 or 5xx.</param>
/// <param name="Retries">Requests that repeat another one of their call.</param>
public sealed record HostFigures(long Requests, long Errors, long Retries, int MedianMs, int Percentile95Ms)
{
    public static HostFigures None { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>One host over the time of the run.</summary>
/// <param name="Slots">One for each slot of the timeline.</param>
public sealed record HostHistory(string Api, string Host, HostFigures Total, ImmutableArray<HostFigures> Slots);

/// <summary>A slot of time.</summary>
/// <param name="FollowsPause">Between the slot before and this one nobody sent anything for a long time, which is left out.</param>
public sealed record TimeSlot(DateTimeOffset Start, bool FollowsPause);

/// <summary>The hosts of a run over its time, in at most sixty slots of one width, or more where that is days.</summary>
public sealed record HostTimeline(TimeSpan Width, ImmutableArray<TimeSlot> Slots, ImmutableArray<HostHistory> Hosts)
{
    private const int MostSlots = 60;

    /// <summary>A pause this long is left out, as when a run is resumed the next day.</summary>
    private const long PauseSeconds = 60;

    private static readonly long[] Widths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

    public static HostTimeline Empty { get; } = new(TimeSpan.Zero, [], []);

    /// <param name="seconds">In the order of their recording, roughly that of time. Enumerated twice.</param>
    public static HostTimeline Of(IEnumerable<HostSecond> seconds)
    {
        var stretches = Stretches(seconds);
        if (stretches.Count == 0)
        {
            return Empty;
        }

        var width = Widths.FirstOrDefault(w => SlotCount(stretches, w) <= MostSlots, Widths[^1]);
        var slots = new SortedDictionary<long, bool>();
        foreach (var (first, last) in stretches)
        {
            for (var slot = first / width; slot <= last / width; slot++)
            {
                slots.TryAdd(slot, slot == first / width && slots.Count > 0 && !slots.ContainsKey(slot - 1));
            }
        }

        var places = slots.Keys.Index().ToDictionary(s => s.Item, s => s.Index);
        var hosts = new SortedDictionary<(string Api, string Host), HostCounts[]>();
        foreach (var second in seconds)
        {
            if (!hosts.TryGetValue((second.Api, second.Host), out var counts))
            {
                hosts[(second.Api, second.Host)] = counts = [.. slots.Select(_ => new HostCounts())];
            }

            counts[places[second.Second / width]].Add(second);
        }

        return new HostTimeline(
            TimeSpan.FromSeconds(width),
            [.. slots.Select(s => new TimeSlot(DateTimeOffset.FromUnixTimeSeconds(s.Key * width), s.Value))],
            [.. hosts.Select(h => new HostHistory(h.Key.Api, h.Key.Host, HostCounts.Sum(h.Value).Figures, [.. h.Value.Select(c => c.Figures)]))]);
    }

    private static int SlotCount(List<(long First, long Last)> stretches, long width)
    {
        var (count, last) = (0L, -1L);
        foreach (var stretch in stretches)
        {
            count += Math.Max(0, (stretch.Last / width) - Math.Max(last + 1, stretch.First / width) + 1);
            last = Math.Max(last, stretch.Last / width);
        }

        return (int)Math.Min(count, int.MaxValue);
    }

    /// <summary>When anything was sent, without the long pauses, in order.</summary>
    private static List<(long First, long Last)> Stretches(IEnumerable<HostSecond> seconds)
    {
        var stretches = new List<(long First, long Last)>();
        foreach (var second in seconds)
        {
            var now = second.Second;
            var near = stretches.FindLastIndex(s => now >= s.First - PauseSeconds && now <= s.Last + PauseSeconds);
            if (near < 0)
            {
                stretches.Add((now, now));
            }
            else
            {
                stretches[near] = (Math.Min(stretches[near].First, now), Math.Max(stretches[near].Last, now));
            }
        }

        stretches.Sort();
        return stretches;
    }

    private sealed class HostCounts
    {
        private readonly LatencyCounts _latencies = new();
        private long _requests;
        private long _errors;
        private long _retries;

        public HostFigures Figures => _requests == 0 ? HostFigures.None : new(_requests, _errors, _retries, _latencies.Percentile(50), _latencies.Percentile(95));

        public static HostCounts Sum(IEnumerable<HostCounts> all)
        {
            var sum = new HostCounts();
            foreach (var each in all)
            {
                sum.Add(each._requests, each._errors, each._retries, each._latencies);
            }

            return sum;
        }

        public void Add(HostSecond second) => Add(second.Requests, second.Errors, second.Retries, second.Latencies);

        private void Add(long requests, long errors, long retries, LatencyCounts latencies)
        {
            _requests += requests;
            _errors += errors;
            _retries += retries;
            _latencies.Add(latencies);
        }
    }
}
