using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;
using Pff.Runtime.Replaying;

namespace Pff.Runtime.Execution;

/// <summary>What the journal says came of calls: of those that a resumed row made before, and of all in a replay.</summary>
internal sealed class JournaledAnswers(RunContext run, RowState row)
{
    /// <param name="known">What the journal has at this place; null for nothing.</param>
    /// <param name="request">Without its secrets; null outside of a replay.</param>
    /// <returns>Null where the call must be made.</returns>
    public MadeCall? Take(CallKey key, CallSite site, JournaledCall? known, RenderedRequest? request)
    {
        if (known is not null && (known.StepId != site.StepId || known.Method != site.Name))
        {
            return Foreign(RowStepFailures.JournalDiffers(site.StepId, site.Name, known.StepId, known.Method));
        }

        if (known is not null)
        {
            row.Claim(known);
            site.SettledBy?.TakeKnown();
        }

        var outcome = known?.Outcome;
        var isHidden = site is { HidesBody: true, Method.IsRead: false } && outcome is { State: CallState.Succeeded, Failure: null };
        if (run.Replay is { } replay && request is not null)
        {
            if (outcome is null || isHidden)
            {
                replay.NotKept(key, site.StepId, site.Name, site.HidesBody);
                return Foreign(RowReplayFailures.NotKept(site.StepId, site.Name));
            }

            replay.Answered(ReplayedCall.Of(key, site.StepId, site.Method, request, outcome, known!.Intent));
        }

        if (outcome is null)
        {
            return null;
        }

        row.Attempts += outcome.Attempts;
        row.ReadsAnew |= !site.Method.IsRead;
        return isHidden
            ? new MadeCall(CallState.Succeeded, outcome.Status, default, RowCallFailures.AnswerNotKept(site.Name))
            : new MadeCall(outcome.State, outcome.Status, outcome.Response, outcome.Failure);
    }

    private static MadeCall Foreign(RowFailure failure) => new(CallState.Failed, 0, default, failure) { IsForeign = true };
}
