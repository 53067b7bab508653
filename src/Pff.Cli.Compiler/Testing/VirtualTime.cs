using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing;

/// <summary>
/// A clock that passes no time by itself. A timer that completes a task is a delay for which the row waits, so the clock
/// jumps there at once; any other timer is a deadline, and fires only where the clock passes it.
/// </summary>
internal sealed class VirtualTime(Timestamp start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly DateTimeOffset _start = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(start.Seconds) + TimeSpan.FromTicks(start.Nanoseconds / 100);
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <param name="period">No timer of a run repeats.</param>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, and the deadlines in it fire.</summary>
    /// <exception cref="OperationCanceledException">A deadline cancelled what was waiting.</exception>
    public void Pass(TimeSpan duration, CancellationToken cancellation)
    {
        var target = _ticks + duration.Ticks;
        do
        {
            cancellation.ThrowIfCancellationRequested();
        }
        while (FireNext(target));
    }

    private void JumpTo(VirtualTimer timer)
    {
        while (timer.IsWaiting && FireNext(timer.DueAt))
        {
        }
    }

    /// <summary>Fires the first timer up to a moment; false where there is none, and then it is that moment.</summary>
    private bool FireNext(long target)
    {
        VirtualTimer? due;
        lock (_lock)
        {
            due = _timers.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
            Volatile.Write(ref _ticks, Math.Max(_ticks, due?.DueAt ?? target));
            if (due is not null)
            {
                _timers.Remove(due);
            }
        }

        due?.Fire();
        return due is not null;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; private set; }

        public bool IsWaiting
        {
            get
            {
                lock (time._lock)
                {
                    return time._timers.Contains(this);
                }
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                DueAt = time._ticks + dueTime.Ticks;
                time._timers.Add(this);
            }

            if (state is Task)
            {
                // Not here: whoever makes the timer does not have it yet.
                ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Time.JumpTo(timer), this, preferLocal: true);
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private VirtualTime Time => time;
    }
}
