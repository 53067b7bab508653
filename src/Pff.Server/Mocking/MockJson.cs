using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pff.Core.Plan;

namespace Pff.Server.Mocking;

/// <summary>Values as the mock sends, stores and compares them.</summary>
internal static class MockJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON value; text that is no JSON is a fault.</summary>
    public static Value Decode(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return Value.Of(new Fault(FaultKind.InvalidArgument, new("it is not JSON", "não é JSON")));
        }

        static Value Of(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => Value.Of(element.GetBoolean()),
            JsonValueKind.Number => element.TryGetInt64(out var whole) ? Value.Of(whole) : Value.Of(element.GetDouble()),
            JsonValueKind.String => Value.Of(element.GetString()!),
            JsonValueKind.Array => Value.Of(new ListValue([.. element.EnumerateArray().Select(Of)])),
            JsonValueKind.Object => Value.Of(new RecordValue(
                [.. element.EnumerateObject().Select(property => property.Name)],
                [.. element.EnumerateObject().Select(property => Of(property.Value))])),
            _ => Value.Null,
        };
    }

    public static Value Evaluate(Core.Ir.IrExpression expression, Frame frame) => expression switch
    {
        Core.Ir.IrConstant constant => constant.Value,
        Core.Ir.IrSlot slot => frame.Slots[slot.Slot],
        _ => Value.Of(new Fault(FaultKind.NoSuchOverload, new("it cannot be evaluated", "não pode ser avaliada"))),
    };

    /// <summary>A value's text: a text as it is, nothing for null, everything else as JSON; a fault stays one.</summary>
    public static Value ToText(in Value value) => value.Kind switch
    {
        ValueKind.Text or ValueKind.Fault => value,
        ValueKind.Null or ValueKind.Absent => Value.Of(""),
        ValueKind.Int => Value.Of(value.AsInt.ToString(CultureInfo.InvariantCulture)),
        _ => Value.Of(Encoding.UTF8.GetString(ToBytes(value))),
    };

    public static byte[] ToBytes(in Value value) => Write(value, isSorted: false);

    /// <summary>With the keys of every map in ordinal order, so that equal states have equal bytes.</summary>
    public static byte[] ToSortedBytes(in Value value) => Write(value, isSorted: true);

    private static byte[] Write(in Value value, bool isSorted)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value, isSorted);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, in Value value, bool isSorted)
    {
        switch (value.Kind)
        {
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.AsBool);
                break;
            case ValueKind.Int:
                writer.WriteNumberValue(value.AsInt);
                break;
            case ValueKind.Double when double.IsFinite(value.AsDouble):
                writer.WriteNumberValue(value.AsDouble);
                break;
            case ValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal);
                break;
            case ValueKind.Text:
                writer.WriteStringValue(value.AsText);
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (ref readonly var item in value.AsList.Items)
                {
                    Write(writer, item, isSorted);
                }

                writer.WriteEndArray();
                break;
            case ValueKind.Map:
                WriteMap(writer, value.AsMap, isSorted);
                break;
            case ValueKind.Json:
                writer.WriteRawValue(value.As<JsonValue>().Utf8.Span, skipInputValidation: true);
                break;
            default:
                WriteOther(writer, value, isSorted);
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, MapValue map, bool isSorted)
    {
        writer.WriteStartObject();
        if (isSorted && map is not PersistentMapValue)
        {
            foreach (var (name, value) in Enumerable.Range(0, map.Count)
                .Select(i => (Name: ToText(map.KeyAt(i)).AsText, Value: map.ValueAt(i)))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                Write(writer, value, isSorted);
            }
        }
        else
        {
            for (var i = 0; i < map.Count; i++)
            {
                writer.WritePropertyName(ToText(map.KeyAt(i)).AsText);
                Write(writer, map.ValueAt(i), isSorted);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteOther(Utf8JsonWriter writer, in Value value, bool isSorted)
    {
        if (value.TryGet<OptionalValue>(out var optional) && optional.HasValue)
        {
            Write(writer, optional.Inner, isSorted);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
