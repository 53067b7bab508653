using Pff.Compiler.Binding;
using Pff.Compiler.Formatting;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>assert: c</c> with a code and a message; behind it the condition is known to hold.</summary>
internal static class AssertLowering
{
    public static LoweredSteps Lower(AssertStepSyntax assert, string id, SequenceContext context, Flow flow)
    {
        var condition = ValueLowering.LowerCondition(assert.Condition, context, flow);
        var code = FailureCode.Of(assert.Code, FailureCode.OfAssert, context);
        var message = assert.Message is { } text ? ValueLowering.LowerMessage(text, context, flow) : DefaultMessage(assert.Condition);
        var after = flow with { Facts = ValueLowering.FactsAfter(assert.Condition, true, context, flow) };
        return new LoweredSteps([new IrAssert(id, condition, code, message, assert.Span)], after);
    }

    /// <summary>Without a message the condition says itself what does not hold, with the blanks that the formatter gives it.</summary>
    private static IrConstant DefaultMessage(ValueSyntax condition)
    {
        var text = condition is YamlScalar scalar ? scalar.Text.Trim() : condition.Source.GetText(condition.Span);
        var inner = text.StartsWith("{{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal) && text.Length >= 4 ? text[2..^2].Trim() : text;
        return new IrConstant(Value.Of($"not true: {ExpressionPrinter.Print(inner) ?? inner}"), PffType.Text, condition.Span);
    }
}
