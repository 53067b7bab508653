namespace Pff.Core.Plan.Library;

/// <summary>Fields, keys and indexes of values.</summary>
public static class Access
{
    /// <summary>
    /// <c>operand.name</c>: NoSuchKey where a map has no such key, NoSuchOverload where the operand has no fields.
    /// An optional is looked into and gives an optional.
    /// </summary>
    public static Value Select(in Value operand, string name)
    {
        if (operand.TryGet<MapValue>(out var map))
        {
            return map.TryGet(name, out var value) && !value.IsAbsent ? value : Missing(map, name);
        }

        switch (operand.Kind)
        {
            case ValueKind.Optional:
                return OptionalSelect(operand, name);
            case ValueKind.Json or ValueKind.Secret:
                var decoded = Operands.Prepare(operand);
                return decoded.IsFault ? decoded : Select(decoded, name);
            case ValueKind.Fault:
                return operand;
            default:
                return Faults.NoFields(operand, name);
        }
    }

    /// <summary><c>has(operand.name)</c>: a bool, or a fault where the operand has no fields.</summary>
    public static Value Has(in Value operand, string name)
    {
        if (operand.TryGet<MapValue>(out var map))
        {
            return Value.Of(map.TryGet(name, out var value) && !value.IsAbsent);
        }

        switch (operand.Kind)
        {
            case ValueKind.Optional:
                var inner = operand.As<OptionalValue>();
                return inner.HasValue ? Has(inner.Inner, name) : Value.False;
            case ValueKind.Json or ValueKind.Secret:
                var decoded = Operands.Prepare(operand);
                return decoded.IsFault ? decoded : Has(decoded, name);
            case ValueKind.Fault:
                return operand;
            default:
                return Faults.NoFields(operand, name);
        }
    }

    /// <summary><c>operand?.name</c>: null where the operand is null, or the field is absent or null.</summary>
    public static Value SafeSelect(in Value operand, string name)
    {
        var clean = Operands.Prepare(operand);
        if (clean.IsNull || clean.IsFault)
        {
            return clean;
        }

        var value = Select(clean, name);
        return value.TryGet<Fault>(out var fault) && IsMissing(fault) ? Value.Null : value;
    }

    /// <summary><c>operand.?name</c>: an optional, empty where the field is absent; an optional operand is looked into.</summary>
    public static Value OptionalSelect(in Value operand, string name)
    {
        if (operand.TryGet<OptionalValue>(out var optional))
        {
            return optional.HasValue ? OptionalSelect(optional.Inner, name) : operand;
        }

        return operand.IsFault ? operand : Wrap(Select(operand, name));
    }

    /// <summary><c>operand[key]</c> of a list, by whole number, or of a map.</summary>
    public static Value Index(in Value operand, in Value key)
    {
        if (key.IsFault)
        {
            return operand.IsFault ? operand : key;
        }

        if (operand.TryGet<ListValue>(out var list))
        {
            return key.TryGetInt(out var index) ? Index(list, index) : IndexByOther(list, key);
        }

        if (operand.TryGet<MapValue>(out var map))
        {
            return IndexMap(map, key);
        }

        switch (operand.Kind)
        {
            case ValueKind.Optional:
                return OptionalIndex(operand, key);
            case ValueKind.Json or ValueKind.Secret:
                var decoded = Operands.Prepare(operand);
                return decoded.IsFault ? decoded : Index(decoded, key);
            case ValueKind.Fault:
                return operand;
            default:
                return Faults.NoSuchOverload(Builtin.Index, operand, key);
        }
    }

    public static Value Index(ListValue list, long index) =>
        (ulong)index < (ulong)list.Count ? list[(int)index] : Faults.IndexOutOfRange(index, list.Count);

    /// <summary><c>operand[?key]</c>: an optional, empty where there is no such key or index.</summary>
    public static Value OptionalIndex(in Value operand, in Value key)
    {
        if (operand.TryGet<OptionalValue>(out var optional))
        {
            return optional.HasValue ? OptionalIndex(optional.Inner, key) : operand;
        }

        return operand.IsFault ? operand : key.IsFault ? key : Wrap(Index(operand, key));
    }

    /// <summary><c>element in container</c>: of a list, or as a key of a map.</summary>
    public static Value In(in Value element, in Value container)
    {
        if (container.TryGet<MapValue>(out var map))
        {
            var key = Operands.Prepare(element);
            return key.IsFault ? key : Value.Of(map.TryGet(AsKey(key), out _));
        }

        if (!container.TryGet<ListValue>(out var list))
        {
            var decoded = Operands.Prepare(container);
            return decoded.IsFault ? decoded
                : container.Kind == ValueKind.Json ? In(element, decoded)
                : Faults.NoSuchOverload(Builtin.In, element, container);
        }

        Value fault = default;
        foreach (ref readonly var item in list.Items)
        {
            var equal = Equality.Equal(item, element);
            if (!equal.TryGetBool(out var found))
            {
                fault = fault.IsAbsent ? equal : fault;
            }
            else if (found)
            {
                return Value.True;
            }
        }

        return fault.IsAbsent ? Value.False : fault;
    }

    /// <summary>Whether the fault says that a field or key is not there, which <c>??</c> and <c>?.</c> take for nothing.</summary>
    public static bool IsMissing(Fault fault) => fault.Reason is FaultKind.NoSuchField or FaultKind.NoSuchKey;

    private static Value Missing(MapValue map, string name) => map is RecordValue ? Faults.NoSuchField(name) : Faults.NoSuchKey(name);

    private static Value IndexByOther(ListValue list, in Value key)
    {
        var clean = Operands.Prepare(key);
        return clean.IsFault ? clean
            : AsKey(clean).TryGetInt(out var index) ? Index(list, index)
            : Faults.UnsupportedIndex(clean);
    }

    private static Value IndexMap(MapValue map, in Value key)
    {
        var clean = AsKey(Operands.Prepare(key));
        if (clean.IsFault)
        {
            return clean;
        }

        if (map.TryGet(clean, out var value) && !value.IsAbsent)
        {
            return value;
        }

        return clean.Kind is ValueKind.Text or ValueKind.Int or ValueKind.Bool or ValueKind.Double
            ? Faults.NoSuchKey(clean)
            : Faults.UnsupportedKey(clean);
    }

    /// <summary>A whole decimal or double finds the int that it is equal to.</summary>
    private static Value AsKey(in Value key) => key.Kind switch
    {
        ValueKind.Double when key.AsDouble is >= -9223372036854775808.0 and < 9223372036854775808.0 && Math.Floor(key.AsDouble) == key.AsDouble =>
            Value.Of((long)key.AsDouble),
        ValueKind.Decimal when key.AsDecimal is >= long.MinValue and <= long.MaxValue && decimal.Truncate(key.AsDecimal) == key.AsDecimal =>
            Value.Of((long)key.AsDecimal),
        _ => key,
    };

    private static Value Wrap(in Value value)
    {
        if (value.TryGet<Fault>(out var fault))
        {
            return IsMissing(fault) || fault.Reason == FaultKind.IndexOutOfRange ? Optionals.None : value;
        }

        return Optionals.Of(value);
    }
}
