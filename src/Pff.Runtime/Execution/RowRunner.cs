using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Execution;

/// <summary>Walks the steps of a plan for one row at a time. Belongs to one worker.</summary>
internal sealed class RowRunner : IDisposable
{
    private const int MaximumDepth = 256;
    private const int MaximumSteps = 10_000_000;

    private readonly RunContext _run;
    private readonly RowBinder _binder;
    private readonly RowCalls _calls;
    private readonly StepEvaluation _evaluation;
    private readonly Activation?[] _stack = new Activation?[MaximumDepth];
    private int _depth;
    private ReadOnlyMemory<byte> _returned;

    public RowRunner(RunContext run, RowBinder binder)
    {
        _run = run;
        _binder = binder;
        _evaluation = new StepEvaluation(run);
        _calls = new RowCalls(run, _evaluation);
    }

    /// <exception cref="OperationCanceledException">The run is aborted; the row is left as the journal has it.</exception>
    public async ValueTask<RowResult> RunAsync(InputRow row, CancellationToken abort)
    {
        var started = _run.Time.GetTimestamp();
        _calls.Begin(row.Number);
        _returned = default;
        try
        {
            var end = await WalkAsync(row, abort).ConfigureAwait(false);
            return Result(row.Number, end, (int)_run.Time.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            while (_depth > 0)
            {
                Pop();
            }
        }
    }

    public void Dispose() => _calls.Dispose();

    private async ValueTask<StepOutcome> WalkAsync(InputRow row, CancellationToken abort)
    {
        var outcome = Enter(row);
        var steps = 0;
        while (true)
        {
            if (outcome.End != StepEnd.Continues)
            {
                if (outcome.End != StepEnd.Failed || !TryHandle(outcome.Failure!))
                {
                    return outcome;
                }
            }

            var top = _stack[_depth - 1]!;
            if (top.Next >= top.Steps.Length)
            {
                outcome = Leave(top);
                continue;
            }

            var step = top.Steps[top.Next++];
            if (++steps > MaximumSteps)
            {
                return StepOutcome.FailsForGood(RowStepFailures.TooManySteps(step.Id, MaximumSteps));
            }

            outcome = step is CallMethodPlan call
                ? await _calls.CallAsync(call, top.Frame, top.Deadline, abort).ConfigureAwait(false)
                : Walk(step, top.Frame);
        }
    }

    private StepOutcome Enter(InputRow row)
    {
        var sequence = _run.Sequence;
        var frame = new Frame(sequence.SlotCount, _run.Now);
        var failure = _binder.Bind(row, frame.Slots);
        PushSequence(sequence, frame, null);
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

        var branch = holds ? step.Then : step.Else;
        return branch.IsEmpty ? StepOutcome.Continues : EnterBlock(ActivationKind.Block, branch, frame, step);
    }

    private StepOutcome EnterBlock(ActivationKind kind, ImmutableArray<StepPlan> steps, Frame frame, StepPlan origin)
    {
        if (_depth == MaximumDepth)
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

        if (list.Count == 0)
        {
            return StepOutcome.Continues;
        }

        if (_depth == MaximumDepth)
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
        if (_depth == MaximumDepth)
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
            return ReturnedColumns.TryWrite(names, values, step.Id, out _returned, out var failure)
                ? StepOutcome.Finished
                : StepOutcome.Fails(failure);
        }

        while (_depth > at)
        {
            Pop();
        }

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

    /// <summary>Unwinds to the innermost <c>on_error</c> that names the failure, and enters its handler.</summary>
    private bool TryHandle(RowFailure failure)
    {
        for (var at = _depth - 1; at >= 0; at--)
        {
            if (_stack[at] is { Kind: ActivationKind.Try, Origin: TryPlan attempt } found && FindHandler(attempt, failure, out var handler))
            {
                var frame = found.Frame;
                while (_depth > at)
                {
                    Pop();
                }

                if (handler.ErrorSlot >= 0)
                {
                    frame.Slots[handler.ErrorSlot] = ErrorValues.Of(failure, _run.Settings.Language);
                }

                Push().Enter(ActivationKind.Block, handler.Steps, frame, attempt);
                return true;
            }
        }

        return false;
    }

    private static bool FindHandler(TryPlan attempt, RowFailure failure, [NotNullWhen(true)] out HandlerPlan? handler)
    {
        foreach (var candidate in attempt.Handlers)
        {
            foreach (var kind in candidate.Kinds)
            {
                if (ErrorValues.Names(kind, failure))
                {
                    handler = candidate;
                    return true;
                }
            }
        }

        handler = null;
        return false;
    }

    private RowResult Result(long row, StepOutcome end, int durationMs) => new()
    {
        Row = row,
        Outcome = end.End switch
        {
            StepEnd.Finished or StepEnd.Planned => RowOutcome.Succeeded,
            StepEnd.Skipped => RowOutcome.Skipped,
            _ => end.Failure!.Kind == FailureKind.Unknown ? RowOutcome.Unknown : RowOutcome.Failed,
        },
        Failure = end.Failure,
        Reason = end.End == StepEnd.Planned ? $"planned up to step {end.Reason}, which needs the result of a write" : end.Reason,
        Returned = _returned,
        Reads = _calls.Reads,
        Writes = _calls.Writes,
        Attempts = _calls.Attempts,
        DurationMs = durationMs,
    };

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
        var deadline = _depth == 0 ? long.MaxValue : _stack[_depth - 1]!.Deadline;
        var activation = _stack[_depth++] ??= new Activation();
        activation.Deadline = deadline;
        return activation;
    }

    private void Pop() => _stack[--_depth]!.Clear();
}
