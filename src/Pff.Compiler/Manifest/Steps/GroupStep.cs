using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>steps</c> under one <c>when</c> or one <c>on_error</c>.</summary>
public sealed record GroupStepSyntax(ImmutableArray<StepSyntax> Steps, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [];

    public override ImmutableArray<StepSyntax> OwnSteps => Steps;
}

internal static class GroupStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape) =>
        new GroupStepSyntax(SequenceReader.ReadSteps(parts.Keyword.Value, shape), parts.Clauses);
}
