using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;

namespace Pff.Runtime.Execution;

/// <summary>A decoder for each step that reads a response, prepared when the run starts.</summary>
internal sealed class ResponseDecoders
{
    private readonly Dictionary<CallMethodPlan, ResponseDecoder> _byStep = new(ReferenceEqualityComparer.Instance);

    public ResponseDecoders(PlanModel model, CallSteps steps)
    {
        foreach (var (_, call) in steps.All)
        {
            Add(call, model);
            if (call.SettledBy is { } readBack)
            {
                Add(readBack.Read, model);
            }
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
}
