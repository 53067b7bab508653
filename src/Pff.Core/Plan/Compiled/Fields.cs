using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Compiled;

/// <summary>Selections and indexes of compiled expressions: the common case first, the meaning in <see cref="Access"/>.</summary>
public static class Fields
{
    /// <summary><c>operand.name</c>.</summary>
    public static Value Select(Value operand, string name) =>
        operand.TryGet<RecordValue>(out var record) && record.TryGet(name, out var value) && !value.IsAbsent
            ? value
            : Access.Select(operand, name);

    /// <summary><c>operand.name</c> on the left of <c>??</c>: absent, and no fault, where the field is not there.</summary>
    public static Value Find(Value operand, string name)
    {
        if (operand.TryGet<RecordValue>(out var record))
        {
            return record.TryGet(name, out var value) ? WithoutMissing(value) : default;
        }

        return WithoutMissing(Access.Select(operand, name));
    }

    /// <summary><c>operand[key]</c> on the left of <c>??</c>: absent, and no fault, where the key is not there.</summary>
    public static Value FindAt(Value operand, Value key)
    {
        if (operand.TryGet<MapValue>(out var map) && key.TryGetText(out var name))
        {
            return map.TryGet(name, out var value) ? WithoutMissing(value) : default;
        }

        return WithoutMissing(Library.Library.Invoke(Builtin.Index, operand, key));
    }

    /// <inheritdoc cref="FindAt(Value, Value)"/>
    public static Value FindAt(Value operand, long index) =>
        operand.TryGet<ListValue>(out var list) ? WithoutMissing(Access.Index(list, index)) : FindAt(operand, Value.Of(index));

    /// <summary><c>operand[index]</c>.</summary>
    public static Value At(Value operand, long index) =>
        operand.TryGet<ListValue>(out var list) ? Access.Index(list, index) : Library.Library.Invoke(Builtin.Index, operand, Value.Of(index));

    /// <summary><c>operand["name"]</c>.</summary>
    public static Value At(Value operand, string name) =>
        operand.TryGet<RecordValue>(out var record) && record.TryGet(name, out var value) && !value.IsAbsent
            ? value
            : Library.Library.Invoke(Builtin.Index, operand, Value.Of(name));

    /// <summary><c>has(operand.name)</c>: a bool, or a fault.</summary>
    public static Value Has(Value operand, string name) =>
        operand.TryGet<RecordValue>(out var record)
            ? Value.Of(record.TryGet(name, out var value) && !value.IsAbsent)
            : Access.Has(operand, name);

    private static Value WithoutMissing(Value value) => value.TryGet<Fault>(out var fault) && Access.IsMissing(fault) ? default : value;
}
