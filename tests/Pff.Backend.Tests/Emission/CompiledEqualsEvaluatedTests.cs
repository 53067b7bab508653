using CsCheck;
using Pff.Backend.Emission;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;
using Pff.Runtime.Tests.Support;

namespace Pff.Backend.Tests.Emission;

/// <summary>A compiled expression gives what the reference evaluator gives: the same value, or a fault of the same kind.</summary>
public sealed class CompiledEqualsEvaluatedTests
{
    private const int BatchSize = 300;
    private const int FramesPerExpression = 8;
    private const int Depth = 5;

    /// <summary>PFF_PROPERTY_COUNT says how many expressions are tried; one compilation takes a few hundred.</summary>
    [Fact]
    public void Generated_expressions_give_what_the_evaluator_gives()
    {
        var count = LongForm.Number("PFF_PROPERTY_COUNT", 2 * BatchSize);
        var batches = Math.Max(1, (count + BatchSize - 1) / BatchSize);
        Gen.UInt.Sample(seed => CheckBatch(seed), iter: batches, threads: 1);
    }

    [Fact]
    public void A_whole_number_written_where_a_double_is_wanted_is_one()
    {
        var nowhere = new TextSpan(0, 0);
        var number = new IrCoerce(CoercionKind.Narrow, new IrConstant(Value.Of(3L), PffType.Dyn, nowhere), PffType.Double, nowhere);
        var expression = new IrCoerce(CoercionKind.ToText, number, PffType.Text, nowhere);
        var frame = new Frame(0, default);
        Assert.Equal(Expected(expression, frame), ValueText.Of(ExpressionCompiler.Compile([expression], CancellationToken.None).Load()[0](frame)));
    }

    private static void CheckBatch(uint seed)
    {
        var random = new PCG(1, seed);
        var generator = new IrGenerator(random);
        var expressions = Enumerable.Range(0, BatchSize).Select(i => generator.Any(1 + (i % Depth))).ToList();
        var compiled = ExpressionCompiler.Compile(expressions, CancellationToken.None).Load();
        var wrong = new List<(IrExpression Expression, Frame Frame)>();
        var withValue = 0;
        for (var i = 0; i < expressions.Count; i++)
        {
            for (var f = 0; f < FramesPerExpression; f++)
            {
                var frame = TestFrames.Make(random);
                var result = compiled[i](frame);
                withValue += result.IsFault ? 0 : 1;
                if (Expected(expressions[i], frame) != ValueText.Of(result))
                {
                    wrong.Add((expressions[i], frame));
                    break;
                }
            }
        }

        Assert.True(withValue > BatchSize * FramesPerExpression / 4, $"only {withValue} results are values: the test tests nothing but faults");
        if (wrong.Count > 0)
        {
            var (expression, frame) = wrong.Select(w => Smallest(w.Expression, w.Frame)).MinBy(w => IrText.Of(w.Expression).Length);
            Assert.Fail($"""
                {wrong.Count} of {BatchSize} expressions of batch {seed} differ. The shortest:
                {IrText.Of(expression)}
                evaluated: {Expected(expression, frame)}
                compiled:  {ValueText.Of(ExpressionCompiler.Compile([expression], CancellationToken.None).Load()[0](frame))}
                {IrText.SlotsOf(expression, frame)}
                {ExpressionCompiler.Explain([expression])}
                """);
        }
    }

    private static string Expected(IrExpression expression, Frame frame) => ValueText.Of(Evaluator.Evaluate(expression, frame));

    /// <summary>Goes down into parts that differ themselves, as long as they read no variable bound outside.</summary>
    private static (IrExpression Expression, Frame Frame) Smallest(IrExpression expression, Frame frame)
    {
        while (true)
        {
            var parts = IrText.Parts(expression).Where(IrText.IsClosed).ToList();
            if (parts.Count == 0)
            {
                return (expression, frame);
            }

            var compiled = ExpressionCompiler.Compile(parts, CancellationToken.None).Load();
            var wrong = Enumerable.Range(0, parts.Count).FirstOrDefault(i => Expected(parts[i], frame) != ValueText.Of(compiled[i](frame)), -1);
            if (wrong < 0)
            {
                return (expression, frame);
            }

            expression = parts[wrong];
        }
    }
}
