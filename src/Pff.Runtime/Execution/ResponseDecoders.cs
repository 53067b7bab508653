using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;

namespace Pff.Runtime.Execution;

/// <summary>A decoder for each step that reads a response, prepared when the run starts.</summary>
internal sealed class ResponseDecoders
{
    /// <summary>Only answers that say so are decoded.</summary>
    private static readonly LocalizedText TookEffect = new("the write itself took effect", "a escrita em si teve efeito");

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
            var method = model.Methods[call.Method];
            _byStep[call] = new ResponseDecoder(projection, method.Name) { Remark = method.Effect == Effect.Read ? null : TookEffect };
        }
    }
}
