namespace Pff.Core.Ports;

/// <summary>
/// How often requests took how long: up to 7 ms to the millisecond, above with eight steps for each doubling, so that what is
/// read from it is off by an eighth at most.
/// </summary>
public sealed class LatencyCounts
{
    private const int Steps = 8;
    private const int StepBits = 3;
    private const int LargestMs = 1 << 27;

    private readonly SortedDictionary<int, long> _counts = [];

    public long Count { get; private set; }

    /// <summary>Pairs of a bucket's number and how many it has.</summary>
    public IReadOnlyCollection<KeyValuePair<int, long>> Buckets => _counts;

    /// <summary>The bucket of a duration.</summary>
    public static int BucketOf(long milliseconds)
    {
        var ms = (int)Math.Clamp(milliseconds, 0, LargestMs);
        if (ms < Steps)
        {
            return ms;
        }

        var doublings = int.Log2(ms) - StepBits;
        return ((doublings + 1) * Steps) + ((ms >> doublings) & (Steps - 1));
    }

    /// <summary>The least duration of a bucket, in milliseconds.</summary>
    public static int LeastOf(int bucket) =>
        bucket < Steps ? bucket : (Steps + (bucket & (Steps - 1))) << ((bucket / Steps) - 1);

    public static int LargestBucket { get; } = BucketOf(LargestMs);

    public void Add(int bucket, long count)
    {
        _counts[bucket] = _counts.GetValueOrDefault(bucket) + count;
        Count += count;
    }

    public void Add(LatencyCounts other)
    {
        foreach (var (bucket, count) in other._counts)
        {
            Add(bucket, count);
        }
    }

    /// <summary>The duration, in milliseconds, that so many hundredths do not exceed by more than a bucket's width.</summary>
    public int Percentile(int percent)
    {
        var wanted = ((Count * percent) + 99) / 100;
        long seen = 0;
        foreach (var (bucket, count) in _counts)
        {
            seen += count;
            if (seen >= wanted)
            {
                return LeastOf(bucket);
            }
        }

        return 0;
    }
}

/// <summary>What the requests to one host came to in one second, or the part of it that one process saw.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="Second">Since 1970, UTC: when the requests ended.</param>
/// <param name="Errors">Requests that failed through the host: no connection, a broken one, a timeout, 429 or 5xx.</param>
/// <param name="Retries">Requests that repeat another one of their call.</param>
public sealed record HostSecond(string Api, string Host, long Second, long Requests, long Errors, long Retries, LatencyCounts Latencies);
