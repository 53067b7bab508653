using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Execution;

/// <summary>Runs one row at a time from its cells to its result. Belongs to one worker.</summary>
internal sealed class RowRunner : IDisposable
{
    private readonly RunContext _run;
    private readonly RowBinder _binder;
    private readonly RowState _row = new();
    private readonly StepEvaluation _evaluation;
    private readonly StepWalker _walker;
    private readonly RowUndo? _undo;

    public RowRunner(RunContext run, RowBinder binder)
    {
        _run = run;
        _binder = binder;
        _evaluation = new StepEvaluation(run);
        _walker = new StepWalker(run, _row, _evaluation);
        _undo = run.Undo is { } source ? new RowUndo(source, run, _row, _evaluation) : null;
    }

    /// <exception cref="OperationCanceledException">The row is left as the journal has it, because the run is aborted, or drained in a wait.</exception>
    public async ValueTask<RowResult> RunAsync(InputRow row, CancellationToken abort)
    {
        var started = _run.Time.GetTimestamp();
        _row.Begin(row.Number, _run.Journal.CallsOf(row.Number));
        _row.Planned = _run.Changes is null ? null : new RowChanges();
        _row.Approved = _run.Approved?.Find(row.Number);
        _evaluation.HasUnsentResult = false;
        var end = _undo is null ? WithUnsettled(await WalkAsync(row, abort).ConfigureAwait(false)) : await _undo.RunAsync(abort).ConfigureAwait(false);
        var result = Result(row.Number, end, (int)_run.Time.GetElapsedTime(started).TotalMilliseconds);
        if (_row.Planned is { } planned)
        {
            var note = result.Failure?.Message.In(_run.Settings.Language) ?? result.Reason ?? "";
            _run.Changes!.Add(new PlannedRow(row.Number, result.Outcome, result.Failure?.Code, note, end.End != StepEnd.Planned)
            {
                Reads = [.. planned.Reads],
                Writes = [.. planned.Writes],
            });
        }

        return result;
    }

    public void Dispose()
    {
        _walker.Dispose();
        _undo?.Dispose();
        _row.Dispose();
    }

    private ValueTask<StepOutcome> WalkAsync(InputRow row, CancellationToken abort)
    {
        var frame = new Frame(_run.Sequence.SlotCount, _run.Now);
        var failure = _binder.Bind(row, frame.Slots);
        return _walker.WalkAsync(_run.Sequence, frame, failure, abort);
    }

    /// <summary>Reads that are made anew may lead a row past a write of unknown effect, which is not settled by that.</summary>
    private StepOutcome WithUnsettled(StepOutcome end) => end.Failure?.Kind != FailureKind.Unknown && _row.FindUnsettled() is { } write
        ? StepOutcome.FailsForGood(RowStepFailures.StillUnknown(write.StepId, write.Method, end.Failure))
        : end;

    private RowResult Result(long row, StepOutcome end, int durationMs) => new()
    {
        Row = row,
        Outcome = end.End switch
        {
            StepEnd.Finished or StepEnd.Planned => RowOutcome.Succeeded,
            StepEnd.Skipped => RowOutcome.Skipped,
            _ => end.Failure!.Kind == FailureKind.Unknown ? RowOutcome.Unknown : RowOutcome.Failed,
        },
        Failure = end.Failure is { } failure ? _walker.Done.Explain(failure) : null,
        Reason = end.End == StepEnd.Planned ? $"planned up to step {end.Reason}, which needs the result of a write"
            : end.Failure is null ? _walker.Done.Explain(end.Reason)
            : null,
        Returned = _walker.Returned,
        Reads = _row.Reads,
        Writes = _row.Writes,
        Attempts = _row.Attempts,
        DurationMs = durationMs,
    };
}
