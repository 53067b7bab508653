using System.Globalization;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Conformance;

/// <summary>
/// The values of cases: <c>{"int":"42"}</c>, <c>{"list":[…]}</c> and so on; PFF's own cases also have
/// <c>{"decimal":"12.50"}</c>.
/// </summary>
internal static class CaseValue
{
    public static Value Read(JsonElement json)
    {
        var (kind, content) = Open(json);
        return kind switch
        {
            "null" => Value.Null,
            "bool" => Value.Of(content.GetBoolean()),
            "int" => Value.Of(long.Parse(content.GetString()!, CultureInfo.InvariantCulture)),
            "double" => Value.Of(ReadDouble(content.GetString()!)),
            "decimal" => Value.Of(decimal.Parse(content.GetString()!, CultureInfo.InvariantCulture)),
            "string" => Value.Of(content.GetString()!),
            "list" => Value.Of(new ListValue([.. content.EnumerateArray().Select(Read)])),
            "map" => Value.Of(new DictionaryValue([.. content.EnumerateArray().Select(entry => KeyValuePair.Create(Read(entry[0]), Read(entry[1])))])),
            "type" => Value.Of(new TypeValue(content.GetString()!)),
            "timestamp" => Value.Of(new Timestamp(Number(content, "seconds"), (int)Number(content, "nanos"))),
            "duration" => Value.Of(new Duration(Number(content, "seconds"), (int)Number(content, "nanos"))),
            _ => throw new InvalidDataException($"a value of kind {kind} is not known"),
        };
    }

    /// <summary>Whether a result is the expected value, of the very same kind throughout.</summary>
    public static bool IsSame(in Value expected, in Value actual) => expected.Kind == actual.Kind && expected.Kind switch
    {
        ValueKind.Double => IsSame(expected.AsDouble, actual.AsDouble),
        ValueKind.List => IsSame(expected.AsList, actual.AsList),
        ValueKind.Map => IsSame(expected.AsMap, actual.AsMap),
        ValueKind.Optional => expected.As<OptionalValue>().HasValue == actual.As<OptionalValue>().HasValue
            && (!expected.As<OptionalValue>().HasValue || IsSame(expected.As<OptionalValue>().Inner, actual.As<OptionalValue>().Inner)),
        _ => Equality.AreEqual(expected, actual),
    };

    private static bool IsSame(double expected, double actual) =>
        double.IsNaN(expected) ? double.IsNaN(actual) : expected == actual && double.IsNegative(expected) == double.IsNegative(actual);

    private static bool IsSame(ListValue expected, ListValue actual)
    {
        var isSame = expected.Count == actual.Count;
        for (var i = 0; isSame && i < expected.Count; i++)
        {
            isSame = IsSame(expected[i], actual[i]);
        }

        return isSame;
    }

    private static bool IsSame(MapValue expected, MapValue actual)
    {
        var isSame = expected.Count == actual.Count;
        for (var i = 0; isSame && i < expected.Count; i++)
        {
            isSame = actual.TryGet(expected.KeyAt(i), out var value) && IsSame(expected.ValueAt(i), value);
        }

        return isSame;
    }

    private static double ReadDouble(string text) => text.ToLowerInvariant() switch
    {
        "inf" or "infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static long Number(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var number) ? 0
        : number.ValueKind == JsonValueKind.String ? long.Parse(number.GetString()!, CultureInfo.InvariantCulture)
        : number.GetInt64();

    private static (string Kind, JsonElement Content) Open(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                return (property.Name, property.Value);
            }
        }

        throw new InvalidDataException($"not a value: {json}");
    }
}
