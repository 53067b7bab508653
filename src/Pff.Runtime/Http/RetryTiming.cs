using System.Net.Http.Headers;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>When a retry is due: exponential backoff with full jitter, from a seed.</summary>
internal sealed class RetryTiming(int seed)
{
    private const int MaximumDoublings = 30;

    /// <summary>More than anybody waits for, and less than a timer can wait.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <param name="retry">0 for the first retry.</param>
    public TimeSpan Backoff(RetrySettings settings, int retry)
    {
        var ceiling = Math.Min((long)settings.MaximumDelayMs, (long)settings.BaseDelayMs << Math.Min(retry, MaximumDoublings));
        lock (_lock)
        {
            return TimeSpan.FromMilliseconds(_random.NextDouble() * Math.Max(0, ceiling));
        }
    }

    /// <summary>
    /// <c>Retry-After</c> in either form (RFC 9110 section 10.2.3), or null where there is none that can be read. A date is
    /// compared with the one that the server gives as its own, because the two clocks may be far from one another.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var header = headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - (headers.Date ?? now) : null);
        return wait is not { } value ? null
            : value < TimeSpan.Zero ? TimeSpan.Zero
            : value < LongestRetryAfter ? value
            : LongestRetryAfter;
    }
}
