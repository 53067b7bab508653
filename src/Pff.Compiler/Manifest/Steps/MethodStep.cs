using System.Collections.Immutable;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>method: name</c> with <c>args</c>, <c>save_as</c> and <c>undo_with</c>.</summary>
public sealed record MethodStepSyntax(
    ManifestName Method, ImmutableArray<ArgumentSyntax> Arguments, ManifestName? SaveAs, StepClauses Clauses)
    : StepSyntax(Clauses)
{
    /// <summary>How this call is undone; null where it is as the catalogue says.</summary>
    public UndoCallSyntax? UndoWith { get; init; }

    public override IEnumerable<ValueSyntax> OwnValues => Arguments.Concat(UndoWith?.Arguments ?? []).Select(a => a.Value);

    public override IEnumerable<ManifestName> OwnNames => SaveAs is null ? [] : [SaveAs];
}

internal static class MethodStep
{
    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        var arguments = parts["args"] is { } args ? shape.Arguments(args, new("a mapping of arguments", "um mapeamento de argumentos")) : [];
        var saveAs = parts["save_as"] is { } save ? shape.Name(save, new("a name for the result", "um nome para o resultado")) : null;
        var undo = parts.Mapping.Find("undo_with") is { } entry ? UndoStep.ReadCall(entry, shape) : null;
        return shape.Scalar(parts.Keyword.Value, new("the name of a method", "o nome de um método")) is { } method
            ? new MethodStepSyntax(new ManifestName(method.Text, method.Span), arguments, saveAs, parts.Clauses) { UndoWith = undo }
            : null;
    }
}
