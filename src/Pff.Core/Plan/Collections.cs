using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pff.Core.Plan;

/// <summary>An immutable list. The array given to it belongs to it from then on.</summary>
public sealed class ListValue(Value[] items, ReadOnlyMemory<byte> json = default) : ValueObject(ValueKind.List)
{
    private readonly Value[] _items = items;

    public int Count => _items.Length;

    /// <summary>The JSON that this value was decoded from, where it is also passed on as it is; else empty.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    public Value this[int index] => _items[index];

    public ReadOnlySpan<Value> Items => _items;
}

/// <summary>An immutable map; enumerates in insertion order.</summary>
public abstract class MapValue : ValueObject
{
    private protected MapValue()
        : base(ValueKind.Map)
    {
    }

    public abstract int Count { get; }

    /// <summary>The key of an entry, 0 ≤ index &lt; <see cref="Count"/>.</summary>
    public abstract Value KeyAt(int index);

    public abstract Value ValueAt(int index);

    /// <summary>Looks a key up by CEL equality (int 1 finds double 1.0).</summary>
    public abstract bool TryGet(in Value key, out Value value);

    /// <summary>Looks a text key up.</summary>
    public abstract bool TryGet(string key, out Value value);
}

/// <summary>
/// A JSON object: text keys, few of them, looked up by scanning. Where only some properties of an object are decoded
/// (<see cref="Projection"/>), it holds those only. The names are distinct.
/// </summary>
public sealed class RecordValue(string[] names, Value[] values, ReadOnlyMemory<byte> json = default) : MapValue
{
    private static readonly Value[] NoField = [Value.Absent];

    private readonly string[] _names = names;
    private readonly Value[] _values = values;

    public override int Count => _values.Length;

    /// <summary>The JSON that this value was decoded from, where it is also passed on as it is; else empty.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    public override Value KeyAt(int index) => Value.Of(_names[index]);

    public override Value ValueAt(int index) => _values[index];

    public override bool TryGet(in Value key, out Value value)
    {
        if (key.TryGetText(out var text))
        {
            return TryGet(text, out value);
        }

        value = default;
        return false;
    }

    /// <summary>A field; absent where there is none.</summary>
    /// <param name="name">Found soonest where it is the same object as this record's name.</param>
    /// <param name="place">Where who asks found the field in the record before: those of one shape have it there again.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Value Field(string name, ref FieldPlace? place)
    {
        var (known, values) = (place, _values);
        if (known is null || !ReferenceEquals(known.Names, _names))
        {
            return ref Search(name, ref place);
        }

        return ref (uint)known.At < (uint)values.Length ? ref values[known.At] : ref NoField[0];
    }

    private ref readonly Value Search(string name, ref FieldPlace? place)
    {
        var (known, names, values) = (place, _names, _values);
        var at = known?.At ?? FieldPlace.Nowhere;
        if ((uint)at < (uint)values.Length && string.Equals(names[at], name, StringComparison.Ordinal))
        {
            return ref values[at];
        }

        at = 0;
        while (at < values.Length && !string.Equals(names[at], name, StringComparison.Ordinal))
        {
            at++;
        }

        place = FieldPlace.After(known, names, at < values.Length ? at : FieldPlace.Nowhere);
        return ref at < values.Length ? ref values[at] : ref NoField[0];
    }

    public override bool TryGet(string key, out Value value)
    {
        var names = _names;
        for (var i = 0; i < _values.Length; i++)
        {
            if (ReferenceEquals(names[i], key) || string.Equals(names[i], key, StringComparison.Ordinal))
            {
                value = _values[i];
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>A map with any keys that CEL allows (bool, int, text).</summary>
public sealed class DictionaryValue : MapValue
{
    private readonly Dictionary<Value, int> _index;
    private readonly Value[] _keys;
    private readonly Value[] _values;

    /// <param name="entries">Entries with distinct keys, each a bool, int or text (or an equal double).</param>
    public DictionaryValue(IReadOnlyList<KeyValuePair<Value, Value>> entries)
    {
        _keys = new Value[entries.Count];
        _values = new Value[entries.Count];
        _index = new Dictionary<Value, int>(entries.Count, ValueKeyComparer.Instance);
        for (var i = 0; i < entries.Count; i++)
        {
            _keys[i] = entries[i].Key;
            _values[i] = entries[i].Value;
            _index[entries[i].Key] = i;
        }
    }

    public override int Count => _keys.Length;

    public override Value KeyAt(int index) => _keys[index];

    public override Value ValueAt(int index) => _values[index];

    public override bool TryGet(in Value key, out Value value)
    {
        if (_index.TryGetValue(key, out var at))
        {
            value = _values[at];
            return true;
        }

        value = default;
        return false;
    }

    public override bool TryGet(string key, out Value value) => TryGet(Value.Of(key), out value);
}

/// <summary>Equality of map keys: by kind and content, a whole double being equal to the int it stands for.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "A singleton.")]
public sealed class ValueKeyComparer : IEqualityComparer<Value>
{
    private ValueKeyComparer()
    {
    }

    public static ValueKeyComparer Instance { get; } = new();

    public bool Equals(Value x, Value y) => (x.Kind, y.Kind) switch
    {
        (ValueKind.Text, ValueKind.Text) => string.Equals(x.AsText, y.AsText, StringComparison.Ordinal),
        (ValueKind.Bool, ValueKind.Bool) => x.AsBool == y.AsBool,
        _ => TryInteger(x, out var left) && TryInteger(y, out var right) && left == right,
    };

    public int GetHashCode(Value obj) => obj.Kind switch
    {
        ValueKind.Text => obj.AsText.GetHashCode(StringComparison.Ordinal),
        ValueKind.Bool => obj.AsBool ? 1 : 0,
        _ => TryInteger(obj, out var number) ? number.GetHashCode() : (int)obj.Kind,
    };

    private static bool TryInteger(in Value value, out long number)
    {
        if (value.TryGetInt(out number))
        {
            return true;
        }

        if (value.TryGetDouble(out var d) && d >= -9223372036854775808.0 && d < 9223372036854775808.0 && Math.Floor(d) == d)
        {
            number = (long)d;
            return true;
        }

        return false;
    }
}
