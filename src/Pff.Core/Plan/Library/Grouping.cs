namespace Pff.Core.Plan.Library;

/// <summary>Items by key.</summary>
public static class Grouping
{
    /// <summary>A map from each key, in order of first appearance, to the list of the items that have it.</summary>
    public static Value GroupBy(ReadOnlySpan<Value> keys, ReadOnlySpan<Value> items)
    {
        var groups = new List<(Value Key, List<Value> Items)>();
        var places = new Dictionary<Value, int>(ValueKeyComparer.Instance);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = Operands.Prepare(keys[i]);
            if (key.Kind is not (ValueKind.Bool or ValueKind.Int or ValueKind.Text))
            {
                return key.IsFault ? key : Faults.UnsupportedKey(key);
            }

            if (!places.TryGetValue(key, out var place))
            {
                place = groups.Count;
                places.Add(key, place);
                groups.Add((key, []));
            }

            groups[place].Items.Add(items[i]);
        }

        return Value.Of(new DictionaryValue(
            [.. groups.Select(group => KeyValuePair.Create(group.Key, Value.Of(new ListValue([.. group.Items]))))]));
    }
}
