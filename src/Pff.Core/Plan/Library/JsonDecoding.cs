using System.Text.Json;

namespace Pff.Core.Plan.Library;

/// <summary>Decodes JSON (RFC 8259) of which no type is known.</summary>
public static class JsonDecoding
{
    /// <summary>Objects larger than this are found by hash instead of by scanning.</summary>
    private const int MaxScannedProperties = 32;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.MaxDepth };

    /// <summary>
    /// One JSON value. A whole number that fits 64 bits is an int, any other number a double; of a repeated property the
    /// last counts. Text that is no JSON, or nested too deep, gives a fault.
    /// </summary>
    /// <param name="keepsBytes">Whether each list and object keeps the bytes it came from.</param>
    public static Value Decode(ReadOnlyMemory<byte> utf8, bool keepsBytes = false) => Decode(utf8.Span, keepsBytes ? utf8 : default);

    /// <summary>As the other, without bytes that could be kept.</summary>
    public static Value Decode(ReadOnlySpan<byte> utf8) => Decode(utf8, default);

    private static Value Decode(ReadOnlySpan<byte> utf8, ReadOnlyMemory<byte> kept)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            if (!reader.Read())
            {
                return Faults.InvalidJson;
            }

            var value = Read(ref reader, kept);
            return reader.Read() ? Faults.InvalidJson : value;
        }
        catch (JsonException)
        {
            return Faults.InvalidJson;
        }
        catch (InvalidOperationException)
        {
            // How the reader reports a text that is no valid UTF-8 or UTF-16.
            return Faults.InvalidJson;
        }
    }

    private static Value Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> kept) => reader.TokenType switch
    {
        JsonTokenType.Null => Value.Null,
        JsonTokenType.True => Value.True,
        JsonTokenType.False => Value.False,
        JsonTokenType.String => Value.Of(reader.GetString()!),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader, kept),
        JsonTokenType.StartObject => ReadObject(ref reader, kept),
        _ => throw new JsonException(),
    };

    private static Value ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
        {
            return Value.Of(whole);
        }

        var number = reader.GetDouble();
        return double.IsInfinity(number) ? Faults.ConversionOutOfRange(TypeNames.Double) : Value.Of(number);
    }

    private static Value ReadList(ref Utf8JsonReader reader, ReadOnlyMemory<byte> kept)
    {
        var start = reader.TokenStartIndex;
        var items = new List<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader, kept));
        }

        return Value.Of(new ListValue([.. items], Bytes(reader, kept, start)));
    }

    private static Value ReadObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> kept)
    {
        var start = reader.TokenStartIndex;
        var names = new List<string>();
        var values = new List<Value>();
        Dictionary<string, int>? places = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var value = Read(ref reader, kept);
            if (places is null && names.Count == MaxScannedProperties)
            {
                places = new Dictionary<string, int>(StringComparer.Ordinal);
                for (var i = 0; i < names.Count; i++)
                {
                    places.Add(names[i], i);
                }
            }

            var known = places is null ? names.IndexOf(name) : places.GetValueOrDefault(name, -1);
            if (known >= 0)
            {
                values[known] = value;
                continue;
            }

            places?.Add(name, names.Count);
            names.Add(name);
            values.Add(value);
        }

        // A large object gives up its bytes for being found fast; it is then written from its entries.
        return places is null
            ? Value.Of(new RecordValue([.. names], [.. values], Bytes(reader, kept, start)))
            : Value.Of(new DictionaryValue([.. names.Select((name, i) => KeyValuePair.Create(Value.Of(name), values[i]))]));
    }

    private static ReadOnlyMemory<byte> Bytes(in Utf8JsonReader reader, ReadOnlyMemory<byte> kept, long start) =>
        kept.IsEmpty ? default : kept[(int)start..(int)reader.BytesConsumed];
}
