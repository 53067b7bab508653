namespace Pff.Core.Plan.Library;

/// <summary>The functions of lists and maps, chosen by arity.</summary>
public static class ListFunctions
{
    internal static Value Invoke(Builtin function, ReadOnlySpan<Value> arguments)
    {
        if (function == Builtin.Range)
        {
            return arguments.Length == 1 && arguments[0].TryGetInt(out var count) ? Range(count) : Faults.NoSuchOverload(function, arguments);
        }

        if (arguments.Length == 1 && arguments[0].TryGet<MapValue>(out var map))
        {
            return OfMap(function, map, arguments);
        }

        if (arguments.Length == 1 && function == Builtin.Reverse && arguments[0].TryGetText(out var text))
        {
            return Value.Of(CodePoints.Reverse(text));
        }

        if (arguments.Length == 0 || !arguments[0].TryGet<ListValue>(out var list))
        {
            return Faults.NoSuchOverload(function, arguments);
        }

        return arguments.Length switch
        {
            1 => OfList(function, list, arguments),
            2 when function == Builtin.Sum => Aggregates.Sum(list, arguments[1]),
            2 when function is Builtin.SetsContains or Builtin.SetsEquivalent or Builtin.SetsIntersects && arguments[1].TryGet<ListValue>(out var other) =>
                Sets.Invoke(function, list, other),
            2 when function == Builtin.Flatten && arguments[1].TryGetInt(out var depth) => Flatten(list, depth),
            3 when function == Builtin.Slice && arguments[1].TryGetInt(out var start) && arguments[2].TryGetInt(out var end) =>
                Slice(list, start, end),
            _ => Faults.NoSuchOverload(function, arguments),
        };
    }

    /// <summary>The list with the elements of its lists in their place, down to a depth.</summary>
    public static Value Flatten(ListValue list, long depth)
    {
        if (depth < 0)
        {
            return Faults.NegativeArgument(Builtin.Flatten, depth);
        }

        var items = new List<Value>();
        var fault = AddFlat(items, list, depth, 0);
        return fault.IsFault ? fault : Value.Of(new ListValue([.. items]));
    }

    public static Value Slice(ListValue list, long start, long end) =>
        start < 0 || end < start || end > list.Count
            ? Faults.InvalidSliceRange(start, end, list.Count)
            : Value.Of(new ListValue(list.Items[(int)start..(int)end].ToArray()));

    /// <summary>0 up to, and without, the count; nothing where that is negative.</summary>
    public static Value Range(long count)
    {
        if (count > Limits.MaxElements)
        {
            return Faults.TooManyElements;
        }

        var items = new Value[Math.Max(0, count)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value.Of((long)i);
        }

        return Value.Of(new ListValue(items));
    }

    /// <summary>Each element once, at its first place.</summary>
    public static Value Distinct(ListValue list)
    {
        var seen = new HashSet<Value>(ValueEqualityComparer.Instance);
        var items = new List<Value>();
        foreach (ref readonly var item in list.Items)
        {
            var clean = Operands.Prepare(item);
            if (clean.IsFault)
            {
                return clean;
            }

            if (seen.Add(clean))
            {
                items.Add(clean);
            }
        }

        return Value.Of(new ListValue([.. items]));
    }

    private static Value OfList(Builtin function, ListValue list, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.Sum => Aggregates.Sum(list, Value.Of(0L)),
        Builtin.Minimum or Builtin.Maximum => Aggregates.Extreme(function, list),
        Builtin.First => list.Count == 0 ? Value.Null : list[0],
        Builtin.Last => list.Count == 0 ? Value.Null : list[list.Count - 1],
        Builtin.Count => Value.Of((long)list.Count),
        Builtin.Distinct => Distinct(list),
        Builtin.Flatten => Flatten(list, 1),
        Builtin.Reverse => Reverse(list),
        Builtin.Sort => Sorting.Sort(list),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value OfMap(Builtin function, MapValue map, ReadOnlySpan<Value> arguments)
    {
        if (function is not (Builtin.Keys or Builtin.Values or Builtin.Count))
        {
            return Faults.NoSuchOverload(function, arguments);
        }

        if (function == Builtin.Count)
        {
            return Value.Of((long)map.Count);
        }

        var items = new Value[map.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = function == Builtin.Keys ? map.KeyAt(i) : map.ValueAt(i);
        }

        return Value.Of(new ListValue(items));
    }

    private static Value Reverse(ListValue list)
    {
        var items = list.Items.ToArray();
        Array.Reverse(items);
        return Value.Of(new ListValue(items));
    }

    private static Value AddFlat(List<Value> items, ListValue list, long depth, int level)
    {
        if (level > Limits.MaxDepth)
        {
            return Faults.TooDeep;
        }

        foreach (ref readonly var item in list.Items)
        {
            var element = item.Kind == ValueKind.Json ? Operands.Prepare(item) : item;
            var fault = default(Value);
            if (depth > 0 && element.TryGet<ListValue>(out var inner))
            {
                fault = AddFlat(items, inner, depth - 1, level + 1);
            }
            else
            {
                items.Add(element);
                fault = items.Count > Limits.MaxElements ? Faults.TooManyElements : default;
            }

            if (fault.IsFault)
            {
                return fault;
            }
        }

        return default;
    }
}
