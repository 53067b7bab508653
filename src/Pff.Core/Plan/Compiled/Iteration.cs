using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Compiled;

/// <summary>What a comprehension goes over where its range is no list.</summary>
public static class Iteration
{
    /// <summary>A list of the keys of a map; the elements of a list that is undecoded JSON; else a fault.</summary>
    public static Value Firsts(Value range)
    {
        var clean = Operands.Prepare(range);
        if (clean.Kind is ValueKind.List or ValueKind.Fault)
        {
            return clean;
        }

        return clean.TryGet<MapValue>(out var map) ? Value.Of(Keys(map)) : Faults.NotIterable(clean);
    }

    /// <summary>A list of the values of a map; the elements of a list that is undecoded JSON; else a fault.</summary>
    /// <param name="range">A value that is no list.</param>
    /// <param name="keys">The keys of a map, null for a list.</param>
    public static Value Seconds(Value range, out ListValue? keys)
    {
        keys = null;
        var clean = Operands.Prepare(range);
        if (clean.Kind is ValueKind.List or ValueKind.Fault)
        {
            return clean;
        }

        if (!clean.TryGet<MapValue>(out var map))
        {
            return Faults.NotIterable(clean);
        }

        keys = Keys(map);
        var values = new Value[map.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = map.ValueAt(i);
        }

        return Value.Of(new ListValue(values));
    }

    private static ListValue Keys(MapValue map)
    {
        var keys = new Value[map.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = map.KeyAt(i);
        }

        return new ListValue(keys);
    }
}
