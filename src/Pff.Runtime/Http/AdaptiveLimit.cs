namespace Pff.Runtime.Http;

/// <summary>
/// How many requests a host takes at a time: additive increase, multiplicative decrease, as congestion control has it
/// (Chiu and Jain, "Analysis of the Increase and Decrease Algorithms for Congestion Avoidance in Computer Networks",
/// Computer Networks and ISDN Systems 17, 1989). It starts at the declared limit and never exceeds it.
/// </summary>
internal sealed class AdaptiveLimit(int most, TimeProvider time)
{
    private const double Decrease = 0.7;

    /// <summary>Requests that fail together are one sign of overload.</summary>
    private static readonly TimeSpan BetweenDecreases = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private double _limit = most;
    private long _decreasedAt = long.MinValue;

    /// <summary>Permits that are kept back; changed only under the lock.</summary>
    private int _withheld;

    public int Current
    {
        get
        {
            lock (_lock)
            {
                return (int)_limit;
            }
        }
    }

    /// <summary>Whether a permit that comes back is to be kept.</summary>
    public bool TryWithhold()
    {
        lock (_lock)
        {
            if (_withheld >= most - (int)_limit)
            {
                return false;
            }

            _withheld++;
            return true;
        }
    }

    /// <summary>Takes an attempt's end into account.</summary>
    /// <returns>How many permits that were kept back are free again.</returns>
    public int Report(bool isOverloaded)
    {
        lock (_lock)
        {
            if (!isOverloaded)
            {
                _limit = Math.Min(most, _limit + (1 / _limit));
                var released = Math.Max(0, _withheld - (most - (int)_limit));
                _withheld -= released;
                return released;
            }

            var now = time.GetTimestamp();
            if (_decreasedAt == long.MinValue || time.GetElapsedTime(_decreasedAt, now) >= BetweenDecreases)
            {
                _decreasedAt = now;
                _limit = Math.Max(1, _limit * Decrease);
            }

            return 0;
        }
    }
}
