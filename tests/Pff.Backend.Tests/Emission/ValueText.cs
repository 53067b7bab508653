using System.Globalization;
using System.Text;
using Pff.Core.Plan;

namespace Pff.Backend.Tests.Emission;

/// <summary>A value as a text that is the same exactly where the values are: kinds, the bits of doubles, order. Faults by their kind.</summary>
internal static class ValueText
{
    public static string Of(in Value value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, in Value value)
    {
        text.Append(value.Kind).Append(' ');
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                break;
            case ValueKind.Double:
                var number = value.AsDouble;
                text.Append(double.IsNaN(number) ? "NaN" : number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case ValueKind.List:
                text.Append('[');
                foreach (var item in value.AsList.Items)
                {
                    Write(text, item);
                    text.Append(", ");
                }

                text.Append(']');
                break;
            case ValueKind.Map:
                text.Append('{');
                for (var i = 0; i < value.AsMap.Count; i++)
                {
                    Write(text, value.AsMap.KeyAt(i));
                    text.Append(": ");
                    Write(text, value.AsMap.ValueAt(i));
                    text.Append(", ");
                }

                text.Append('}');
                break;
            case ValueKind.Optional:
                Write(text, value.As<OptionalValue>().Inner);
                break;
            case ValueKind.Secret:
                Write(text, value.As<SecretValue>().Inner);
                break;
            case ValueKind.Json:
                text.Append(Encoding.UTF8.GetString(value.As<JsonValue>().Utf8.Span));
                break;
            case ValueKind.Fault:
                text.Append(value.AsFault.Reason);
                break;
            default:
                text.Append(value);
                break;
        }
    }
}
