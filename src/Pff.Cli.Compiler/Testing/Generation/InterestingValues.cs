using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>The constants of a program's expressions, the first of them in source order.</summary>
internal sealed record InterestingValues(ImmutableArray<string> Texts, ImmutableArray<long> Whole)
{
    private const int MaximumCount = 12;
    private const int MaximumTextLength = 64;

    public static InterestingValues Of(IEnumerable<IrExpression> expressions)
    {
        var collector = new Collector();
        foreach (var expression in expressions)
        {
            collector.Rewrite(expression);
        }

        return new InterestingValues(
            [.. collector.Texts.Distinct(StringComparer.Ordinal).Take(MaximumCount)], [.. collector.Whole.Distinct().Take(MaximumCount)]);
    }

    private sealed class Collector : IrRewriter
    {
        public List<string> Texts { get; } = [];

        public List<long> Whole { get; } = [];

        protected override IrExpression Visit(IrExpression expression)
        {
            if (expression is IrConstant { Value: var value })
            {
                if (value.TryGetText(out var text) && text.Length is > 0 and <= MaximumTextLength)
                {
                    Texts.Add(text);
                }
                else if (value.TryGetInt(out var number) && number is > long.MinValue and < long.MaxValue)
                {
                    // On a boundary and on either side of it.
                    Whole.AddRange([number, number + 1, number - 1]);
                }
            }

            return expression;
        }
    }
}
