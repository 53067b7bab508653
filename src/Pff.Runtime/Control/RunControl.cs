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

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _halt = new();
    private TaskCompletionSource? _paused;
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

    public void Pause(PauseReasons reason)
    {
        lock (_lock)
        {
            Paused |= reason;
            _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _isHeld = true;
        }
    }

    public void Resume(PauseReasons reason)
    {
        TaskCompletionSource? ended = null;
        lock (_lock)
        {
            Paused &= ~reason;
            if (Paused == PauseReasons.None)
            {
                (ended, _paused) = (_paused, null);
                _isHeld = _intervalTicks > 0;
            }
        }

        ended?.TrySetResult();
    }

    /// <summary>At most so many calls in a second over all hosts; 0 for as many as the catalogues allow.</summary>
    public void Throttle(double callsPerSecond)
    {
        lock (_lock)
        {
            CallsPerSecond = callsPerSecond;
            _intervalTicks = callsPerSecond > 0 ? (long)Math.Max(1, time.TimestampFrequency / callsPerSecond) : 0;
            _nextSlot = long.MinValue;
            _isHeld = _intervalTicks > 0 || Paused != PauseReasons.None;
        }
    }

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

    private async ValueTask<bool> WaitAsync(CancellationToken drain, CancellationToken abort)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(abort, Halted);
        while (true)
        {
            var (pause, delay) = NextHold();
            if (pause is not null)
            {
                using var goes = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, drain);
                await pause.WaitAsync(goes.Token).ConfigureAwait(false);
            }
            else if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, time, ends.Token).ConfigureAwait(false);
                return true;
            }
            else
            {
                return true;
            }
        }
    }

    /// <summary>The pause to wait for, or how long until the slot that this takes.</summary>
    private (Task? Pause, TimeSpan Delay) NextHold()
    {
        lock (_lock)
        {
            if (_paused is not null)
            {
                return (_paused.Task, default);
            }

            if (_intervalTicks == 0)
            {
                return default;
            }

            var now = time.GetTimestamp();
            var slot = Math.Max(now, _nextSlot);
            _nextSlot = slot + _intervalTicks;
            return (null, time.GetElapsedTime(now, slot));
        }
    }
}

/// <summary>Decides by finished rows whether a run may go on. Called from many threads.</summary>
public interface IRowJudge
{
    /// <summary>Why the run must stop now, or null.</summary>
    RuntimeFailure? Judge(RowResult row);
}
