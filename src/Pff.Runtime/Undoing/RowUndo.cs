using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;

namespace Pff.Runtime.Undoing;

/// <summary>
/// Undoes what a row of an earlier run wrote, the last write first, each once a read has shown that nobody changed it since.
/// It stops at the first that cannot be undone, because the writes before it may be under it.
/// </summary>
internal sealed class RowUndo(UndoSource source, RunContext run, RowState row, StepEvaluation evaluation) : IDisposable
{
    private readonly RowCalls _calls = new(run, row, evaluation);

    /// <exception cref="OperationCanceledException">The row is left as the journal has it, because the run is aborted, or drained while it waits for a later row.</exception>
    public async ValueTask<StepOutcome> RunAsync(CancellationToken abort)
    {
        _calls.Begin(firstOrdinal: 0);
        await source.Order.WaitAsync(row.Row, run.Drain).ConfigureAwait(false);
        var work = source.Find(row.Row);
        var undone = new List<string>();
        for (var i = 0; i < work.Writes.Length; i++)
        {
            if (await UndoAsync(work.Writes[i], Listed(undone), work.NamesFrom(i), abort).ConfigureAwait(false) is { } failure)
            {
                return StepOutcome.FailsForGood(failure);
            }

            undone.Add(work.Writes[i].Name);
        }

        return work.Kept.IsEmpty
            ? StepOutcome.Finished
            : StepOutcome.FailsForGood(RowUndoFailures.NotUndoable(work.Kept[0].StepId, Listed(undone), work.Kept));
    }

    public void Dispose() => _calls.Dispose();

    /// <summary>Null where the write is undone, or was never done.</summary>
    private async ValueTask<RowFailure?> UndoAsync(WriteToUndo write, string undone, string left, CancellationToken abort)
    {
        var (sequence, step) = run.CallSteps.All[write.Note.Step];
        var check = write.Note.Check is { } kept && step.SettledBy is { } readBack ? CheckOf(kept, readBack, sequence) : null;

        var later = source.Order.FindNotUndone(row.Row, write);
        if (check is null && later is { } over && !_calls.IsNextKnown)
        {
            return RowUndoFailures.WrittenLater(step.Id, write.Name, over, undone);
        }

        // What the journal announced may have been undone already: then it settles that, and the state is another one.
        if (check is not null && !_calls.IsNextKnown)
        {
            var shows = write.IsUnsettled ? check.ShowsInTimeAsync(abort) : check.ShowsNowAsync(abort);
            switch (await shows.ConfigureAwait(false))
            {
                case null:
                    return RowUndoFailures.NotChecked(step.Id, write.Name, check.Name, undone);
                case false when write.IsUnsettled:
                    // It had no effect, or none that is still there.
                    _calls.Skip();
                    return null;
                case false:
                    return later is { } other
                        ? RowUndoFailures.WrittenLater(step.Id, write.Name, other, undone)
                        : RowUndoFailures.ChangedSince(step.Id, write.Name, check.Name, undone);
            }
        }

        var site = new CallSite(step.Id, run.Methods[step.Undo!.Method], NeedsBody: false)
        {
            SettledBy = check,
            Undo = new UndoOfWrite(write.Ordinal).ToBytes(),
        };
        var made = await _calls.UndoAsync(site, step, write.Note.Arguments.AsMemory(), abort).ConfigureAwait(false);
        return made switch
        {
            { IsForeign: true } => made.Failure,
            { State: CallState.Succeeded } => null,
            _ => RowControlFailures.UndoFailed(
                step.Id, undone, left, made.Failure ?? RowStepFailures.InterruptedWrite(step.Id, site.Name), made.State != CallState.Failed),
        };
    }

    private ReadBack CheckOf(StateCheck kept, ReadBackPlan plan, SequencePlan sequence)
    {
        var frame = new Frame(sequence.SlotCount, run.Now);
        foreach (var (slot, value) in kept.Slots)
        {
            frame.Slots[slot] = value;
        }

        return new ReadBack(plan, frame, run, row, evaluation) { Write = _calls.Next, Arguments = [.. kept.Arguments], IsOfUndo = true };
    }

    private static string Listed(List<string> names) => string.Join(", ", names);
}
