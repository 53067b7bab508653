using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Runtime.Execution;

/// <summary>The codes that a plan's own steps give to failures.</summary>
public static class DeclaredCodes
{
    public static ImmutableSortedSet<string> Of(PlanModel plan)
    {
        var found = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var left = new Stack<StepPlan>(plan.Sequences.SelectMany(sequence => sequence.Steps));
        while (left.TryPop(out var step))
        {
            if (step is AssertPlan { Code: var asserted })
            {
                found.Add(asserted);
            }
            else if (step is FailPlan { Code: var failed })
            {
                found.Add(failed);
            }

            foreach (var inner in CallSteps.InnerOf(step).SelectMany(steps => steps))
            {
                left.Push(inner);
            }
        }

        return found.ToImmutable();
    }
}
