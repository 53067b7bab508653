using System.Diagnostics;
using Pff.Runtime.Control;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Control;

/// <summary>Tells how a run of this process is.</summary>
internal sealed class StatusOfRun(string runId, RunCounters counters, RunControl control, long? rowsTotal, CancellationToken drain)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public RunStatus Now()
    {
        var counts = counters.Snapshot();
        return new RunStatus
        {
            Run = runId,
            State = control.Halt is not null || drain.IsCancellationRequested ? RunStates.Stopping
                : control.Paused != PauseReasons.None ? RunStates.Paused
                : RunStates.Running,
            RowsTotal = rowsTotal,
            Succeeded = counts.Succeeded,
            Skipped = counts.Skipped,
            Failed = counts.Failed,
            Unknown = counts.Unknown,
            AlreadyFinished = counts.AlreadyFinished,
            Reads = counts.Reads,
            Writes = counts.Writes,
            Retries = counts.Retries,
            CallsPerSecond = control.CallsPerSecond,
            ElapsedMs = _clock.ElapsedMilliseconds,
            FailuresByCode = counts.FailuresByCode,
        };
    }
}
