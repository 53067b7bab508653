using System.Collections.Immutable;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>retry: { times, every, backoff, until, on, steps }</c></summary>
public sealed record RetryStepSyntax(LimitSyntax Times, ImmutableArray<StepSyntax> Steps, StepClauses Clauses) : StepSyntax(Clauses)
{
    /// <summary>The wait between two runs, or null for none.</summary>
    public ValueSyntax? Every { get; init; }

    /// <summary>What each wait is multiplied by for the next one, or null.</summary>
    public ValueSyntax? Backoff { get; init; }

    /// <summary>The condition that ends it, which sees what the steps save; or null.</summary>
    public ValueSyntax? Until { get; init; }

    /// <summary>The kinds of failure after which the steps run again; null where none is named.</summary>
    public ImmutableArray<ManifestName>? Kinds { get; init; }

    public override IEnumerable<ValueSyntax> OwnValues => new[] { Every, Backoff, Until }.OfType<ValueSyntax>();

    public override ImmutableArray<StepSyntax> OwnSteps => Steps;
}

internal static class RetryStep
{
    internal static readonly ImmutableArray<string> Keys = ["times", "every", "backoff", "until", "on", "steps"];

    private static readonly LocalizedText Kind = new("a kind of error", "um tipo de erro");

    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        if (shape.Mapping(parts.Keyword.Value, new("a mapping with 'times' and 'steps'", "um mapeamento com 'times' e 'steps'")) is not { } mapping)
        {
            return null;
        }

        var owner = new LocalizedText("'retry'", "'retry'");
        shape.RefuseOtherKeys(mapping, owner, Keys);
        var times = shape.Require(mapping, "times", owner, parts.KeywordSpan) is { } limit ? shape.Limit(limit) : null;
        var steps = shape.Require(mapping, "steps", owner, parts.KeywordSpan) is { } body ? SequenceReader.ReadOneOrMore(body, shape) : [];
        var kinds = mapping.Find("on") is { } on ? ReadKinds(on.Value, shape) : (ImmutableArray<ManifestName>?)null;
        var every = mapping.Find("every") is { } e ? shape.Scalar(e.Value, new("a duration", "uma duração")) : null;
        var backoff = mapping.Find("backoff") is { } b ? shape.Scalar(b.Value, new("a number", "um número")) : null;
        var until = mapping.Find("until") is { } u ? shape.Value(u.Value, new("a condition", "uma condição")) : null;
        return times is null
            ? null
            : new RetryStepSyntax(times, steps, parts.Clauses) { Every = every, Backoff = backoff, Until = until, Kinds = kinds };
    }

    private static ImmutableArray<ManifestName> ReadKinds(YamlNode node, ShapeReader shape)
    {
        var items = node is YamlSequence list ? list.Items : [node];
        return [.. items.Select(item => shape.Scalar(item, Kind)).OfType<YamlScalar>().Select(s => new ManifestName(s.Text, s.Span))];
    }
}
