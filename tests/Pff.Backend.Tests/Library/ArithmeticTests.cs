using System.Numerics;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class ArithmeticTests
{
    [Theory]
    [InlineData(Builtin.Add)]
    [InlineData(Builtin.Subtract)]
    [InlineData(Builtin.Multiply)]
    [InlineData(Builtin.Divide)]
    [InlineData(Builtin.Modulo)]
    public void Integers_give_the_exact_result_or_a_fault(Builtin function) =>
        Gen.Select(Values.Longs, Values.Longs).Sample((left, right) =>
        {
            var result = Invoke(function, Value.Of(left), Value.Of(right));
            if (right == 0 && function is Builtin.Divide or Builtin.Modulo && right == 0)
            {
                return result.AsFault.Reason is FaultKind.DivisionByZero or FaultKind.ModulusByZero;
            }

            var exact = function switch
            {
                Builtin.Add => (BigInteger)left + right,
                Builtin.Subtract => (BigInteger)left - right,
                Builtin.Multiply => (BigInteger)left * right,
                Builtin.Divide => BigInteger.Divide(left, right),
                _ => BigInteger.Remainder(left, right),
            };
            return exact >= long.MinValue && exact <= long.MaxValue
                ? result.AsInt == exact
                : result.AsFault.Reason == FaultKind.Overflow;
        }, iter: Values.Iterations);

    [Fact]
    public void Adding_a_duration_and_taking_it_away_gives_the_same_timestamp() =>
        Gen.Select(Values.Timestamps, Values.Durations).Sample((timestamp, duration) =>
        {
            var sum = Arithmetic.Add(Value.Of(timestamp), Value.Of(duration));
            return sum.IsFault || Arithmetic.Subtract(sum, Value.Of(duration)).AsTimestamp == timestamp;
        }, iter: Values.Iterations);

    [Fact]
    public void The_difference_of_timestamps_leads_from_one_to_the_other() =>
        Gen.Select(Values.Timestamps, Values.Timestamps).Sample((from, to) =>
        {
            var difference = Arithmetic.Subtract(Value.Of(to), Value.Of(from));
            return difference.IsFault || Arithmetic.Add(Value.Of(from), difference).AsTimestamp == to;
        }, iter: Values.Iterations);

    [Fact]
    public void Decimals_are_exact_and_their_overflow_is_a_fault()
    {
        Assert.Equal(0.3m, Arithmetic.Add(Value.Of(0.1m), Value.Of(0.2m)).AsDecimal);
        Assert.Equal(3.5m, Arithmetic.Add(Value.Of(1L), Value.Of(2.5m)).AsDecimal);
        Assert.Equal(FaultKind.Overflow, Arithmetic.Multiply(Value.Of(decimal.MaxValue), Value.Of(2m)).AsFault.Reason);
        Assert.Equal(FaultKind.DivisionByZero, Arithmetic.Divide(Value.Of(1m), Value.Of(0m)).AsFault.Reason);
    }

    [Fact]
    public void Ints_and_doubles_do_not_mix() =>
        Assert.Equal(FaultKind.NoSuchOverload, Arithmetic.Add(Value.Of(1L), Value.Of(1.0)).AsFault.Reason);

    [Fact]
    public void A_text_or_list_that_would_be_too_large_is_a_fault()
    {
        var text = Value.Of(new string('x', Limits.MaxTextLength));
        Assert.Equal(FaultKind.LimitExceeded, Arithmetic.Add(text, Value.Of("x")).AsFault.Reason);
        var list = Value.Of(new ListValue(new Value[Limits.MaxElements]));
        Assert.Equal(FaultKind.LimitExceeded, Arithmetic.Add(list, list).AsFault.Reason);
    }

    [Fact]
    public void No_function_throws_whatever_it_is_given() =>
        Gen.Select(Gen.Int[0, Enum.GetValues<Builtin>().Length - 1], Values.All.Array[0, 4]).Sample((index, arguments) =>
        {
            Invoke((Builtin)index, arguments);
        }, iter: 20_000);

    [Fact]
    public void No_function_reveals_a_secret() =>
        Gen.Select(Gen.Int[0, Enum.GetValues<Builtin>().Length - 1], Values.Scalars.Array[0, 2], Gen.Int[0, 2]).Sample((index, others, place) =>
        {
            var secret = Value.Of(new SecretValue(Value.Of("hunter2")));
            var arguments = others.ToList();
            arguments.Insert(Math.Min(place, others.Length), secret);
            var result = Invoke((Builtin)index, arguments.ToArray());
            return result.Kind is ValueKind.Fault or ValueKind.Secret or ValueKind.Optional
                && (!result.TryGet<Fault>(out var fault) || !fault.Message.English.Contains("hunter2", StringComparison.Ordinal));
        }, iter: Values.Iterations);

    private static Value Invoke(Builtin function, params Value[] arguments) => Core.Plan.Library.Library.Invoke(function, arguments);

    [Fact]
    public void Every_fault_speaks_both_languages()
    {
        var fault = Arithmetic.Divide(Value.Of(1L), Value.Of(0L)).AsFault;
        Assert.Equal("division by zero", fault.Message.English);
        Assert.Equal("divisão por zero", fault.Message.Portuguese);
    }
}
