using System.Collections.Immutable;

namespace Pff.Core.Plan;

/// <summary>
/// A map with text keys from which a changed map is made in logarithmic time, sharing all the rest: what holds many
/// entities of which few change at a time. Enumerates by key, in ordinal order.
/// </summary>
public sealed class PersistentMapValue : MapValue
{
    private readonly ImmutableDictionary<string, Value> _entries;
    private string[]? _keys;

    private PersistentMapValue(ImmutableDictionary<string, Value> entries) => _entries = entries;

    public static PersistentMapValue Empty { get; } = new(ImmutableDictionary.Create<string, Value>(StringComparer.Ordinal));

    public override int Count => _entries.Count;

    /// <summary>A map with these entries; of entries with the same key the last one stays.</summary>
    public static PersistentMapValue From(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        var builder = Empty._entries.ToBuilder();
        foreach (var (key, value) in entries)
        {
            builder[key] = value;
        }

        return new PersistentMapValue(builder.ToImmutable());
    }

    public PersistentMapValue With(string key, Value value) => new(_entries.SetItem(key, value));

    public PersistentMapValue Without(string key) => new(_entries.Remove(key));

    public override Value KeyAt(int index) => Value.Of(SortedKeys()[index]);

    public override Value ValueAt(int index) => _entries[SortedKeys()[index]];

    public override bool TryGet(in Value key, out Value value)
    {
        if (key.TryGetText(out var text))
        {
            return _entries.TryGetValue(text, out value);
        }

        value = default;
        return false;
    }

    public override bool TryGet(string key, out Value value) => _entries.TryGetValue(key, out value);

    // Found when the map is first enumerated: lookups, which are the common use, never pay for it. Two threads may both
    // sort; they find the same.
    private string[] SortedKeys()
    {
        if (_keys is { } known)
        {
            return known;
        }

        var keys = new string[_entries.Count];
        var at = 0;
        foreach (var key in _entries.Keys)
        {
            keys[at++] = key;
        }

        Array.Sort(keys, StringComparer.Ordinal);
        _keys = keys;
        return keys;
    }
}
