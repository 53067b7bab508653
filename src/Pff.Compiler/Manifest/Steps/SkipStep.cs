namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>skip: reason</c></summary>
public sealed record SkipStepSyntax(ValueSyntax Reason, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [Reason];
}

internal static class SkipStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape) =>
        shape.Scalar(parts.Keyword.Value, new("the reason", "o motivo")) is { } reason ? new SkipStepSyntax(reason, parts.Clauses) : null;
}
