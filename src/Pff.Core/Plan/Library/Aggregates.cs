namespace Pff.Core.Plan.Library;

/// <summary>One value out of a list of them.</summary>
public static class Aggregates
{
    /// <summary>
    /// The sum of numbers or durations, from a start (0 of the elements' type). Ints beside doubles count as doubles,
    /// because JSON writes a whole double like an int.
    /// </summary>
    public static Value Sum(ListValue list, in Value start)
    {
        var sum = start;
        foreach (ref readonly var item in list.Items)
        {
            if (sum.TryGetInt(out var subtotal) && item.TryGetInt(out var number) && IntegerMath.TryAdd(subtotal, number, out var total))
            {
                sum = Value.Of(total);
                continue;
            }

            var element = Operands.Prepare(item);
            if (element.IsFault)
            {
                return element;
            }

            if (!NumberOrder.IsNumber(element.Kind) && element.Kind != ValueKind.Duration)
            {
                return Faults.NoSuchOverload(Builtin.Sum, Value.Of(list), element);
            }

            sum = AddTo(sum, element);
            if (sum.IsFault)
            {
                return sum;
            }
        }

        return sum;
    }

    /// <summary>The least or greatest of a list of comparable values, the first of equal ones; null of an empty list.</summary>
    public static Value Extreme(Builtin function, ListValue list)
    {
        var wanted = function == Builtin.Minimum ? Order.Less : Order.Greater;
        var best = Value.Null;
        for (var i = 0; i < list.Count; i++)
        {
            var element = Operands.Prepare(list[i]);
            if (element.IsFault)
            {
                return element;
            }

            // The first is compared with itself, so that a single value without an order is a fault too.
            var order = Ordering.Compare(element, i == 0 ? element : best);
            if (order == Order.Incomparable)
            {
                return Faults.NoSuchOverload(function, Value.Of(list), element);
            }

            best = i == 0 || order == wanted || IsNaN(element) ? element : best;
        }

        return best;
    }

    private static Value AddTo(in Value sum, in Value element) => (sum.Kind, element.Kind) switch
    {
        (ValueKind.Int, ValueKind.Double) => Value.Of(sum.AsInt + element.AsDouble),
        (ValueKind.Double, ValueKind.Int) => Value.Of(sum.AsDouble + element.AsInt),
        (ValueKind.Int, ValueKind.Duration) when sum.AsInt == 0 => element,
        _ => Arithmetic.Add(sum, element),
    };

    private static bool IsNaN(in Value value) => value.TryGetDouble(out var number) && double.IsNaN(number);
}
