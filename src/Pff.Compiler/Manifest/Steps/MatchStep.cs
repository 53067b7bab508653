using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>match: value</c> with <c>cases</c>.</summary>
public sealed record MatchStepSyntax(ValueSyntax Subject, ImmutableArray<CaseSyntax> Cases, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [Subject];

    public override ImmutableArray<StepSyntax> OwnSteps => [.. Cases.SelectMany(c => c.Steps)];
}

/// <param name="Pattern">A text, int, bool or null; null for <c>other</c>, which takes all the rest.</param>
/// <param name="Span">The pattern.</param>
public sealed record CaseSyntax(Value? Pattern, TextSpan Span, ImmutableArray<StepSyntax> Steps);

internal static class MatchStep
{
    /// <summary>Without quotes; in quotes it is a text like any other.</summary>
    private const string Other = "other";

    private static readonly LocalizedText Pattern = new("a text, a whole number, true, false, null or other", "um texto, um número inteiro, true, false, null ou other");

    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        var subject = shape.Value(parts.Keyword.Value, new("a value", "um valor"));
        var node = shape.Require(parts.Mapping, "cases", parts.Owner, parts.KeywordSpan);
        if (node is null || shape.Mapping(node, new("a mapping from values to steps", "um mapeamento de valores para passos")) is not { } mapping)
        {
            return null;
        }

        var cases = ImmutableArray.CreateBuilder<CaseSyntax>(mapping.Entries.Length);
        foreach (var (key, value) in mapping.Entries)
        {
            var steps = SequenceReader.ReadOneOrMore(value, shape);
            if (TryRead(key, out var pattern))
            {
                cases.Add(new CaseSyntax(pattern, key.Span, steps));
            }
            else
            {
                shape.Report(CompilerDiagnostics.WrongNode(key, Pattern));
            }
        }

        return subject is null ? null : new MatchStepSyntax(subject, cases.ToImmutable(), parts.Clauses);
    }

    private static bool TryRead(YamlScalar key, out Value? pattern)
    {
        var isOther = key.Kind == YamlScalarKind.Text && key.Text == Other && key.Span.Length == Other.Length;
        pattern = key.Kind switch
        {
            YamlScalarKind.Null => Value.Null,
            YamlScalarKind.Bool => Value.Of(key.TryGetBool(out var isTrue) && isTrue),
            YamlScalarKind.Int => key.TryGetInt(out var whole) ? Value.Of(whole) : null,
            YamlScalarKind.Text when !isOther => Value.Of(key.Text),
            _ => null,
        };
        return isOther || pattern is not null;
    }
}
