using System.Buffers;
using System.Text.Json;
using Pff.Core.Plan;

namespace Pff.Server.Mocking;

/// <summary>JSON that is the same for equal values, so that states can be compared by a hash.</summary>
internal static class MockJson
{
    /// <summary>UTF-8, the keys of every map in ordinal order. A value that has no JSON form is written as null.</summary>
    public static void WriteSorted(IBufferWriter<byte> output, PersistentMapValue state)
    {
        // Collections are larger than one JSON text may be, so entities are written one at a time.
        output.Write("{"u8);
        for (var i = 0; i < state.Count; i++)
        {
            WriteName(output, state.KeyAt(i), isFirst: i == 0);
            if (!state.ValueAt(i).TryGet<PersistentMapValue>(out var collection))
            {
                WriteValue(output, state.ValueAt(i));
                continue;
            }

            output.Write("{"u8);
            for (var j = 0; j < collection.Count; j++)
            {
                WriteName(output, collection.KeyAt(j), isFirst: j == 0);
                WriteValue(output, collection.ValueAt(j));
            }

            output.Write("}"u8);
        }

        output.Write("}"u8);
    }

    private static void WriteName(IBufferWriter<byte> output, in Value name, bool isFirst)
    {
        output.Write(isFirst ? default : ","u8);
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(name.AsText).EncodedUtf8Bytes);
        output.Write("\":"u8);
    }

    private static void WriteValue(IBufferWriter<byte> output, in Value value) =>
        output.Write(ValueJson.TryWrite(Sorted(value), out var utf8) is null ? utf8.Span : "null"u8);

    private static Value Sorted(in Value value) => value.Kind switch
    {
        ValueKind.List => Value.Of(new ListValue([.. value.AsList.Items.ToArray().Select(item => Sorted(item))])),
        ValueKind.Map => Value.Of(Sorted(value.AsMap)),
        _ => value,
    };

    private static RecordValue Sorted(MapValue map)
    {
        var entries = Enumerable.Range(0, map.Count)
            .Select(i => (Name: ValueText.Write(map.KeyAt(i)).AsText, Value: Sorted(map.ValueAt(i))))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToArray();
        return new RecordValue([.. entries.Select(entry => entry.Name)], [.. entries.Select(entry => entry.Value)]);
    }
}
