using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>return: { column: value }</c></summary>
public sealed record ReturnStepSyntax(ImmutableArray<ArgumentSyntax> Columns, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => Columns.Select(c => c.Value);
}

internal static class ReturnStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape) => new ReturnStepSyntax(
        shape.Arguments(parts.Keyword.Value, new("a mapping from report columns to values", "um mapeamento de colunas do relatório para valores")),
        parts.Clauses);
}
