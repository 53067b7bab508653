using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;

namespace Pff.Runtime.Execution;

/// <summary>A decoder for each step that reads a response, prepared when the run starts.</summary>
internal sealed class ResponseDecoders
{
    private readonly Dictionary<CallMethodPlan, ResponseDecoder> _byStep = new(ReferenceEqualityComparer.Instance);

    public ResponseDecoders(PlanModel model)
    {
        foreach (var sequence in model.Sequences)
        {
            Add(sequence.Steps, model);
        }
    }

    public ResponseDecoder Of(CallMethodPlan step) => _byStep[step];

    private void Add(CallMethodPlan call, PlanModel model)
    {
        if (call.Projection is { } projection)
        {
            _byStep[call] = new ResponseDecoder(projection, model.Methods[call.Method].Name);
        }
    }

    private void Add(ImmutableArray<StepPlan> steps, PlanModel model)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case CallMethodPlan call:
                    Add(call, model);
                    if (call.SettledBy is { } readBack)
                    {
                        Add(readBack.Read, model);
                    }

                    break;
                case ConditionPlan condition:
                    Add(condition.Then, model);
                    Add(condition.Else, model);
                    break;
                case ForEachPlan loop:
                    Add(loop.Steps, model);
                    break;
                case TryPlan attempt:
                    Add(attempt.Steps, model);
                    foreach (var handler in attempt.Handlers)
                    {
                        Add(handler.Steps, model);
                    }

                    break;
                case ParallelPlan parallel:
                    foreach (var branch in parallel.Branches)
                    {
                        Add(branch.Steps, model);
                    }

                    break;
                case RetryPlan retry:
                    Add(retry.Steps, model);
                    break;
            }
        }
    }
}
