using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Core.Ir;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>when: c</c> becomes <c>if c { step } else { else }</c>; each way is checked with what the test has shown.</summary>
internal static class ConditionLowering
{
    public static LoweredSteps Lower(StepSyntax step, ValueSyntax when, string id, SequenceContext context, Flow flow)
    {
        var condition = ValueLowering.LowerCondition(when, context, flow);
        var then = StepLowering.LowerKind(step, id, context, flow with { Facts = ValueLowering.FactsAfter(when, true, context, flow) });
        var otherwise = StepListLowering.Lower(
            step.Clauses.Else, $"{id}.else.", context, flow with { Facts = ValueLowering.FactsAfter(when, false, context, flow) });
        var (after, toClear) = FlowJoin.Join(flow, [], then.After, otherwise.After);
        return new LoweredSteps(
            [new IrCondition(id, condition, then.Clearing(id, toClear[0]), otherwise.Clearing(id, toClear[1]), step.Span)], after);
    }
}
