using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>What a breaker says to an attempt that is about to be made; given back when the attempt has ended.</summary>
internal enum BreakerPass : byte
{
    /// <summary>Not now.</summary>
    Refused,
    Ordinary,

    /// <summary>The one attempt that finds out whether the host is well again.</summary>
    Probe,
}

/// <summary>
/// Keeps calls from a host that fails (Nygard, "Release It!", Pragmatic Bookshelf, 2nd edition 2018, "Circuit Breaker"): it opens
/// when too large a share of the last attempts failed, lets one attempt through after a pause, and closes when that one is good.
/// </summary>
/// <param name="changed">Told whether it is closed, each time that this changes; called on the threads of calls, outside of the lock.</param>
internal sealed class CircuitBreaker(BreakerSettings settings, TimeProvider time, Action<bool> changed)
{
    private const long Closed = long.MinValue;

    private readonly Lock _lock = new();
    private readonly FailureWindow _window = new(TicksOf(settings.SamplingMs, time));
    private readonly bool _isUsed = settings.FailureRatio > 0;
    private long _openUntil = Closed;
    private bool _isProbed;

    /// <summary>How long nothing goes through; zero where it is closed or may be tried.</summary>
    public TimeSpan OpenFor
    {
        get
        {
            var until = Volatile.Read(ref _openUntil);
            if (until == Closed)
            {
                return TimeSpan.Zero;
            }

            var left = until - time.GetTimestamp();
            return left <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)left / time.TimestampFrequency);
        }
    }

    /// <summary>Asks for an attempt; unless it is refused, <see cref="Report"/> or <see cref="GiveUp"/> must follow.</summary>
    public BreakerPass Enter()
    {
        if (Volatile.Read(ref _openUntil) == Closed)
        {
            return BreakerPass.Ordinary;
        }

        lock (_lock)
        {
            if (_openUntil == Closed)
            {
                return BreakerPass.Ordinary;
            }

            if (_isProbed || time.GetTimestamp() < _openUntil)
            {
                return BreakerPass.Refused;
            }

            _isProbed = true;
            return BreakerPass.Probe;
        }
    }

    /// <summary>Takes into account how an attempt ended.</summary>
    public void Report(BreakerPass pass, bool isFault)
    {
        if (!_isUsed)
        {
            return;
        }

        bool isChanged;
        lock (_lock)
        {
            isChanged = pass == BreakerPass.Probe ? EndProbe(isFault) : Count(isFault);
        }

        if (isChanged)
        {
            changed(!isFault);
        }
    }

    /// <summary>An attempt ended in a way that says nothing about the host.</summary>
    public void GiveUp(BreakerPass pass)
    {
        if (pass == BreakerPass.Probe)
        {
            lock (_lock)
            {
                _isProbed = false;
            }
        }
    }

    private bool EndProbe(bool isFault)
    {
        _isProbed = false;
        if (isFault)
        {
            Open();
            return false;
        }

        _window.Clear();
        Volatile.Write(ref _openUntil, Closed);
        return true;
    }

    private bool Count(bool isFault)
    {
        // What was under way when it opened says nothing new.
        if (_openUntil != Closed)
        {
            return false;
        }

        _window.Add(time.GetTimestamp(), isFault);
        if (!isFault || _window.Calls < Math.Max(settings.MinimumThroughput, 1) || _window.Faults < settings.FailureRatio * _window.Calls)
        {
            return false;
        }

        Open();
        return true;
    }

    private void Open() => Volatile.Write(ref _openUntil, time.GetTimestamp() + TicksOf(settings.BreakMs, time));

    private static long TicksOf(int milliseconds, TimeProvider time) => (long)(milliseconds / 1000.0 * time.TimestampFrequency);
}
