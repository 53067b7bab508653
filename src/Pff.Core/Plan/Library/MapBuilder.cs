namespace Pff.Core.Plan.Library;

/// <summary>Makes a map entry by entry.</summary>
public sealed class MapBuilder
{
    private readonly List<KeyValuePair<Value, Value>> _entries = [];
    private readonly HashSet<Value> _keys = new(ValueKeyComparer.Instance);

    /// <summary>Adds an entry; gives absent, or the fault of a key that is no bool, int or text, or is there already.</summary>
    public Value Add(in Value key, in Value value)
    {
        var clean = Operands.Prepare(key);
        if (clean.IsFault)
        {
            return clean;
        }

        if (value.IsFault)
        {
            return value;
        }

        if (clean.Kind is not (ValueKind.Bool or ValueKind.Int or ValueKind.Text))
        {
            return Faults.UnsupportedKey(clean);
        }

        if (_entries.Count >= Limits.MaxElements)
        {
            return Faults.TooManyElements;
        }

        if (!_keys.Add(clean))
        {
            return Faults.RepeatedKey(clean);
        }

        _entries.Add(new(clean, value));
        return default;
    }

    public Value Build() => Value.Of(new DictionaryValue(_entries));
}
