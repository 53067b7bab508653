using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Plan.Library;

namespace Pff.Core.Plan;

/// <summary>
/// Values as JSON (RFC 8259): 64-bit ints and decimals as exact numbers, doubles in their shortest form, timestamps in
/// RFC 3339, durations in seconds ("1.5s"), map keys as text. Absent properties are left out. What has no JSON form
/// (NaN, infinities, types, and secrets unless asked for) is a fault.
/// </summary>
public static class ValueJson
{
    private static readonly JsonWriterOptions ReadableOptions = new()
    {
        // Not for HTML: letters beyond ASCII stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = Limits.MaxDepth + 2,
    };

    /// <summary>
    /// Writes one value; gives the fault where it has no JSON form, and the writer is then to be thrown away. Values
    /// that still have the JSON they came from are written as that, byte for byte.
    /// </summary>
    /// <param name="includesSecrets">Only for declared sinks of secrets.</param>
    public static Fault? Write(Utf8JsonWriter writer, in Value value, bool includesSecrets = false) =>
        new JsonWriting(writer, includesSecrets, isCompact: false).Write(value);

    /// <summary>One value as UTF-8, or the fault.</summary>
    public static Fault? TryWrite(in Value value, out ReadOnlyMemory<byte> utf8, bool includesSecrets = false) =>
        TryWrite(value, includesSecrets, isCompact: false, out utf8);

    /// <summary>One JSON value as <see cref="JsonDecoding"/> reads it; false where it is not exactly one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Value value)
    {
        value = JsonDecoding.Decode(utf8);
        return !value.IsFault;
    }

    /// <summary>Without blanks that the original may have had.</summary>
    internal static Fault? TryWriteCompact(in Value value, out string text)
    {
        var fault = TryWrite(value, includesSecrets: false, isCompact: true, out var utf8);
        text = fault is null ? Encoding.UTF8.GetString(utf8.Span) : "";
        return fault;
    }

    private static Fault? TryWrite(in Value value, bool includesSecrets, bool isCompact, out ReadOnlyMemory<byte> utf8)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, ReadableOptions);
        var fault = new JsonWriting(writer, includesSecrets, isCompact).Write(value);
        writer.Flush();
        utf8 = fault is null ? buffer.WrittenMemory : default;
        return fault;
    }
}

/// <summary>One value being written.</summary>
internal readonly struct JsonWriting(Utf8JsonWriter writer, bool includesSecrets, bool isCompact)
{
    private const double FirstInexactWhole = 9007199254740992;

    public Fault? Write(in Value value) => Write(value, 0);

    private Fault? Write(in Value value, int depth)
    {
        if (depth > Limits.MaxDepth)
        {
            return Faults.TooDeep.AsFault;
        }

        switch (value.Kind)
        {
            case ValueKind.Null or ValueKind.Absent:
                writer.WriteNullValue();
                break;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.AsBool);
                break;
            case ValueKind.Int:
                writer.WriteNumberValue(value.AsInt);
                break;
            case ValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal);
                break;
            case ValueKind.Double:
                if (!double.IsFinite(value.AsDouble))
                {
                    return Faults.NotJson(NumberText.NameOfNonFinite(value.AsDouble)).AsFault;
                }

                WriteDouble(value.AsDouble);
                break;
            case ValueKind.Text:
                writer.WriteStringValue(WellFormed(value.AsText));
                break;
            case ValueKind.Timestamp:
                writer.WriteStringValue(TimestampText.Write(value.AsTimestamp));
                break;
            case ValueKind.Duration:
                writer.WriteStringValue(DurationText.Write(value.AsDuration));
                break;
            default:
                return WriteObject(value, depth);
        }

        return IsTooLong(0) ? Faults.JsonTooLong.AsFault : null;
    }

    private void WriteDouble(double number)
    {
        if (Math.Abs(number) < FirstInexactWhole)
        {
            writer.WriteNumberValue(number);
            return;
        }

        // Without an exponent it would read back as an int, which the shortest digits of a large double are not exactly.
        writer.WriteRawValue(NumberText.WriteWithExponent(number), skipInputValidation: true);
    }

    private bool IsTooLong(int more) =>
        writer.BytesCommitted + writer.BytesPending + more > (isCompact ? 2L * Limits.MaxTextLength : Limits.MaxJsonLength);

    private Fault? WriteObject(in Value value, int depth)
    {
        switch (value.Kind)
        {
            case ValueKind.List:
                var list = value.AsList;
                return list.Json.IsEmpty ? WriteList(list, depth) : WriteRaw(list.Json);
            case ValueKind.Map:
                return value.TryGet<RecordValue>(out var record) && !record.Json.IsEmpty ? WriteRaw(record.Json) : WriteMap(value.AsMap, depth);
            case ValueKind.Json:
                return WriteRaw(value.As<JsonValue>().Utf8);
            case ValueKind.Optional:
                return Write(value.As<OptionalValue>().Inner, depth + 1);
            case ValueKind.Secret:
                return includesSecrets ? Write(value.As<SecretValue>().Inner, depth + 1) : Faults.SecretUsed.AsFault;
            case ValueKind.Fault:
                return value.AsFault;
            default:
                return Faults.NotJson(TypeNames.Of(value)).AsFault;
        }
    }

    private Fault? WriteList(ListValue list, int depth)
    {
        writer.WriteStartArray();
        for (var i = 0; i < list.Count; i++)
        {
            if (Write(list[i], depth + 1) is { } fault)
            {
                return fault;
            }
        }

        writer.WriteEndArray();
        return null;
    }

    private Fault? WriteMap(MapValue map, int depth)
    {
        writer.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            var value = map.ValueAt(i);
            if (value.IsAbsent)
            {
                continue;
            }

            writer.WritePropertyName(WellFormed(NameOf(map.KeyAt(i))));
            if (Write(value, depth + 1) is { } fault)
            {
                return fault;
            }
        }

        writer.WriteEndObject();
        return null;
    }

    private static string NameOf(in Value key) => key.Kind switch
    {
        ValueKind.Text => key.AsText,
        ValueKind.Bool => key.AsBool ? "true" : "false",
        ValueKind.Int => key.AsInt.ToString(CultureInfo.InvariantCulture),
        ValueKind.Double => NumberText.Write(key.AsDouble),
        _ => throw new InvalidOperationException("maps have bools, ints and texts for keys"),
    };

    private Fault? WriteRaw(ReadOnlyMemory<byte> json)
    {
        if (IsTooLong(json.Length))
        {
            return Faults.JsonTooLong.AsFault;
        }

        if (!isCompact)
        {
            writer.WriteRawValue(json.Span, skipInputValidation: true);
            return null;
        }

        try
        {
            Copy(json.Span);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader's way to say that the bytes, or a text in them, are no valid JSON.
            return Faults.InvalidJson.AsFault;
        }
    }

    /// <summary>Token by token, numbers as they are written.</summary>
    private void Copy(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Limits.MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(reader.GetString());
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    /// <summary>The writer refuses half surrogate pairs, which a JSON escape may have brought in.</summary>
    private static string WellFormed(string text)
    {
        if (!CodePoints.HasSurrogates(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.ToString());
        }

        return result.ToString();
    }
}
