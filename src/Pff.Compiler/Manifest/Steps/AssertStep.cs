namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>assert: condition</c> with <c>code</c> and <c>message</c>.</summary>
public sealed record AssertStepSyntax(ValueSyntax Condition, ManifestName? Code, ValueSyntax? Message, StepClauses Clauses)
    : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => Message is null ? [Condition] : [Condition, Message];

    public override ManifestName? OwnCode => Code;
}

internal static class AssertStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        var code = parts["code"] is { } c ? shape.Code(c) : null;
        var message = parts["message"] is { } m ? shape.Scalar(m, new("a message", "uma mensagem")) : null;
        return shape.Value(parts.Keyword.Value, new("a condition", "uma condição")) is { } condition
            ? new AssertStepSyntax(condition, code, message, parts.Clauses)
            : null;
    }
}
