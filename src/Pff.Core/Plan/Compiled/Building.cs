using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Compiled;

/// <summary>How compiled expressions make lists, maps and texts.</summary>
public static class Building
{
    public static Value EmptyList { get; } = Value.Of(new ListValue([]));

    /// <summary>The first elements of an array, which is given away.</summary>
    public static Value List(Value[] items, int count) =>
        Value.Of(new ListValue(count == items.Length ? items : items.AsSpan(0, count).ToArray()));

    /// <summary>One text of values that should all be texts.</summary>
    public static Value ConcatenateValues(params ReadOnlySpan<Value> parts)
    {
        var texts = new string[parts.Length];
        long length = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            var clean = Reading.Expect(parts[i], ValueKind.Text);
            if (!clean.TryGetText(out var text))
            {
                return clean;
            }

            length += text.Length;
            if (length > Limits.MaxTextLength)
            {
                return Faults.TextTooLong;
            }

            texts[i] = text;
        }

        return Value.Of(string.Concat(texts));
    }

    /// <summary>Adds what is in an optional, nothing where it is empty; gives absent or a fault.</summary>
    public static Value AddOptional(MapBuilder map, Value key, Value value) =>
        !value.TryGet<OptionalValue>(out var optional) ? Faults.TypeMismatch(TypeNames.Optional, value)
        : optional.HasValue ? map.Add(key, optional.Inner)
        : default;

    /// <summary>Adds the entries of a map; gives absent or a fault.</summary>
    public static Value AddAll(MapBuilder map, Value entries)
    {
        var clean = Operands.Prepare(entries);
        if (!clean.TryGet<MapValue>(out var added))
        {
            return clean.IsFault ? clean : Faults.TypeMismatch(TypeNames.Map, clean);
        }

        for (var i = 0; i < added.Count; i++)
        {
            var fault = map.Add(added.KeyAt(i), added.ValueAt(i));
            if (!fault.IsAbsent)
            {
                return fault;
            }
        }

        return default;
    }
}
