using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>undo: all</c></summary>
public sealed record UndoStepSyntax(StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [];
}

/// <summary>How one write is undone: <c>{ method, args }</c> of a step or of a catalogue's method.</summary>
/// <param name="Keyword">The key that says so.</param>
public sealed record UndoCallSyntax(ManifestName Method, ImmutableArray<ArgumentSyntax> Arguments, TextSpan Keyword);

internal static class UndoStep
{
    private const string All = "all";

    internal static readonly ImmutableArray<string> Keys = ["method", "args"];

    private static readonly LocalizedText Owner = new("An undo", "Um undo");

    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        if (shape.Scalar(parts.Keyword.Value, new("'all'", "'all'")) is not { } what)
        {
            return null;
        }

        if (what.Text != All)
        {
            shape.Report(CompilerDiagnostics.WrongNode(what, new("'all'", "'all'")));
        }

        return new UndoStepSyntax(parts.Clauses);
    }

    /// <summary>The value of <c>undo_with</c>, or of a catalogue's <c>undo</c>.</summary>
    public static UndoCallSyntax? ReadCall(YamlEntry entry, ShapeReader shape)
    {
        if (shape.Mapping(entry.Value, new("a mapping with 'method' and 'args'", "um mapeamento com 'method' e 'args'")) is not { } mapping)
        {
            return null;
        }

        shape.RefuseOtherKeys(mapping, Owner, Keys);
        var arguments = mapping.Find("args") is { } args ? shape.Arguments(args.Value, new("a mapping of arguments", "um mapeamento de argumentos")) : [];
        return shape.Require(mapping, "method", Owner, entry.Key.Span) is { } node
            && shape.Scalar(node, new("the name of a method", "o nome de um método")) is { } method
            ? new UndoCallSyntax(new ManifestName(method.Text, method.Span), arguments, entry.Key.Span)
            : null;
    }
}
