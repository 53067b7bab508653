namespace Pff.Core.Plan.Library;

/// <summary>Stable sorting by CEL's order; NaN before all other numbers.</summary>
public static class Sorting
{
    public static Value Sort(ListValue list) => SortBy(list.Items.ToArray(), list.Items.ToArray());

    /// <summary>The items sorted by their keys, ascending, items with equal keys in their first order. Both arrays are given away.</summary>
    public static Value SortBy(Value[] keys, Value[] items)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Operands.Prepare(keys[i]);
            if (keys[i].IsFault)
            {
                return keys[i];
            }

            // Whether there is an order between any two follows from each having one with the first.
            if (Ordering.Compare(keys[0], keys[i]) == Order.Incomparable)
            {
                return Faults.NoSuchOverload(Builtin.Sort, keys[0], keys[i]);
            }
        }

        var places = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(places, (left, right) =>
        {
            var order = CompareKeys(keys[left], keys[right]);
            return order != 0 ? order : left.CompareTo(right);
        });
        return Value.Of(new ListValue(Array.ConvertAll(places, place => items[place])));
    }

    private static int CompareKeys(in Value left, in Value right) => Ordering.Compare(left, right) switch
    {
        Order.Less => -1,
        Order.Equal => 0,
        Order.Greater => 1,
        _ => IsNaN(right).CompareTo(IsNaN(left)),
    };

    private static bool IsNaN(in Value value) => value.TryGetDouble(out var number) && double.IsNaN(number);
}
