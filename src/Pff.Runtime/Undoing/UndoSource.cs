using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Undoing;

/// <summary>What an earlier run wrote and nobody has undone, from its journal and those of the runs that undid some of it.</summary>
public sealed class UndoSource : IDisposable
{
    private readonly JournalReader _journal;
    private readonly PlanModel _model;
    private readonly CallSteps _steps;
    private readonly HashSet<CallKey> _undone = [];
    private readonly HashSet<CallKey> _undoUnknown = [];
    private readonly Lazy<UndoOrder> _order;

    private UndoSource(JournalReader journal, PlanModel model)
    {
        _journal = journal;
        _model = model;
        _steps = new CallSteps(model);
        _order = new Lazy<UndoOrder>(() => UndoOrder.Of(Rows()));
    }

    /// <summary>Which rows wait for others, and how far these are. It is found from all rows when it is first asked for.</summary>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    public UndoOrder Order => _order.Value;

    /// <param name="run">The run that is undone.</param>
    /// <param name="model">Of its plan.</param>
    /// <param name="earlierUndos">Runs that undid it before, all of them at their end.</param>
    /// <param name="secrets">Where the keys of their journals are, if they are encrypted.</param>
    /// <returns>PFF3303 to PFF3317 where a journal cannot be read.</returns>
    public static Result<UndoSource> Open(
        RunFolder run, PlanModel model, IEnumerable<RunFolder> earlierUndos, Func<RunHeader, ISecretReader>? secrets = null)
    {
        if (!JournalReader.OpenVerified(run.JournalPath, secrets).IsSuccess(out var journal, out var failure))
        {
            return failure;
        }

        var source = new UndoSource(journal, model);
        try
        {
            foreach (var undo in earlierUndos)
            {
                source.Note(undo, secrets);
            }

            return source;
        }
        catch (JournalException exception)
        {
            source.Dispose();
            return exception.Failure;
        }
    }

    /// <summary>What there is to undo of a row. Called from many threads.</summary>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    public RowToUndo Find(long row)
    {
        List<JournaledWrite> writes;
        lock (_journal)
        {
            writes = [.. _journal.ReadWrites(row)];
        }

        return Of(row, writes);
    }

    /// <summary>All rows of which there is something to undo, or something that cannot be, by number; streams.</summary>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    public IEnumerable<RowToUndo> Rows()
    {
        var writes = new List<JournaledWrite>();
        foreach (var write in _journal.ReadWrites())
        {
            if (writes.Count > 0 && writes[0].Key.Row != write.Key.Row)
            {
                yield return Of(writes[0].Key.Row, writes);
                writes.Clear();
            }

            writes.Add(write);
        }

        if (writes.Count > 0)
        {
            yield return Of(writes[0].Key.Row, writes);
        }
    }

    public void Dispose() => _journal.Dispose();

    private void Note(RunFolder undo, Func<RunHeader, ISecretReader>? secrets)
    {
        if (!JournalReader.OpenVerified(undo.JournalPath, secrets).IsSuccess(out var journal, out var failure))
        {
            throw new JournalException(failure);
        }

        using (journal)
        {
            foreach (var write in journal.ReadWrites())
            {
                if (write.Undo is UndoOfWrite { Ordinal: var ordinal } && write.State != CallState.Failed)
                {
                    (write.State == CallState.Succeeded ? _undone : _undoUnknown).Add(write.Key with { Ordinal = ordinal });
                }
            }
        }
    }

    private RowToUndo Of(long row, List<JournaledWrite> writes)
    {
        var undos = writes.Where(w => w.Undo is UndoOfWrite).ToLookup(w => w.State, w => ((UndoOfWrite)w.Undo!).Ordinal);
        var (toUndo, kept) = (new List<WriteToUndo>(), ImmutableArray.CreateBuilder<KeptWrite>());
        foreach (var write in writes)
        {
            var isOwn = write.Undo is not (UndoOfWrite or WriteOfEarlierRun) && write.State != CallState.Failed;
            if (!isOwn || _undone.Contains(write.Key) || undos[CallState.Succeeded].Contains(write.Key.Ordinal))
            {
                continue;
            }

            var isUndoUnknown = undos[CallState.Unknown].Contains(write.Key.Ordinal) || undos[CallState.Intended].Contains(write.Key.Ordinal);
            var possible = write.Undo as PossibleUndo;
            if (isUndoUnknown || (_undoUnknown.Contains(write.Key) && possible?.Check is null))
            {
                kept.Add(new KeptWrite(write.StepId, write.Method, KeptReason.UndoUnknown));
            }
            else if (possible is null || (write.State != CallState.Succeeded && possible.Check is null))
            {
                kept.Add(new KeptWrite(write.StepId, write.Method, ReasonOf(write)));
            }
            else
            {
                toUndo.Add(new WriteToUndo(write.Key.Ordinal, write.StepId, write.Method, UndoMethodOf(write, possible), possible, write.State != CallState.Succeeded));
            }
        }

        return new RowToUndo(
            row, [.. toUndo.OrderByDescending(w => w.Note.Order).ThenByDescending(w => w.Ordinal)], kept.ToImmutable());
    }

    private static KeptReason ReasonOf(JournaledWrite write) => write switch
    {
        { State: not CallState.Succeeded } => KeptReason.Unknown,
        { Undo: ImpossibleUndo { Obstacle: UndoObstacle.Secret } } => KeptReason.Secret,
        { Undo: ImpossibleUndo } => KeptReason.NoValue,
        { Effect: Effect.Irreversible } => KeptReason.Irreversible,
        _ => KeptReason.NoUndo,
    };

    /// <summary>A note that does not fit the plan is damaged: nothing may be sent by it.</summary>
    private MethodDescriptor UndoMethodOf(JournaledWrite write, PossibleUndo note)
    {
        var step = note.Step < _steps.All.Count ? _steps.All[note.Step].Call : null;
        var undo = step?.Undo is { } rule ? _model.Methods[rule.Method] : null;
        if (undo is null || step!.Id != write.StepId || _model.Methods[step.Method].Name != write.Method
            || undo.Parameters.Length != note.Arguments.Length || !Fits(note.Check, step))
        {
            throw new JournalException(RuntimeFailures.DamagedJournal(_journal.Path, $"the undo of row {write.Key.Row} does not fit the plan"));
        }

        return undo;
    }

    private bool Fits(StateCheck? check, CallMethodPlan step)
    {
        var sequence = _steps.All[_steps.NumberOf(step)].Sequence;
        return check is null
            || (step.SettledBy is { } readBack && _model.Methods[readBack.Read.Method].Parameters.Length == check.Arguments.Length
                && check.Slots.All(s => s.Slot < sequence.SlotCount));
    }
}
