using Pff.Core.Plan.Library;

namespace Pff.Core.Plan;

/// <summary>
/// Values as text, as interpolation, reports and parameters show them: numbers in their shortest exact form,
/// timestamps in RFC 3339, durations in seconds ("90s"), lists and maps as compact JSON, null and absence as nothing.
/// </summary>
public static class ValueText
{
    /// <summary>A text, or a fault: of a secret, of what has no JSON form inside a list or map, or the value itself where it is one.</summary>
    public static Value Write(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                return value;
            case ValueKind.Null or ValueKind.Absent:
                return Value.Of("");
            case ValueKind.Optional:
                return Write(value.As<OptionalValue>().Inner);
            case ValueKind.Type:
                return Value.Of(value.As<TypeValue>().Name);
            case ValueKind.Secret:
                return Faults.SecretUsed;
            case ValueKind.Fault:
                return value;
            case ValueKind.List or ValueKind.Map:
                return WriteJson(value);
            case ValueKind.Json:
                var decoded = JsonDecoding.Decode(value.As<JsonValue>().Utf8);
                return decoded.Kind is ValueKind.List or ValueKind.Map ? WriteJson(value) : Write(decoded);
            default:
                return Conversions.ToText(value);
        }
    }

    private static Value WriteJson(in Value value) =>
        ValueJson.TryWriteCompact(value, out var text) is { } fault ? Value.Of(fault)
        : text.Length > Limits.MaxTextLength ? Faults.TextTooLong
        : Value.Of(text);
}
