using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>parallel: [ steps, steps ]</c>: branches that run side by side.</summary>
public sealed record ParallelStepSyntax(ImmutableArray<ImmutableArray<StepSyntax>> Branches, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [];

    public override ImmutableArray<StepSyntax> OwnSteps => [.. Branches.SelectMany(b => b)];
}

internal static class ParallelStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape) =>
        shape.List(parts.Keyword.Value, new("a list of branches", "uma lista de ramos")) is { } list
            ? new ParallelStepSyntax([.. list.Items.Select(item => SequenceReader.ReadOneOrMore(item, shape))], parts.Clauses)
            : null;
}
