using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>let: { name: value }</c>; each value may use the names before it.</summary>
public sealed record LetStepSyntax(ImmutableArray<ArgumentSyntax> Values, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => Values.Select(v => v.Value);

    public override IEnumerable<ManifestName> OwnNames => Values.Select(v => v.Name);
}

internal static class LetStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape) => new LetStepSyntax(
        shape.Arguments(parts.Keyword.Value, new("a mapping from names to values", "um mapeamento de nomes para valores"), namesVariables: true),
        parts.Clauses);
}
