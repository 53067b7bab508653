using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>let: { a: x, b: y }</c> becomes <c>a = x; b = y</c>.</summary>
internal static class LetLowering
{
    public static LoweredSteps Lower(LetStepSyntax let, string id, SequenceContext context, Flow flow)
    {
        var steps = ImmutableArray.CreateBuilder<IrStep>(let.Values.Length);
        foreach (var (name, value) in let.Values)
        {
            var lowered = ValueLowering.Lower(value, null, context, flow);
            flow = context.Declare(flow, name, lowered.Type);
            steps.Add(new IrAssign(id, context.SlotOf(name.Text), lowered, name.Span.Union(value.Span)));
        }

        return new LoweredSteps(steps.ToImmutable(), flow);
    }
}
