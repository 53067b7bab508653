using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class OrderingTests
{
    [Fact]
    public void Numbers_of_all_types_stand_in_one_order() =>
        Gen.Select(Values.Numbers, Values.Numbers, Values.Numbers).Sample((a, b, c) =>
        {
            var isNaN = IsNaN(a) || IsNaN(b) || IsNaN(c);
            return isNaN || (Sign(a, b) == -Sign(b, a) && Sign(a, a) == 0 && (Sign(a, b) > 0 || Sign(b, c) > 0 || Sign(a, c) <= 0));
        }, iter: Values.Iterations);

    [Fact]
    public void Numbers_are_equal_where_neither_is_less() =>
        Gen.Select(Values.Numbers, Values.Numbers).Sample((a, b) =>
            IsNaN(a) || IsNaN(b) || (Sign(a, b) == 0) == Equality.AreEqual(a, b), iter: Values.Iterations);

    [Fact]
    public void Equal_numbers_have_equal_hashes() =>
        Gen.Select(Values.Longs, Gen.Int[0, 2]).Sample((whole, type) =>
        {
            var one = Value.Of(whole);
            var other = type switch { 0 => Value.Of((double)whole), 1 => Value.Of((decimal)whole), _ => Value.Of(whole * 1.000m) };
            return !Equality.AreEqual(one, other) || Equality.HashOf(one) == Equality.HashOf(other);
        }, iter: Values.Iterations);

    [Fact]
    public void Equality_is_symmetric_and_agrees_with_hashes() =>
        Gen.Select(Values.All, Values.All).Sample((a, b) =>
        {
            var isEqual = Equality.AreEqual(a, b);
            return isEqual == Equality.AreEqual(b, a) && (!isEqual || Equality.HashOf(a) == Equality.HashOf(b));
        }, iter: Values.Iterations);

    [Fact]
    public void Everything_but_NaN_equals_itself() => Values.All.Sample(value => Equality.AreEqual(value, value) || HasNaN(value), iter: Values.Iterations);

    [Theory]
    [InlineData(9007199254740993, 9007199254740992.0, Order.Greater)]
    [InlineData(long.MaxValue, 9223372036854775808.0, Order.Equal)]
    [InlineData(long.MaxValue, 9223372036854777857.0, Order.Less)]
    [InlineData(long.MinValue, -9223372036854775808.0, Order.Equal)]
    [InlineData(3, 3.5, Order.Less)]
    [InlineData(-3, -3.5, Order.Greater)]
    [InlineData(0, -0.0, Order.Equal)]
    [InlineData(1, double.NaN, Order.Unordered)]
    public void An_int_beside_a_double_is_compared_without_rounding(long left, double right, Order expected) =>
        Assert.Equal(expected, Ordering.Compare(Value.Of(left), Value.Of(right)));

    [Fact]
    public void Decimals_are_not_the_doubles_next_to_them()
    {
        Assert.Equal(Order.Less, Ordering.Compare(Value.Of(0.1m), Value.Of(0.1)));
        Assert.Equal(Order.Equal, Ordering.Compare(Value.Of(0.5m), Value.Of(0.5)));
        Assert.Equal(Order.Less, Ordering.Compare(Value.Of(decimal.MaxValue), Value.Of(double.PositiveInfinity)));
    }

    [Fact]
    public void Texts_stand_in_the_order_of_their_code_points() =>
        Gen.Select(Values.Texts, Values.Texts).Sample((a, b) =>
            HasHalves(a) || HasHalves(b) || Math.Sign(Ordering.CompareText(a, b)) == Math.Sign(CompareRunes(a, b)), iter: Values.Iterations);

    [Fact]
    public void A_comparison_of_unlike_values_is_a_fault()
    {
        Assert.Equal(FaultKind.NoSuchOverload, Ordering.Less(Value.Of("a"), Value.Of(1L)).AsFault.Reason);
        Assert.Equal(FaultKind.NoSuchOverload, Ordering.Less(Value.Null, Value.Null).AsFault.Reason);
    }

    [Fact]
    public void Comparing_a_secret_is_a_fault_even_deep_inside()
    {
        var secret = Value.Of(new ListValue([Value.Of(new SecretValue(Value.Of("hunter2")))]));
        var plain = Value.Of(new ListValue([Value.Of("hunter2")]));
        Assert.True(Equality.Equal(secret, plain).IsFault);
        Assert.DoesNotContain("hunter2", Equality.Equal(secret, plain).AsFault.Message.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_nested_without_end_is_a_fault_and_not_a_crash()
    {
        var deep = Value.Null;
        for (var i = 0; i < 100_000; i++)
        {
            deep = Value.Of(new ListValue([deep]));
        }

        Assert.Equal(FaultKind.LimitExceeded, Equality.Equal(deep, deep).AsFault.Reason);
        Assert.Equal(FaultKind.LimitExceeded, ValueText.Write(deep).AsFault.Reason);
    }

    [Fact]
    public void A_small_value_that_unfolds_to_a_huge_one_is_a_fault_and_not_a_hang()
    {
        var wide = Value.Of(1L);
        for (var i = 0; i < 60; i++)
        {
            wide = Value.Of(new ListValue([wide, wide]));
        }

        Assert.Equal(FaultKind.LimitExceeded, Equality.Equal(wide, wide).AsFault.Reason);
        Assert.Equal(FaultKind.LimitExceeded, ValueText.Write(wide).AsFault.Reason);
    }

    private static int Sign(in Value left, in Value right) => Ordering.Compare(left, right) switch
    {
        Order.Less => -1,
        Order.Equal => 0,
        Order.Greater => 1,
        var other => throw new InvalidOperationException($"{other}"),
    };

    private static bool IsNaN(in Value value) => value.TryGetDouble(out var number) && double.IsNaN(number);

    private static bool HasNaN(Value value) => value.Kind switch
    {
        ValueKind.List => value.AsList.Items.ToArray().Any(HasNaN),
        ValueKind.Map => Enumerable.Range(0, value.AsMap.Count).Any(i => HasNaN(value.AsMap.ValueAt(i))),
        ValueKind.Optional => HasNaN(value.As<OptionalValue>().Inner),
        _ => IsNaN(value),
    };

    private static bool HasHalves(string text) => text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD);

    private static int CompareRunes(string left, string right)
    {
        var pairs = left.EnumerateRunes().Zip(right.EnumerateRunes()).Select(pair => pair.First.CompareTo(pair.Second));
        var first = pairs.FirstOrDefault(comparison => comparison != 0);
        return first != 0 ? first : left.EnumerateRunes().Count().CompareTo(right.EnumerateRunes().Count());
    }
}
