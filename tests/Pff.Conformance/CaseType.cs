using System.Text.Json;
using Pff.Core.Types;

namespace Pff.Conformance;

/// <summary>The types of cases: <c>"int"</c>, <c>{"list":T}</c>, <c>{"map":[K,V]}</c>, <c>{"optional_type":[T]}</c>.</summary>
internal static class CaseType
{
    public static PffType Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return ReadName(json.GetString()!);
        }

        foreach (var property in json.EnumerateObject())
        {
            var content = property.Value;
            return property.Name switch
            {
                "list" => new ListType(Read(content)),
                "map" => new MapType(Read(content[0]), Read(content[1])),
                "optional_type" => new OptionalType(Read(content.ValueKind == JsonValueKind.Array ? content[0] : content)),
                "type" => PffType.Type,
                var name => throw new InvalidDataException($"a type {name} is not known"),
            };
        }

        throw new InvalidDataException($"not a type: {json}");
    }

    /// <summary>How a deduced type is compared: by its shape, whatever else the checker knows of it.</summary>
    public static string Show(PffType type) => type switch
    {
        ListType list => $"list<{Show(list.Element)}>",
        MapType map => $"map<{Show(map.Key)}, {Show(map.Value)}>",
        OptionalType optional => $"optional<{Show(optional.Inner)}>",

        // In CEL null is a value of these types.
        NullableType { Inner: PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.Duration } inner } => Show(inner),
        _ => type.ToString(),
    };

    private static PffType ReadName(string name) => name switch
    {
        "int" => PffType.Int,
        "double" => PffType.Double,
        "string" => PffType.Text,
        "bool" => PffType.Bool,
        "null" => PffType.Null,
        "dyn" => PffType.Dyn,
        "timestamp" => PffType.Timestamp,
        "duration" => PffType.Duration,
        "decimal" => PffType.Decimal,
        "type" => PffType.Type,
        _ => throw new InvalidDataException($"a type {name} is not known"),
    };
}
