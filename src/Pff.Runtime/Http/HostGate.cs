using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>
/// Lets requests to one host through: so many at a time (fewer while the host is overloaded), so many a second, and none while the host has asked for a
/// pause. Waiting here is not the host's fault, so it counts towards no timeout of the first attempt.
/// </summary>
internal sealed class HostGate : IDisposable
{
    /// <summary>However long a <c>Retry-After</c>, the host is tried again after this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly SemaphoreSlim? _permits;
    private readonly AdaptiveLimit? _adaptive;
    private readonly Lock _lock = new();
    private readonly long _intervalTicks;
    private long _nextSlot;
    private long _pausedUntil;

    public HostGate(LimitSettings limits, TimeProvider time)
    {
        _time = time;
        _permits = limits.MaximumConcurrency > 0 ? new SemaphoreSlim(limits.MaximumConcurrency) : null;
        _adaptive = limits is { MaximumConcurrency: > 0, Adapts: true } ? new AdaptiveLimit(limits.MaximumConcurrency, time) : null;
        _intervalTicks = limits.RequestsPerSecond > 0 ? time.TimestampFrequency / limits.RequestsPerSecond : 0;
        _nextSlot = long.MinValue;
        _pausedUntil = long.MinValue;
    }

    /// <summary>Pair each completed call with one of <see cref="Leave"/>.</summary>
    /// <param name="halt">Ends the waiting for a time to come too, which may be a minute.</param>
    public ValueTask EnterAsync(CancellationToken halt, CancellationToken cancellation)
    {
        var isFree = _permits is null || _permits.Wait(0, CancellationToken.None);
        return isFree && _intervalTicks == 0 && Volatile.Read(ref _pausedUntil) == long.MinValue
            ? ValueTask.CompletedTask
            : EnterSlowlyAsync(isFree, halt, cancellation);
    }

    /// <summary>Enters only where that needs no waiting.</summary>
    public bool TryEnter()
    {
        if (_permits is not null && !_permits.Wait(0, CancellationToken.None))
        {
            return false;
        }

        if (TakeSlot() == TimeSpan.Zero)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (_adaptive?.TryWithhold() != true)
        {
            _permits?.Release();
        }
    }

    /// <summary>How many requests may be under way at present; 0 for any number.</summary>
    public int CurrentConcurrency => _adaptive?.Current ?? 0;

    /// <summary>Takes into account how an attempt ended.</summary>
    /// <param name="isOverloaded">The host said that it has too much to do, or did not answer in time.</param>
    public void Report(bool isOverloaded)
    {
        if (_adaptive?.Report(isOverloaded) is > 0 and var released)
        {
            _permits!.Release(released);
        }
    }

    /// <summary>Holds all requests back for the time that the host asked for.</summary>
    public void Pause(TimeSpan duration)
    {
        var wanted = duration < LongestPause ? duration : LongestPause;
        if (wanted <= TimeSpan.Zero)
        {
            return;
        }

        var until = _time.GetTimestamp() + ToTicks(wanted);
        lock (_lock)
        {
            _pausedUntil = Math.Max(_pausedUntil, until);
        }
    }

    public void Dispose() => _permits?.Dispose();

    private async ValueTask EnterSlowlyAsync(bool hasPermit, CancellationToken halt, CancellationToken cancellation)
    {
        if (!hasPermit)
        {
            await _permits!.WaitAsync(cancellation).ConfigureAwait(false);
        }

        try
        {
            while (TakeSlot() is { Ticks: > 0 } wait)
            {
                using var ends = CancellationTokenSource.CreateLinkedTokenSource(halt, cancellation);
                await Task.Delay(wait, _time, ends.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Leave();
            throw;
        }
    }

    /// <summary>Zero where the request may go now; else how long to wait before asking again.</summary>
    private TimeSpan TakeSlot()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_pausedUntil > now)
            {
                return ToWait(_pausedUntil - now);
            }

            _pausedUntil = long.MinValue;
            if (_intervalTicks == 0)
            {
                return TimeSpan.Zero;
            }

            // Slots not used are lost but for a tenth of a second's worth, so that no burst follows a quiet moment.
            var earliest = Math.Max(_nextSlot, now - (_time.TimestampFrequency / 10));
            if (earliest > now)
            {
                return ToWait(earliest - now);
            }

            _nextSlot = earliest + _intervalTicks;
            return TimeSpan.Zero;
        }
    }

    private long ToTicks(TimeSpan duration) => (long)(duration.TotalSeconds * _time.TimestampFrequency);

    /// <summary>Rounded up to the millisecond, the finest that a timer has.</summary>
    private TimeSpan ToWait(long ticks) => TimeSpan.FromMilliseconds(Math.Ceiling(ticks * 1000.0 / _time.TimestampFrequency));
}
