using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Runtime.Http;

/// <summary>Writes values into request bodies. It is the one place that looks into secrets.</summary>
internal static class RequestJson
{
    public const string Redacted = "(secret)";
    private const int MaximumDepth = 64;

    /// <summary>False where the value has no JSON form: a fault, a type, a number that is not finite, or too deep.</summary>
    public static bool TryWrite(Utf8JsonWriter writer, in Value value, bool redacts, List<string> secrets, int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            return false;
        }

        switch (value.Kind)
        {
            case ValueKind.Null or ValueKind.Absent:
                writer.WriteNullValue();
                return true;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.AsBool);
                return true;
            case ValueKind.Int:
                writer.WriteNumberValue(value.AsInt);
                return true;
            case ValueKind.Double when double.IsFinite(value.AsDouble):
                writer.WriteNumberValue(value.AsDouble);
                return true;
            case ValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal);
                return true;
            case ValueKind.Json:
                // Decoded from a valid response: passed on as it is.
                writer.WriteRawValue(value.As<JsonValue>().Utf8.Span, skipInputValidation: true);
                return true;
            case ValueKind.Optional:
                return TryWrite(writer, value.As<OptionalValue>().Inner, redacts, secrets, depth + 1);
            case ValueKind.Secret:
                return TryWriteSecret(writer, value.As<SecretValue>(), redacts, secrets, depth);
            case ValueKind.List:
                return TryWriteList(writer, value.AsList, redacts, secrets, depth);
            case ValueKind.Map:
                return TryWriteMap(writer, value.AsMap, redacts, secrets, depth);
            default:
                if (ValueTexts.TryGet(value, out var text))
                {
                    writer.WriteStringValue(text);
                    return true;
                }

                return false;
        }
    }

    private static bool TryWriteSecret(Utf8JsonWriter writer, SecretValue secret, bool redacts, List<string> secrets, int depth)
    {
        if (redacts)
        {
            writer.WriteStringValue(Redacted);
            return true;
        }

        if (ValueTexts.TryGet(secret.Inner, out var text))
        {
            secrets.Add(text);
        }

        return TryWrite(writer, secret.Inner, redacts, secrets, depth + 1);
    }

    private static bool TryWriteList(Utf8JsonWriter writer, ListValue list, bool redacts, List<string> secrets, int depth)
    {
        if (!list.Json.IsEmpty)
        {
            writer.WriteRawValue(list.Json.Span, skipInputValidation: true);
            return true;
        }

        writer.WriteStartArray();
        foreach (ref readonly var item in list.Items)
        {
            if (!TryWrite(writer, item, redacts, secrets, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool TryWriteMap(Utf8JsonWriter writer, MapValue map, bool redacts, List<string> secrets, int depth)
    {
        if (map is RecordValue { Json.IsEmpty: false } record)
        {
            writer.WriteRawValue(record.Json.Span, skipInputValidation: true);
            return true;
        }

        writer.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            if (!ValueTexts.TryGet(map.KeyAt(i), out var key))
            {
                return false;
            }

            writer.WritePropertyName(key);
            if (!TryWrite(writer, map.ValueAt(i), redacts, secrets, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }
}

/// <summary>Values as paths, queries and headers carry them.</summary>
internal static class ValueTexts
{
    /// <summary>False where the value is no scalar.</summary>
    public static bool TryGet(in Value value, out string text)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                text = value.AsText;
                return true;
            case ValueKind.Bool:
                text = value.AsBool ? "true" : "false";
                return true;
            case ValueKind.Int:
                text = NumberText.Write(value.AsInt);
                return true;
            case ValueKind.Double when double.IsFinite(value.AsDouble):
                text = NumberText.Write(value.AsDouble);
                return true;
            case ValueKind.Decimal:
                text = NumberText.Write(value.AsDecimal);
                return true;
            case ValueKind.Timestamp:
                text = TimestampText.Write(value.AsTimestamp);
                return true;
            case ValueKind.Duration:
                text = DurationText.Write(value.AsDuration);
                return true;
            case ValueKind.Json:
                return TryGetScalar(value.As<JsonValue>().Utf8.Span, out text);
            default:
                text = string.Empty;
                return false;
        }
    }

    /// <summary>Numbers keep the digits that the server sent.</summary>
    private static bool TryGetScalar(ReadOnlySpan<byte> utf8, out string text)
    {
        var reader = new Utf8JsonReader(utf8);
        text = string.Empty;
        if (!reader.Read())
        {
            return false;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                text = reader.GetString()!;
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                return true;
            default:
                return false;
        }
    }
}
