using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Execution;

// Who takes a failure.
internal sealed partial class StepWalker
{
    /// <summary>Unwinds to the innermost <c>on_error</c> or <c>retry</c> that takes the failure, and goes on there.</summary>
    private StepOutcome Handle(StepOutcome failed, int bottom)
    {
        var failure = failed.Failure!;
        for (var at = _depth - 1; at >= bottom; at--)
        {
            var found = _stack[at]!;
            if (found is { Kind: ActivationKind.Retry, Origin: RetryPlan retry } && MayRepeat(found, retry, failure))
            {
                Unwind(at + 1);
                return Repeat(found);
            }

            if (found is { Kind: ActivationKind.Try, Origin: TryPlan attempt } && FindHandler(attempt.Handlers, failure, out var handler))
            {
                var frame = found.Frame;
                Unwind(at);
                _run.Trace?.HandlerEntered(attempt, handler);
                if (handler.ErrorSlot >= 0)
                {
                    frame.Slots[handler.ErrorSlot] = ErrorValues.Of(failure, _run.Settings.Language);
                }

                Push().Enter(ActivationKind.Block, handler.Steps, frame, attempt);
                return StepOutcome.Continues;
            }
        }

        return failed;
    }

    private static bool FindHandler(ImmutableArray<HandlerPlan> handlers, RowFailure failure, [NotNullWhen(true)] out HandlerPlan? handler)
    {
        foreach (var candidate in handlers)
        {
            if (ErrorValues.NamesAny(candidate.Kinds, failure))
            {
                handler = candidate;
                return true;
            }
        }

        handler = null;
        return false;
    }
}
