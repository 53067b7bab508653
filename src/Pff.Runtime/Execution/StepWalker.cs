using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Execution;

/// <summary>Walks the steps of a plan, for a row or for one branch of a parallel step. Reused from row to row.</summary>
internal sealed partial class StepWalker : IDisposable
{
    private const int MaximumDepth = 256;
    private const int MaximumSteps = 10_000_000;

    private readonly RunContext _run;
    private readonly RowState _row;
    private readonly RowCalls _calls;
    private readonly StepEvaluation _evaluation;
    private readonly Activation?[] _stack = new Activation?[MaximumDepth];
    private int _depth;

    /// <summary>The depth of the parallel step around this branch, to which its own is added.</summary>
    private int _depthBefore;

    /// <summary>The deadline of the sequence around this branch.</summary>
    private long _deadlineBefore = long.MaxValue;

    public StepWalker(RunContext run, RowState row, StepEvaluation evaluation)
    {
        _run = run;
        _row = row;
        _evaluation = evaluation;
        _calls = new RowCalls(run, row, evaluation);
    }

    public DoneWrites Done => _calls.Done;

    /// <summary>What the first sequence returned, as JSON.</summary>
    public ReadOnlyMemory<byte> Returned { get; private set; }

    private bool IsFull => _depthBefore + _depth >= MaximumDepth;

    /// <summary>Walks a whole sequence.</summary>
    /// <param name="failure">What is wrong with the row from the start, or null.</param>
    /// <exception cref="OperationCanceledException">The row is left as the journal has it, because the run is aborted, or drained in a wait.</exception>
    public async ValueTask<StepOutcome> WalkAsync(SequencePlan sequence, Frame frame, RowFailure? failure, CancellationToken abort)
    {
        _calls.Begin(firstOrdinal: 0);
        (_depthBefore, _deadlineBefore) = (0, long.MaxValue);
        Returned = default;
        PushSequence(sequence, frame, null);
        try
        {
            return await WalkAsync(Enter(sequence, frame, failure), bottom: 0, abort).ConfigureAwait(false);
        }
        finally
        {
            Unwind(0);
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        foreach (var walker in _branchWalkers)
        {
            walker.Dispose();
        }
    }

    /// <summary>Walks until the stack is down to where it was, or something ends that no handler above there takes.</summary>
    private async ValueTask<StepOutcome> WalkAsync(StepOutcome outcome, int bottom, CancellationToken abort)
    {
        while (true)
        {
            if (outcome.End == StepEnd.Failed)
            {
                outcome = Handle(outcome, bottom);
            }

            if (outcome.End == StepEnd.Repeats)
            {
                await PauseAsync(_stack[_depth - 1]!).ConfigureAwait(false);
                outcome = StepOutcome.Continues;
            }

            if (outcome.End != StepEnd.Continues || _depth == bottom)
            {
                return outcome;
            }

            var top = _stack[_depth - 1]!;
            if (top.Next >= top.Steps.Length)
            {
                outcome = Leave(top);
                continue;
            }

            var step = top.Steps[top.Next++];
            if (++_row.Steps > MaximumSteps)
            {
                return StepOutcome.FailsForGood(RowStepFailures.TooManySteps(step.Id, MaximumSteps));
            }

            _run.Trace?.StepReached(step);
            outcome = step switch
            {
                CallMethodPlan call => await _calls.CallAsync(call, top.Frame, top.Deadline, abort).ConfigureAwait(false),
                ParallelPlan parallel => await RunBranchesAsync(parallel, top.Frame, abort).ConfigureAwait(false),
                UndoPlan undo => await _calls.UndoAsync(undo, abort).ConfigureAwait(false),
                _ => Walk(step, top.Frame),
            };
        }
    }

    private StepOutcome Enter(SequencePlan sequence, Frame frame, RowFailure? failure)
    {
        if (failure is null)
        {
            return StepOutcome.Continues;
        }

        // A row that is wrong from the start may still be handled by the sequence's own on_error.
        if (sequence.Steps is [TryPlan whole])
        {
            _stack[0]!.Next = 1;
            Push().Enter(ActivationKind.Try, whole.Steps, frame, whole);
        }

        return StepOutcome.Fails(failure);
    }

    /// <summary>A step that sends nothing.</summary>
    private StepOutcome Walk(StepPlan step, Frame frame) => step switch
    {
        ConditionPlan condition => EnterBranch(condition, frame),
        ForEachPlan loop => EnterLoop(loop, frame),
        LetPlan let => Assign(let, frame),
        AssertPlan assert => Assert(assert, frame),
        CallSequencePlan call => EnterSequence(call, frame),
        RetryPlan retry => EnterRetry(retry, frame),
        TryPlan attempt => EnterBlock(ActivationKind.Try, attempt.Steps, frame, attempt),
        SkipPlan skip => _evaluation.Text(skip.Reason, skip.Id, frame, out var reason, out var failed) ? StepOutcome.Skips(reason) : failed,
        FailPlan fail => Fail(fail, frame),
        ReturnPlan give => Return(give, frame),
        _ => throw new InvalidOperationException($"no such step: {step.GetType().Name}"),
    };

    private StepOutcome EnterBranch(ConditionPlan step, Frame frame)
    {
        if (!_evaluation.Condition(step.Condition, step.Id, frame, out var holds, out var failed))
        {
            return failed;
        }

        _run.Trace?.BranchTaken(step, holds);
        var branch = holds ? step.Then : step.Else;
        return branch.IsEmpty ? StepOutcome.Continues : EnterBlock(ActivationKind.Block, branch, frame, step);
    }

    private StepOutcome EnterBlock(ActivationKind kind, ImmutableArray<StepPlan> steps, Frame frame, StepPlan origin)
    {
        if (IsFull)
        {
            return StepOutcome.FailsForGood(RowStepFailures.CallsTooDeep(origin.Id, MaximumDepth));
        }

        Push().Enter(kind, steps, frame, origin);
        return StepOutcome.Continues;
    }

    private StepOutcome EnterLoop(ForEachPlan step, Frame frame)
    {
        if (!_evaluation.List(step.List, step.Id, frame, out var list, out var failed))
        {
            return failed;
        }

        if (list.Count > step.AtMost)
        {
            return StepOutcome.Fails(RowStepFailures.TooManyElements(step.Id, list.Count, step.AtMost));
        }

        _run.Trace?.LoopEntered(step, list.Count);
        if (list.Count == 0)
        {
            return StepOutcome.Continues;
        }

        if (IsFull)
        {
            return StepOutcome.FailsForGood(RowStepFailures.CallsTooDeep(step.Id, MaximumDepth));
        }

        var loop = Push();
        loop.EnterLoop(step, list, frame);
        return BeginElement(loop, step);
    }

    private StepOutcome BeginElement(Activation loop, ForEachPlan step)
    {
        var element = loop.List![loop.Index];
        if (element.IsFault)
        {
            return _evaluation.Faulted(step.List, step.Id, element.AsFault);
        }

        loop.Next = 0;
        loop.Frame.Slots[step.ItemSlot] = element;
        if (step.IndexSlot >= 0)
        {
            loop.Frame.Slots[step.IndexSlot] = Value.Of((long)loop.Index);
        }

        return StepOutcome.Continues;
    }

    private StepOutcome Assign(LetPlan step, Frame frame)
    {
        if (!_evaluation.Value(step.Expression, step.Id, frame, out var value, out var failed))
        {
            return failed;
        }

        frame.Slots[step.Slot] = value;
        return StepOutcome.Continues;
    }

    private StepOutcome Assert(AssertPlan step, Frame frame)
    {
        if (!_evaluation.Condition(step.Condition, step.Id, frame, out var holds, out var failed))
        {
            return failed;
        }

        return holds ? StepOutcome.Continues : Fail(FailureKind.Assert, step.Code, step.Message, step.Id, frame);
    }

    private StepOutcome Fail(FailPlan step, Frame frame) => Fail(FailureKind.Fail, step.Code, step.Message, step.Id, frame);

    private StepOutcome Fail(FailureKind kind, string code, int message, string step, Frame frame) =>
        _evaluation.Text(message, step, frame, out var text, out var failed)
            ? StepOutcome.Fails(new RowFailure(kind, code, new(text, text), step, 0))
            : failed;

    private StepOutcome EnterSequence(CallSequencePlan step, Frame caller)
    {
        if (IsFull)
        {
            return StepOutcome.FailsForGood(RowStepFailures.CallsTooDeep(step.Id, MaximumDepth));
        }

        var sequence = _run.Plan.Model.Sequences[step.Sequence];
        var frame = new Frame(sequence.SlotCount, _run.Now);
        foreach (var argument in step.Arguments)
        {
            if (!_evaluation.Value(argument.Expression, step.Id, caller, out var value, out var failed))
            {
                return failed;
            }

            frame.Slots[sequence.Inputs[argument.Parameter].Slot] = value;
        }

        PushSequence(sequence, frame, step);
        return StepOutcome.Continues;
    }

    private StepOutcome Return(ReturnPlan step, Frame frame)
    {
        var at = _depth - 1;
        while (_stack[at]!.Kind != ActivationKind.Sequence)
        {
            at--;
        }

        var names = new string[step.Columns.Length];
        var values = new Value[step.Columns.Length];
        for (var i = 0; i < step.Columns.Length; i++)
        {
            names[i] = step.Columns[i].Name;
            if (!_evaluation.Value(step.Columns[i].Expression, step.Id, frame, out values[i], out var failed))
            {
                return failed;
            }
        }

        if (_stack[at]!.Origin is not CallSequencePlan call)
        {
            if (!ReturnedColumns.TryWrite(names, values, step.Id, out var returned, out var failure))
            {
                return StepOutcome.Fails(failure);
            }

            Returned = returned;
            return StepOutcome.Finished;
        }

        Unwind(at);
        SaveResult(call, new RecordValue(names, values));
        return StepOutcome.Continues;
    }

    /// <summary>A list of steps is at its end.</summary>
    private StepOutcome Leave(Activation top)
    {
        switch (top.Kind)
        {
            case ActivationKind.Loop when top.Index + 1 < top.List!.Count:
                top.Index++;
                return BeginElement(top, (ForEachPlan)top.Origin!);
            case ActivationKind.Sequence when top.Origin is CallSequencePlan call:
                Pop();
                SaveResult(call, new RecordValue([], []));
                return StepOutcome.Continues;
            case ActivationKind.Sequence:
                return StepOutcome.Finished;
            case ActivationKind.Retry:
                return LeaveRetry(top, (RetryPlan)top.Origin!);
            default:
                Pop();
                return StepOutcome.Continues;
        }
    }

    private void SaveResult(CallSequencePlan call, RecordValue result)
    {
        if (call.ResultSlot >= 0)
        {
            _stack[_depth - 1]!.Frame.Slots[call.ResultSlot] = Value.Of(result);
        }
    }

    private void Unwind(int depth)
    {
        while (_depth > depth)
        {
            Pop();
        }
    }

    private void PushSequence(SequencePlan sequence, Frame frame, CallSequencePlan? call)
    {
        var activation = Push();
        activation.EnterSequence(sequence, frame, call);
        if (sequence.TimeMs > 0)
        {
            var ticks = sequence.TimeMs * (double)_run.Time.TimestampFrequency / 1000;
            activation.Deadline = Math.Min(activation.Deadline, _run.Time.GetTimestamp() + (long)ticks);
        }
    }

    private Activation Push()
    {
        var deadline = _depth == 0 ? _deadlineBefore : _stack[_depth - 1]!.Deadline;
        var activation = _stack[_depth++] ??= new Activation();
        activation.Deadline = deadline;
        return activation;
    }

    private void Pop() => _stack[--_depth]!.Clear();
}
