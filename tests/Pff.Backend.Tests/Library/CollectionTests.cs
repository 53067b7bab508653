using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class CollectionTests
{
    [Fact]
    public void Sorting_orders_and_keeps_the_elements() =>
        Values.Numbers.Array[0, 20].Sample(numbers =>
        {
            var sorted = Invoke(Builtin.Sort, List(numbers)).AsList;
            return sorted.Count == numbers.Length
                && Enumerable.Range(1, Math.Max(0, sorted.Count - 1)).All(i => Ordering.Compare(sorted[i - 1], sorted[i]) is not Order.Greater);
        }, iter: Values.Iterations);

    [Fact]
    public void Equal_keys_keep_their_order()
    {
        var items = new[] { Value.Of("a"), Value.Of("b"), Value.Of("c") };
        var sorted = Sorting.SortBy([Value.Of(1L), Value.Of(0L), Value.Of(1.0)], items).AsList;
        Assert.Equal(["b", "a", "c"], sorted.Items.ToArray().Select(item => item.AsText));
    }

    [Fact]
    public void Distinct_leaves_no_two_equal_elements() =>
        Values.All.Array[0, 8].Sample(items =>
        {
            var distinct = Invoke(Builtin.Distinct, List(items)).AsList.Items.ToArray();
            return items.All(item => distinct.Any(other => Equality.AreEqual(item, other)) || !Equality.AreEqual(item, item))
                && distinct.Select((item, i) => distinct.Take(i).All(other => !Equality.AreEqual(item, other))).All(isNew => isNew);
        }, iter: Values.Iterations);

    [Fact]
    public void Sums_keep_the_type_of_their_elements()
    {
        Assert.Equal(6, Invoke(Builtin.Sum, List(Value.Of(1L), Value.Of(2L), Value.Of(3L))).AsInt);
        Assert.Equal(3.5, Invoke(Builtin.Sum, List(Value.Of(1L), Value.Of(2.5))).AsDouble);
        Assert.Equal(3.50m, Invoke(Builtin.Sum, List(Value.Of(1.25m), Value.Of(2.25m))).AsDecimal);
        Assert.Equal(new Duration(3, 0), Invoke(Builtin.Sum, List(Value.Of(new Duration(1, 0)), Value.Of(new Duration(2, 0)))).AsDuration);
        Assert.Equal(0, Invoke(Builtin.Sum, List()).AsInt);
        Assert.Equal(0.0, Invoke(Builtin.Sum, List(), Value.Of(0.0)).AsDouble);
        Assert.Equal(FaultKind.Overflow, Invoke(Builtin.Sum, List(Value.Of(long.MaxValue), Value.Of(1L))).AsFault.Reason);
        Assert.Equal(FaultKind.NoSuchOverload, Invoke(Builtin.Sum, List(Value.Of("a"))).AsFault.Reason);
    }

    [Fact]
    public void The_ends_of_an_empty_list_are_null()
    {
        Assert.True(Invoke(Builtin.First, List()).IsNull);
        Assert.True(Invoke(Builtin.Last, List()).IsNull);
        Assert.True(Invoke(Builtin.Minimum, List()).IsNull);
        Assert.Equal(2, Invoke(Builtin.Maximum, List(Value.Of(1L), Value.Of(2L))).AsInt);
    }

    [Fact]
    public void Lists_grow_no_larger_than_their_limit()
    {
        Assert.Equal(FaultKind.LimitExceeded, Invoke(Builtin.Range, Value.Of(1_000_001L)).AsFault.Reason);
        Assert.Equal(0, Invoke(Builtin.Range, Value.Of(-1L)).AsList.Count);
        var many = Invoke(Builtin.Range, Value.Of(1_000L));
        var lists = List([.. Enumerable.Repeat(many, 1_001)]);
        Assert.Equal(FaultKind.LimitExceeded, Invoke(Builtin.Flatten, lists).AsFault.Reason);
    }

    [Fact]
    public void A_mismatch_found_while_decoding_stays_a_fault_when_the_element_is_read()
    {
        var mismatch = Faults.TypeMismatch("int", Value.Of("x"));
        var list = List(mismatch, Value.Of(1L));
        Assert.Equal(FaultKind.TypeMismatch, Access.Index(list, Value.Of(0L)).AsFault.Reason);
        Assert.Equal(1, Access.Index(list, Value.Of(1L)).AsInt);
        Assert.Equal(FaultKind.TypeMismatch, Invoke(Builtin.Sum, list).AsFault.Reason);
        Assert.Equal(FaultKind.TypeMismatch, Invoke(Builtin.In, Value.Of(2L), list).AsFault.Reason);
    }

    [Fact]
    public void Grouping_keeps_first_appearance()
    {
        var map = Grouping.GroupBy([Value.Of("x"), Value.Of("y"), Value.Of("x")], [Value.Of(1L), Value.Of(2L), Value.Of(3L)]).AsMap;
        Assert.Equal(["x", "y"], Enumerable.Range(0, map.Count).Select(i => map.KeyAt(i).AsText));
        Assert.Equal(2, map.ValueAt(0).AsList.Count);
    }

    private static Value Invoke(Builtin function, params Value[] arguments) => Core.Plan.Library.Library.Invoke(function, arguments);

    private static Value List(params Value[] items) => Value.Of(new ListValue(items));
}
