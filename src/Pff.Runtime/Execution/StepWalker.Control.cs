using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Execution;

// Branches side by side, and steps that are repeated.
internal sealed partial class StepWalker
{
    /// <summary>Longer than anybody should wait for one row.</summary>
    private const double MaximumPauseMs = 3_600_000;

    private readonly List<StepWalker> _branchWalkers = [];

    /// <summary>Inside of a branch, branches run one after another: its calls have one place in the journal already.</summary>
    private async ValueTask<StepOutcome> RunBranchesAsync(ParallelPlan step, Frame frame, CancellationToken abort)
    {
        if (IsFull)
        {
            return StepOutcome.FailsForGood(RowStepFailures.CallsTooDeep(step.Id, MaximumDepth));
        }

        if (_row.IsInBranches)
        {
            var outcomes = new StepOutcome[step.Branches.Length];
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = await WalkBlockAsync(step.Branches[i].Steps, frame, step, abort).ConfigureAwait(false);
            }

            return Join(outcomes);
        }

        var first = _row.TakeBranches(step.Branches.Length);
        var walks = new List<Func<ValueTask<StepOutcome>>>(step.Branches.Length);
        for (var i = 0; i < step.Branches.Length; i++)
        {
            if (i == _branchWalkers.Count)
            {
                _branchWalkers.Add(new StepWalker(_run, _row, _evaluation));
            }

            var (walker, steps) = (_branchWalkers[i], step.Branches[i].Steps);
            walker._calls.Begin(first + (i * CallKey.BranchStride));
            walker._depthBefore = _depth;
            walker._deadlineBefore = _stack[_depth - 1]!.Deadline;
            walks.Add(() => walker.WalkBranchAsync(steps, frame, step, abort));
        }

        _run.Trace?.BranchesBegin(step);

        var ends = await _row.RunBranchesAsync(walks).ConfigureAwait(false);
        for (var i = 0; i < ends.Length; i++)
        {
            Done.AddAll(_branchWalkers[i].Done);
        }

        return Join(ends);
    }

    private async ValueTask<StepOutcome> WalkBranchAsync(ImmutableArray<StepPlan> steps, Frame frame, ParallelPlan origin, CancellationToken abort)
    {
        try
        {
            return await WalkBlockAsync(steps, frame, origin, abort).ConfigureAwait(false);
        }
        finally
        {
            _run.Trace?.BranchEnds(origin);
        }
    }

    private async ValueTask<StepOutcome> WalkBlockAsync(ImmutableArray<StepPlan> steps, Frame frame, StepPlan origin, CancellationToken abort)
    {
        var bottom = _depth;
        try
        {
            return await WalkAsync(EnterBlock(ActivationKind.Block, steps, frame, origin), bottom, abort).ConfigureAwait(false);
        }
        finally
        {
            Unwind(bottom);
        }
    }

    /// <summary>The outcome of all branches: what weighs most, and of two that weigh the same the first.</summary>
    private static StepOutcome Join(StepOutcome[] ends) => ends.MinBy(Weight);

    private static int Weight(StepOutcome end) => end.End switch
    {
        StepEnd.FailedForGood => 0,
        StepEnd.Failed when end.Failure!.Kind == FailureKind.Unknown => 1,
        StepEnd.Failed => 2,
        StepEnd.Planned => 3,
        StepEnd.Skipped => 4,
        _ => 5,
    };

    private StepOutcome EnterRetry(RetryPlan step, Frame frame)
    {
        var outcome = EnterBlock(ActivationKind.Retry, step.Steps, frame, step);
        if (outcome.End == StepEnd.Continues)
        {
            _stack[_depth - 1]!.UnknownBefore = Done.UnknownCount;
        }

        return outcome;
    }

    /// <summary>The steps are at their end without a failure.</summary>
    private StepOutcome LeaveRetry(Activation retry, RetryPlan step)
    {
        var holds = true;
        if (step.Until >= 0 && !_evaluation.Condition(step.Until, step.Id, retry.Frame, out holds, out var failed))
        {
            return failed;
        }

        var isUnknown = Done.UnknownCount > retry.UnknownBefore;
        if (!holds && !isUnknown && retry.Index + 1 < step.Rule.Times)
        {
            return Repeat(retry);
        }

        Pop();
        return holds ? StepOutcome.Continues
            : isUnknown ? StepOutcome.Fails(RowControlFailures.NotRepeated(step.Id, _evaluation.Where(step.Until), Done.Unknown))
            : StepOutcome.Fails(RowControlFailures.RetryExhausted(step.Id, _evaluation.Where(step.Until), step.Rule.Times));
    }

    private bool MayRepeat(Activation retry, RetryPlan step, RowFailure failure) =>
        retry.Index + 1 < step.Rule.Times
        && failure.Kind != FailureKind.Unknown
        && Done.UnknownCount == retry.UnknownBefore
        && ErrorValues.NamesAny(step.Rule.Kinds, failure);

    private StepOutcome Repeat(Activation retry)
    {
        retry.Index++;
        retry.Next = 0;

        // Who asks again wants to know what is true now.
        _row.ReadsAnew = true;
        return StepOutcome.Repeats;
    }

    /// <summary>
    /// The wait before the next run of a retry. A run that drains does not wait for it: the row is left, and goes on here
    /// when the run is resumed, which does not wait where the next call was made already.
    /// </summary>
    private async ValueTask PauseAsync(Activation retry)
    {
        var rule = ((RetryPlan)retry.Origin!).Rule;
        var delay = Math.Min(rule.EveryMs * Math.Pow(rule.Backoff, retry.Index - 1), MaximumPauseMs);
        if (delay >= 1 && !_calls.IsNextKnown && _run.Replay is null)
        {
            await _row.AsideAsync(DelayAsync(delay)).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> DelayAsync(double delayMs)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(delayMs), _run.Time, _run.Drain).ConfigureAwait(false);
        return true;
    }
}
