using System.Text.Json;
using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Decoding;

/// <summary>One response being decoded. The reader stands on the value's first token before, on its last after.</summary>
internal struct Decoding(ReadOnlyMemory<byte> source)
{
    private const int MaximumScannedProperties = 32;

    // Where in the lists around it a value stands, for messages.
    private int[]? _indexes;
    private int _indexCount;

    /// <exception cref="JsonException">It is not JSON.</exception>
    public Value Read(ref Utf8JsonReader reader, DecodingNode node)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return Null(node);
            case JsonTokenType.StartObject when node.Scalar != ScalarExpectation.Any:
                reader.Skip();
                return ScalarDecoding.Mismatch(node, new("object", "objeto"), Indexes);
            case JsonTokenType.StartArray when node.Scalar != ScalarExpectation.Any:
                reader.Skip();
                return ScalarDecoding.Mismatch(node, new("list", "lista"), Indexes);
            case JsonTokenType.StartObject when node.DecodesAll || (node.Names.Length == 0 && node.Elements is not null):
                return ReadOpenObject(ref reader, node);
            case JsonTokenType.StartObject when node.Names.Length > 0:
                return ReadObject(ref reader, node);
            case JsonTokenType.StartArray when node.DecodesAll || node.Elements is not null:
                return ReadList(ref reader, node);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return Undecoded(ref reader);
            default:
                // A leaf of which nothing is expected is only passed on, or only there.
                return node.Scalar == ScalarExpectation.Any && !node.DecodesAll
                    ? Undecoded(ref reader)
                    : ScalarDecoding.Read(ref reader, node, Indexes);
        }
    }

    public readonly Value Null(DecodingNode node) => node.AllowsNull ? Value.Null : ScalarDecoding.Mismatch(node, ScalarDecoding.Word("null"), Indexes);

    private readonly ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _indexCount);

    private readonly Value Undecoded(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Value.Of(new JsonValue(source[start..(int)reader.BytesConsumed]));
    }

    private Value ReadList(ref Utf8JsonReader reader, DecodingNode node)
    {
        var start = (int)reader.TokenStartIndex;
        var element = node.ElementsOrEverything;
        var items = Array.Empty<Value>();
        var count = 0;
        var depth = EnterIndexed();
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (count == items.Length)
            {
                Array.Resize(ref items, Math.Max(4, count * 2));
            }

            _indexes![depth] = count;
            items[count++] = Read(ref reader, element);
        }

        _indexCount--;
        Array.Resize(ref items, count);
        return Value.Of(new ListValue(items, Kept(reader, node, start)));
    }

    /// <summary>An object of which some properties are read. Of a repeated property the last counts.</summary>
    private Value ReadObject(ref Utf8JsonReader reader, DecodingNode node)
    {
        if (node.Names.Length > 64)
        {
            return ReadWideObject(ref reader, node);
        }

        var start = (int)reader.TokenStartIndex;
        var values = new Value[node.Names.Length];
        var present = 0UL;
        var expected = 0;
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var at = Find(reader, node.Utf8Names, expected);
            Next(ref reader);
            if (at < 0)
            {
                reader.Skip();
                continue;
            }

            values[at] = Read(ref reader, node.Children[at]);
            present |= 1UL << at;
            expected = at + 1;
        }

        var names = node.Names;
        if (System.Numerics.BitOperations.PopCount(present) < names.Length)
        {
            names = node.Subset(present);
            values = Compact(values, present, names.Length);
        }

        return Value.Of(new RecordValue(names, values, Kept(reader, node, start)));
    }

    private static Value[] Compact(Value[] values, ulong present, int count)
    {
        var compact = new Value[count];
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if ((present & (1UL << i)) != 0)
            {
                compact[at++] = values[i];
            }
        }

        return compact;
    }

    /// <summary>More properties than a set of bits has: rare enough to be found by hash.</summary>
    private Value ReadWideObject(ref Utf8JsonReader reader, DecodingNode node)
    {
        var start = (int)reader.TokenStartIndex;
        var names = new List<string>();
        var values = new List<Value>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var at = Find(reader, node.Utf8Names, 0);
            Next(ref reader);
            if (at < 0)
            {
                reader.Skip();
                continue;
            }

            Put(names, values, places, node.Names[at], Read(ref reader, node.Children[at]));
        }

        return Finish(names, values, Kept(reader, node, start));
    }

    /// <summary>An object of which everything is read: its names are not known beforehand, but mostly those of the last one.</summary>
    private Value ReadOpenObject(ref Utf8JsonReader reader, DecodingNode node)
    {
        var start = (int)reader.TokenStartIndex;
        if (node.Shape is not { } shape)
        {
            return ReadUnknownObject(ref reader, node, start, [], []);
        }

        var values = new Value[shape.Names.Length];
        var count = 0;
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            if (count == values.Length || !reader.ValueTextEquals(shape.Utf8Names[count]))
            {
                // Another shape: go on from here with what is read so far.
                return ReadUnknownObject(
                    ref reader, node, start, [.. shape.Names.AsSpan(0, count)], [.. values.AsSpan(0, count)], isAtName: true);
            }

            Next(ref reader);
            values[count] = ReadMember(ref reader, node, shape.Names[count], count);
            count++;
        }

        return count == values.Length
            ? Value.Of(new RecordValue(shape.Names, values, Kept(reader, node, start)))
            : Value.Of(new RecordValue(shape.Names[..count], values[..count], Kept(reader, node, start)));
    }

    private Value ReadUnknownObject(
        ref Utf8JsonReader reader, DecodingNode node, int start, List<string> names, List<Value> values, bool isAtName = false)
    {
        Dictionary<string, int>? places = null;
        while ((isAtName ? reader.TokenType : Next(ref reader)) != JsonTokenType.EndObject)
        {
            isAtName = false;
            var name = ScalarDecoding.Text(ref reader);
            Next(ref reader);
            if (places is null && names.Count >= MaximumScannedProperties)
            {
                places = new Dictionary<string, int>(StringComparer.Ordinal);
                for (var i = 0; i < names.Count; i++)
                {
                    places[names[i]] = i;
                }
            }

            Put(names, values, places, name, ReadMember(ref reader, node, name, names.Count));
        }

        if (places is not null)
        {
            return Finish(names, values, Kept(reader, node, start));
        }

        var shape = new ObjectShape([.. names]);
        node.Shape = shape;
        return Value.Of(new RecordValue(shape.Names, [.. values], Kept(reader, node, start)));
    }

    private static void Put(List<string> names, List<Value> values, Dictionary<string, int>? places, string name, Value value)
    {
        var known = places is null ? names.IndexOf(name) : places.GetValueOrDefault(name, -1);
        if (known >= 0)
        {
            values[known] = value;
            return;
        }

        places?.Add(name, names.Count);
        names.Add(name);
        values.Add(value);
    }

    /// <summary>A large object is found by hash, unless it is passed on: then its bytes count.</summary>
    private static Value Finish(List<string> names, List<Value> values, ReadOnlyMemory<byte> kept) =>
        kept.IsEmpty
            ? Value.Of(new DictionaryValue([.. names.Select((name, i) => KeyValuePair.Create(Value.Of(name), values[i]))]))
            : Value.Of(new RecordValue([.. names], [.. values], kept));

    /// <summary>A value of a map stands in messages by its number, as an element of a list does.</summary>
    private Value ReadMember(ref Utf8JsonReader reader, DecodingNode node, string name, int number)
    {
        var at = node.Names.Length == 0 ? -1 : Array.IndexOf(node.Names, name);
        if (at >= 0)
        {
            return Read(ref reader, node.Children[at]);
        }

        var depth = EnterIndexed();
        _indexes![depth] = number;
        var value = Read(ref reader, node.ElementsOrEverything);
        _indexCount--;
        return value;
    }

    private int EnterIndexed()
    {
        var depth = _indexCount++;
        if (_indexes is null || depth == _indexes.Length)
        {
            Array.Resize(ref _indexes, depth + 4);
        }

        return depth;
    }

    /// <summary>Properties mostly come in one order, so the one after the last is tried first.</summary>
    private static int Find(in Utf8JsonReader reader, byte[][] names, int expected)
    {
        for (var i = expected; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        for (var i = 0; i < expected && i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private readonly ReadOnlyMemory<byte> Kept(in Utf8JsonReader reader, DecodingNode node, int start) =>
        node.KeepsBytes ? source[start..(int)reader.BytesConsumed] : default;

    private static JsonTokenType Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException();
        }

        return reader.TokenType;
    }
}
