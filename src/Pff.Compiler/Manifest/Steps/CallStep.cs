using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>call: sequence</c> with <c>args</c> and <c>save_as</c>.</summary>
public sealed record CallStepSyntax(
    ManifestName Sequence, ImmutableArray<ArgumentSyntax> Arguments, ManifestName? SaveAs, StepClauses Clauses)
    : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => Arguments.Select(a => a.Value);

    public override IEnumerable<ManifestName> OwnNames => SaveAs is null ? [] : [SaveAs];
}

internal static class CallStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        var arguments = parts["args"] is { } args ? shape.Arguments(args, new("a mapping of arguments", "um mapeamento de argumentos")) : [];
        var saveAs = parts["save_as"] is { } save ? shape.Name(save, new("a name for the result", "um nome para o resultado")) : null;
        return shape.Scalar(parts.Keyword.Value, new("the name of a sequence", "o nome de uma sequência")) is { } sequence
            ? new CallStepSyntax(new ManifestName(sequence.Text, sequence.Span), arguments, saveAs, parts.Clauses)
            : null;
    }
}
