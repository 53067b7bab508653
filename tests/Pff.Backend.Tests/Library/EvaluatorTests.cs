using System.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Library;

public sealed class EvaluatorTests
{
    private static readonly TextSpan Nowhere = new(0, 0);
    private static readonly IrExpression True = new IrConstant(Value.True, PffType.Bool, Nowhere);
    private static readonly IrExpression False = new IrConstant(Value.False, PffType.Bool, Nowhere);

    [Fact]
    public void Loops_in_loops_end_with_a_fault_that_nothing_absorbs()
    {
        IrExpression body = False;
        for (var i = 0; i < 4; i++)
        {
            body = new IrQuantifier(QuantifierKind.Exists, RangeOf(100_000), new IrVariable("x", PffType.Int), null, body, Nowhere);
        }

        var clock = Stopwatch.StartNew();
        Assert.Equal(FaultKind.LimitExceeded, Evaluate(new IrAnd(body, False, Nowhere)).AsFault.Reason);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData(50_000, false)]
    [InlineData(150_000, true)]
    public void A_tree_deeper_than_any_stack_has_a_value_or_a_fault(int depth, bool isFault)
    {
        var deep = True;
        for (var i = 0; i < depth; i++)
        {
            deep = new IrAnd(deep, True, Nowhere);
        }

        // A thread with hardly any stack: the result must not hang on how much the caller has left.
        Value result = default;
        var thread = new Thread(() => result = Evaluate(deep), 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(isFault, result.IsFault);
        Assert.True(isFault ? result.AsFault.Reason == FaultKind.LimitExceeded : result.AsBool);
    }

    [Fact]
    public void A_fault_of_a_let_counts_only_where_its_variable_is_read()
    {
        var variable = new IrVariable("x", PffType.Int);
        var fault = new IrFault(FaultKind.DivisionByZero, "division by zero", Nowhere);
        Assert.True(Evaluate(new IrLet(variable, fault, True, Nowhere)).AsBool);
        Assert.True(Evaluate(new IrLet(variable, fault, new IrLocal(variable, Nowhere), Nowhere)).IsFault);
    }

    [Fact]
    public void Data_that_lies_about_its_type_is_a_fault_where_it_is_read()
    {
        var frame = new Frame(1, default);
        frame.Slots[0] = Value.Of("many");
        Assert.Equal(FaultKind.TypeMismatch, Evaluator.Evaluate(new IrSlot(0, "count", PffType.Int, Nowhere), frame).AsFault.Reason);
        frame.Slots[0] = Value.Of(5L);
        Assert.Equal(5.0, Evaluator.Evaluate(new IrSlot(0, "price", PffType.Double, Nowhere), frame).AsDouble);
        frame.Slots[0] = default;
        Assert.Equal(FaultKind.NoSuchVariable, Evaluator.Evaluate(new IrSlot(0, "count", PffType.Int, Nowhere), frame).AsFault.Reason);
    }

    private static IrCall RangeOf(long count) =>
        new(Builtin.Range, [new IrConstant(Value.Of(count), PffType.Int, Nowhere)], new ListType(PffType.Int), Nowhere);

    private static Value Evaluate(IrExpression expression) => Evaluator.Evaluate(expression, new Frame(0, default));
}
