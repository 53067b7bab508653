using Pff.Compiler.Binding;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>fail: message</c> ends the row, or goes to the nearest handler.</summary>
internal static class FailLowering
{
    public static LoweredSteps Lower(FailStepSyntax fail, string id, SequenceContext context, Flow flow)
    {
        var code = FailureCode.Of(fail.Code, FailureCode.OfFail, context);
        return new([new IrFail(id, code, ValueLowering.LowerMessage(fail.Message, context, flow), fail.Span)], flow.End());
    }
}
