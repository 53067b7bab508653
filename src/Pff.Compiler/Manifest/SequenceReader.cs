using System.Collections.Immutable;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest;

/// <summary>A sequence: a list of steps, or a mapping with <c>steps</c> and more.</summary>
internal static class SequenceReader
{
    internal static readonly ImmutableArray<string> Keys = ["description", "inputs", "budget", "steps", "on_error"];

    private static readonly LocalizedText Owner = new("A sequence", "Uma sequência");

    private static readonly LocalizedText StepList = new("a list of steps", "uma lista de passos");

    public static SequenceSyntax? Read(YamlEntry entry, ShapeReader shape)
    {
        var name = new ManifestName(entry.Key.Text, entry.Key.Span);
        var span = entry.Key.Span.Union(entry.Value.Span);
        if (entry.Value is not YamlMapping mapping)
        {
            return entry.Value is YamlInvalid ? null : new SequenceSyntax(entry.Key.Source, name, null, ReadSteps(entry.Value, shape), [], span);
        }

        shape.RefuseOtherKeys(mapping, Owner, Keys);
        ImmutableArray<InputSyntax>? inputs = mapping.Find("inputs") is { } own ? InputReader.ReadAll(own.Value, shape) : null;
        var steps = shape.Require(mapping, "steps", Owner, entry.Key.Span) is { } list ? ReadSteps(list, shape) : [];
        var handlers = mapping.Find("on_error") is { } onError ? ReadHandlers(onError.Value, shape) : [];
        var budget = mapping.Find("budget") is { } limits ? BudgetReader.Read(limits.Value, shape) : null;
        return new SequenceSyntax(entry.Key.Source, name, inputs, steps, handlers, span) { Budget = budget };
    }

    public static ImmutableArray<StepSyntax> ReadSteps(YamlNode node, ShapeReader shape)
    {
        if (shape.List(node, StepList) is not { } list)
        {
            return [];
        }

        return [.. list.Items.Select(item => StepReader.Read(item, shape)).OfType<StepSyntax>()];
    }

    /// <summary>A list of steps, or a single one.</summary>
    public static ImmutableArray<StepSyntax> ReadOneOrMore(YamlNode node, ShapeReader shape) =>
        node is not YamlMapping ? ReadSteps(node, shape) : StepReader.Read(node, shape) is { } single ? [single] : [];

    public static ImmutableArray<HandlerSyntax> ReadHandlers(YamlNode node, ShapeReader shape)
    {
        var expected = new LocalizedText("a mapping from kinds of error to steps", "um mapeamento de tipos de erro para passos");
        if (shape.Mapping(node, expected) is not { } mapping)
        {
            return [];
        }

        var handlers = ImmutableArray.CreateBuilder<HandlerSyntax>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            var kind = new ManifestName(entry.Key.Text, entry.Key.Span);
            handlers.Add(new HandlerSyntax(kind, ReadOneOrMore(entry.Value, shape), entry.Value is YamlSequence));
        }

        return handlers.ToImmutable();
    }
}
