using System.Collections.Immutable;
using Pff.Backend.Emission;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Emission;

/// <summary>Expressions that are long or deep compile, and give what the evaluator gives.</summary>
public sealed class LargeExpressionTests
{
    private const int Size = 5000;
    private const int ChainLength = 1000;
    private static readonly TextSpan Nowhere = new(0, 0);
    private static readonly IrExpression Number = new IrSlot(0, "n", PffType.Int, Nowhere);
    private static readonly IrExpression Test = Call(Builtin.Less, PffType.Bool, Number, Constant(5));

    public static TheoryData<string> Names => [.. Cases().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_compiles(string name)
    {
        var expression = Cases()[name];
        var compiled = ExpressionCompiler.Compile([expression], CancellationToken.None).Load()[0];
        foreach (var value in new[] { Value.Of(1L), Value.Of(7L), Value.Of(long.MaxValue), default })
        {
            var frame = new Frame(1, default);
            frame.Slots[0] = value;
            Assert.Equal(ValueText.Of(Evaluator.Evaluate(expression, frame)), ValueText.Of(compiled(frame)));
        }
    }

    private static Dictionary<string, IrExpression> Cases()
    {
        var element = new IrVariable("x", PffType.Int);
        var local = new IrLocal(element, Nowhere);
        var list = new ListType(PffType.Int);
        return new()
        {
            ["a list of constants"] = List(i => Constant(i)),
            ["a constant list"] = new IrConstant(Value.Of(new ListValue([.. Enumerable.Range(0, Size).Select(i => Value.Of((long)i))])), list, Nowhere),
            ["a list of calls"] = List(i => Call(Builtin.Subtract, PffType.Int, Number, Constant(i))),
            ["a list inside a loop"] = new IrTransformList(
                new IrList([new IrListElement(Number, false)], list, Nowhere), element, null, null, List(_ => local), false, new ListType(list), Nowhere),
            ["a map"] = new IrMap(
                [.. Enumerable.Range(0, Size).Select(i => new IrMapEntry(Constant(i), Number, false))], new MapType(PffType.Int, PffType.Int), Nowhere),
            ["a text of many parts"] = new IrInterpolation(
                [.. Enumerable.Range(0, Size).Select(i => new IrCoerce(CoercionKind.ToText, Number, PffType.Text, Nowhere))], Nowhere),
            ["a match of many arms"] = new IrMatch(
                element, Number, [.. Enumerable.Range(3, Size).Select(i => new IrMatchArm(Constant(i), Call(Builtin.Add, PffType.Int, local, Constant(i))))],
                PffType.Int, Nowhere),
            ["a call of many arguments"] = new IrCall(Builtin.MathGreatest, [.. Enumerable.Repeat(Number, Size)], PffType.Int, Nowhere),
            ["a chain of sums"] = Chain((e, i) => Call(Builtin.Add, PffType.Int, e, i % 2 == 0 ? Number : Constant(1))),
            ["a chain of sums to the right"] = Chain((e, i) => Call(Builtin.Add, PffType.Int, Constant(-i), e)),
            ["a chain of &&"] = Chain((e, _) => new IrAnd(e, Test, Nowhere), Test),
            ["a chain of || to the right"] = Chain((e, _) => new IrOr(Test, e, Nowhere), Test),
            ["a chain of ?:"] = Chain((e, i) => new IrConditional(Call(Builtin.Equal, PffType.Bool, Number, Constant(i)), Constant(i), e, PffType.Int, Nowhere)),
            ["a chain of ??"] = Chain((e, _) => new IrCoalesce(e, Number, PffType.Int, Nowhere)),
            ["a chain of selections"] = Chain((e, _) => new IrSelect(e, "a", PffType.Dyn, Nowhere)),
            ["a chain of lets"] = Chain((e, i) => new IrLet(new IrVariable("v", PffType.Int), Constant(i), e, Nowhere)),
            ["loops in loops"] = Enumerable.Range(0, 60).Aggregate(Number, (e, i) => Call(Builtin.Size, PffType.Int, new IrTransformList(
                new IrList([new IrListElement(Constant(i), false)], list, Nowhere), new IrVariable("x", PffType.Int), null, null, e, false, list, Nowhere))),
        };

        IrList List(Func<int, IrExpression> make) => new([.. Enumerable.Range(0, Size).Select(i => new IrListElement(make(i), false))], list, Nowhere);
    }

    private static IrExpression Chain(Func<IrExpression, int, IrExpression> next, IrExpression? first = null) =>
        Enumerable.Range(0, ChainLength).Aggregate(first ?? Number, next);

    private static IrCall Call(Builtin function, PffType type, params ImmutableArray<IrExpression> arguments) => new(function, arguments, type, Nowhere);

    private static IrConstant Constant(long value) => new(Value.Of(value), PffType.Int, Nowhere);
}
