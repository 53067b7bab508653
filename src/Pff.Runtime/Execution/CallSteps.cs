using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Runtime.Execution;

/// <summary>A step that makes a call, and the sequence whose frame it reads.</summary>
internal sealed record CallStep(SequencePlan Sequence, CallMethodPlan Call);

/// <summary>All steps of a plan that make calls, in the order in which they stand there: their numbers name them, as ids do not across sequences.</summary>
internal sealed class CallSteps
{
    private readonly List<CallStep> _steps = [];
    private readonly Dictionary<CallMethodPlan, int> _numbers = new(ReferenceEqualityComparer.Instance);

    public CallSteps(PlanModel model)
    {
        foreach (var sequence in model.Sequences)
        {
            Add(sequence, sequence.Steps);
        }
    }

    public IReadOnlyList<CallStep> All => _steps;

    /// <summary>Whether an answer has secrets in it, which are marked only where an expression reads them.</summary>
    public bool TakeSecrets => _steps.Exists(s => s.Call.Projection is { HoldsSecrets: true });

    public int NumberOf(CallMethodPlan step) => _numbers[step];

    private void Add(SequencePlan sequence, ImmutableArray<StepPlan> steps)
    {
        foreach (var step in steps)
        {
            if (step is CallMethodPlan call)
            {
                _numbers[call] = _steps.Count;
                _steps.Add(new CallStep(sequence, call));
            }

            foreach (var inner in InnerOf(step))
            {
                Add(sequence, inner);
            }
        }
    }

    /// <summary>The lists of steps inside one.</summary>
    public static ImmutableArray<ImmutableArray<StepPlan>> InnerOf(StepPlan step) => step switch
    {
        ConditionPlan condition => [condition.Then, condition.Else],
        ForEachPlan loop => [loop.Steps],
        TryPlan attempt => [attempt.Steps, .. attempt.Handlers.Select(h => h.Steps)],
        ParallelPlan parallel => [.. parallel.Branches.Select(b => b.Steps)],
        RetryPlan retry => [retry.Steps],
        _ => [],
    };
}
