using Pff.Compiler.Binding;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>skip: reason</c> ends the row.</summary>
internal static class SkipLowering
{
    public static LoweredSteps Lower(SkipStepSyntax skip, string id, SequenceContext context, Flow flow)
    {
        context.AddRowStep("skip", skip.Clauses.Keyword);
        return new([new IrSkip(id, ValueLowering.LowerMessage(skip.Reason, context, flow), skip.Span)], flow.End());
    }
}
