using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Control;

/// <summary>Why a run is paused; it goes on when none is left.</summary>
[Flags]
public enum PauseReasons
{
    None = 0,

    /// <summary>Somebody asked for it.</summary>
    Asked = 1,

    /// <summary>The time of day is outside of the run's window.</summary>
    Window = 2,
}

/// <summary>
/// What holds a run back while it goes on: every call passes here before it is made. Safe for all threads; calls that
/// are under way already come to their end.
/// </summary>
public sealed class RunControl(TimeProvider time) : IDisposable
{
    /// <summary>Calls in a second, at most, that a throttle can ask for.</summary>
    public const double MaximumCallsPerSecond = 1_000_000;

    /// <summary>Between two calls, however slow the throttle.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _halt = new();

    /// <summary>Completes when calls that wait must look again what they wait for.</summary>
    private TaskCompletionSource _changed = NewChange();
    private long _intervalTicks;
    private long _nextSlot = long.MinValue;
    private volatile bool _isHeld;

    /// <summary>Why the run was halted; null while it was not.</summary>
    public RuntimeFailure? Halt { get; private set; }

    public PauseReasons Paused { get; private set; }

    /// <summary>0 for no limit.</summary>
    public double CallsPerSecond { get; private set; }

    /// <summary>Judges finished rows and may halt the run; null for none. Set between rings only.</summary>
    public IRowJudge? Judge { get; set; }

    internal CancellationToken Halted => _halt.Token;

    internal bool IsHalted => _halt.IsCancellationRequested;

    /// <summary>Lets no more calls through and no more attempts be made; rows in work stay where they are. The first reason stays.</summary>
    public void Stop(RuntimeFailure reason)
    {
        lock (_lock)
        {
            if (Halt is not null)
            {
                return;
            }

            Halt = reason;
        }

        _halt.Cancel();
    }

    public void Pause(PauseReasons reason) => Change(() => Paused |= reason);

    public void Resume(PauseReasons reason) => Change(() => Paused &= ~reason);

    /// <summary>At most so many calls in a second over all hosts; 0 for as many as the catalogues allow.</summary>
    public void Throttle(double callsPerSecond) => Change(() =>
    {
        CallsPerSecond = callsPerSecond;
        _intervalTicks = callsPerSecond > 0
            ? (long)Math.Clamp(time.TimestampFrequency / callsPerSecond, 1, time.TimestampFrequency * LongestInterval.TotalSeconds)
            : 0;
    });

    public void Dispose() => _halt.Dispose();

    /// <summary>Completes when the next call may be made.</summary>
    /// <param name="drain">Rows in work are finished, but not one that would wait for the end of a pause.</param>
    /// <exception cref="OperationCanceledException">
    /// The run is aborted, halted, or drained in a pause: the row is left as the journal has it.
    /// </exception>
    internal ValueTask<bool> EnterAsync(CancellationToken drain, CancellationToken abort)
    {
        Halted.ThrowIfCancellationRequested();
        return _isHeld ? WaitAsync(drain, abort) : new ValueTask<bool>(true);
    }

    internal void RowFinished(RowResult row)
    {
        if (Judge?.Judge(row) is { } breach)
        {
            Stop(breach);
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Changes what calls have to wait for, which counts for those too that wait already: they give their slots back.</summary>
    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            change();
            _isHeld = _intervalTicks > 0 || Paused != PauseReasons.None;
            (before, _changed) = (_changed, NewChange());

            // The last call was made now or before, so the next may be made an interval from now.
            _nextSlot = Math.Min(_nextSlot, time.GetTimestamp() + _intervalTicks);
        }

        before.SetResult();
    }

    private async ValueTask<bool> WaitAsync(CancellationToken drain, CancellationToken abort)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(abort, Halted);
        while (true)
        {
            var (changed, isPaused, delay) = NextHold();
            if (isPaused)
            {
                using var goes = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, drain);
                await changed.WaitAsync(goes.Token).ConfigureAwait(false);
                continue;
            }

            if (delay == TimeSpan.Zero)
            {
                return true;
            }

            // A timer has no place for the slot of the last of many that wait under a slow throttle.
            var within = delay < LongestInterval ? delay : LongestInterval;
            await changed.WaitAsync(within, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ends.Token.ThrowIfCancellationRequested();
            if (!changed.IsCompleted && within == delay)
            {
                return true;
            }
        }
    }

    /// <summary>What a call has to wait for: the end of a pause, or the time until the slot that this takes.</summary>
    private (Task Changed, bool IsPaused, TimeSpan Delay) NextHold()
    {
        lock (_lock)
        {
            if (Paused != PauseReasons.None || _intervalTicks == 0)
            {
                return (_changed.Task, Paused != PauseReasons.None, default);
            }

            var now = time.GetTimestamp();
            var slot = Math.Max(now, _nextSlot);
            _nextSlot = slot + _intervalTicks;
            return (_changed.Task, false, time.GetElapsedTime(now, slot));
        }
    }
}

/// <summary>Decides by finished rows whether a run may go on. Called from many threads.</summary>
public interface IRowJudge
{
    /// <summary>Why the run must stop now, or null.</summary>
    RuntimeFailure? Judge(RowResult row);
}
