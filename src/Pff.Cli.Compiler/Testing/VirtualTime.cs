using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing;

/// <summary>
/// A clock that passes no time while anything of the row goes on by itself. A timer that completes a task is a delay for
/// which the row, or one of its branches, waits; any other timer is a deadline. Once all that is alive waits for a delay,
/// the clock goes to whichever timer is due first, so that the waiting of branches overlaps as it does in production.
/// </summary>
internal sealed class VirtualTime(Timestamp start) : TimeProvider
{
    /// <summary>
    /// A branch may also wait for another, as for its place among the requests to one host. It is not seen to wait, but
    /// nothing happens any more for so long.
    /// </summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly DateTimeOffset _start = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(start.Seconds) + TimeSpan.FromTicks(start.Nanoseconds / 100);
    private long _ticks;
    private int _branches;

    /// <summary>Until a timer has done what it does, those who still wait for it count for nothing.</summary>
    private bool _isFiring;

    /// <summary>Counts everything that happens.</summary>
    private long _happened;

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

    /// <summary>
    /// As <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/>, which can be cancelled only a moment behind the
    /// making of its timer: a deadline may have passed by then, and time with it.
    /// </summary>
    public async Task DelayAsync(TimeSpan duration, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(() => over.TrySetCanceled(cancellation));
        using var timer = CreateTimer(_ => over.TrySetResult(), over.Task, duration, Timeout.InfiniteTimeSpan);
        await over.Task.ConfigureAwait(false);
    }

    /// <summary>From now on so many branches go on side by side.</summary>
    public void BeginBranches(int count)
    {
        lock (_lock)
        {
            _branches = count;
        }

        _ = BreakSilenceAsync();
    }

    /// <summary>One of them is at its end.</summary>
    public void EndBranch()
    {
        lock (_lock)
        {
            _branches--;
            _happened++;
        }

        GoOnSoon();
    }

    /// <summary>Not now: whoever makes a timer does not have it yet.</summary>
    private void GoOnSoon() => ThreadPool.UnsafeQueueUserWorkItem(static time => time.GoOn(), this, preferLocal: true);

    /// <summary>Lets time pass as long as all that is alive waits for it.</summary>
    private void GoOn()
    {
        while (TryFireNext(isSilent: false))
        {
        }
    }

    private bool TryFireNext(bool isSilent)
    {
        if (TakeNext(isSilent) is not { } due)
        {
            return false;
        }

        due.Fire();
        if (!due.IsDelay)
        {
            // Whoever waits in the shadow of this deadline may just be about to hear of it.
            Thread.Sleep(1);
        }

        lock (_lock)
        {
            _isFiring = false;
        }

        return true;
    }

    /// <summary>Goes to the moment of the first timer, of several at one moment the one that was made first.</summary>
    private VirtualTimer? TakeNext(bool isSilent)
    {
        lock (_lock)
        {
            // One whose task was cancelled is still here for a moment, while what waited for it goes on already.
            _timers.RemoveAll(t => t.IsOver);
            var waiting = _timers.Count(t => t.IsDelay);
            if (_isFiring || waiting == 0 || (!isSilent && waiting < _branches))
            {
                return null;
            }

            var due = _timers.MinBy(t => t.DueAt)!;
            Volatile.Write(ref _ticks, Math.Max(_ticks, due.DueAt));
            _timers.Remove(due);
            _happened++;
            _isFiring = true;
            return due;
        }
    }

    private async Task BreakSilenceAsync()
    {
        for (var before = Happened(); before is not null;)
        {
            await Task.Delay(Silence, System).ConfigureAwait(false);
            var now = Happened();
            if (now is not null && now == before && TryFireNext(isSilent: true))
            {
                GoOnSoon();
            }

            before = now;
        }
    }

    /// <summary>How much has happened; null where no branches wait for one another any more.</summary>
    private long? Happened()
    {
        lock (_lock)
        {
            return _branches > 1 ? _happened : null;
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; private set; }

        public bool IsDelay => state is Task;

        public bool IsOver => state is Task { IsCompleted: true };

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._happened++;
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                DueAt = time._ticks + dueTime.Ticks;
                time._timers.Add(this);
            }

            if (IsDelay)
            {
                time.GoOnSoon();
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
    }
}
