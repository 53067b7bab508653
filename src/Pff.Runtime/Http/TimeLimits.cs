using System.Collections.Concurrent;

namespace Pff.Runtime.Http;

/// <summary>Gives tokens that are cancelled after a while, or with another token. Their sources are used again, because every attempt needs one.</summary>
internal sealed class TimeLimits(TimeProvider time) : IDisposable
{
    private readonly ConcurrentQueue<CancellationTokenSource> _free = new();

    /// <param name="within">Null for as long as it takes.</param>
    public TimeLimit Begin(TimeSpan? within, CancellationToken stop)
    {
        if (within is not { } duration)
        {
            return new TimeLimit(this, null, default, stop);
        }

        var source = _free.TryDequeue(out var free) ? free : new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        source.CancelAfter(duration);
        var registration = stop.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), source);
        return new TimeLimit(this, source, registration, source.Token);
    }

    public void End(CancellationTokenSource source)
    {
        if (source.TryReset())
        {
            _free.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }

    public void Dispose()
    {
        while (_free.TryDequeue(out var source))
        {
            source.Dispose();
        }
    }
}

/// <summary>A limit that runs until it is disposed of; once.</summary>
internal readonly struct TimeLimit(
    TimeLimits owner, CancellationTokenSource? source, CancellationTokenRegistration registration, CancellationToken token) : IDisposable
{
    public CancellationToken Token => token;

    public void Dispose()
    {
        if (source is not null)
        {
            registration.Dispose();
            owner.End(source);
        }
    }
}
