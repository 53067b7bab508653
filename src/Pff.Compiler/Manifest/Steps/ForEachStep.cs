using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>for_each: list</c> with <c>as</c>, <c>index_as</c>, <c>at_most</c> and <c>steps</c>.</summary>
public sealed record ForEachStepSyntax(
    ValueSyntax List, ManifestName Item, ManifestName? Index, LimitSyntax? AtMost, ImmutableArray<StepSyntax> Steps, StepClauses Clauses)
    : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [List];

    public override IEnumerable<ManifestName> OwnNames => Index is null ? [Item] : [Item, Index];

    public override ImmutableArray<StepSyntax> OwnSteps => Steps;
}

internal static class ForEachStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        var list = shape.Value(parts.Keyword.Value, new("a list", "uma lista"));
        var item = shape.Require(parts.Mapping, "as", parts.Owner, parts.KeywordSpan) is { } name
            ? shape.Name(name, new("a name for the element", "um nome para o elemento"))
            : null;
        var index = parts["index_as"] is { } i ? shape.Name(i, new("a name for the index", "um nome para o índice")) : null;
        var atMost = parts["at_most"] is { } most ? shape.Limit(most) : null;
        var steps = shape.Require(parts.Mapping, "steps", parts.Owner, parts.KeywordSpan) is { } body
            ? SequenceReader.ReadSteps(body, shape)
            : [];
        return list is null || item is null ? null : new ForEachStepSyntax(list, item, index, atMost, steps, parts.Clauses);
    }
}
