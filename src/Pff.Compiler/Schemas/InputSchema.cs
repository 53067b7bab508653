using System.Globalization;
using System.Text.Json.Nodes;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Compiler.Schemas;

/// <summary>The JSON Schema of the inputs of a sequence: one row as an object whose properties are the columns.</summary>
public static class InputSchema
{
    public static JsonObject Build(IrSequence sequence)
    {
        var properties = new JsonObject();
        foreach (var input in sequence.Inputs)
        {
            properties[input.Column] = Property(input);
        }

        var required = sequence.Inputs.Where(i => i.IsRequired && i.Default is null).Select(i => (JsonNode)i.Column);
        return new JsonObject
        {
            ["$schema"] = SchemaText.Draft,
            ["title"] = $"Inputs of {sequence.Name}",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required]),
        };
    }

    private static JsonObject Property(InputPlan input)
    {
        var schema = OfType(input.Type);
        if (!input.AllowedValues.IsEmpty)
        {
            schema["enum"] = new JsonArray([.. input.AllowedValues.Select(v => (JsonNode)v)]);
        }

        foreach (var limit in ConstraintKeywords.Of(input.Constraint))
        {
            schema[limit.Keyword] = limit.Text is not null ? (JsonNode)limit.Text : limit.Number!.Value;
        }

        if (input is { Default: { } text, IsSecret: false })
        {
            schema["default"] = Default(input.Type, text);
        }

        if (input.IsSecret)
        {
            schema["writeOnly"] = true;
        }

        // An empty cell of an optional column, or of one with a default, is a null.
        var mayBeNull = (!input.IsRequired || input.Default is not null) && input.Type != InputType.Any;
        return mayBeNull ? new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) } : schema;
    }

    private static JsonObject OfType(InputType type) => type switch
    {
        InputType.Text => new() { ["type"] = "string" },
        InputType.Bool => new() { ["type"] = "boolean" },
        InputType.Int => new() { ["type"] = "integer", ["minimum"] = long.MinValue, ["maximum"] = long.MaxValue },
        InputType.Double => new() { ["type"] = "number" },
        InputType.Decimal => new() { ["type"] = new JsonArray("number", "string"), ["pattern"] = "^-?[0-9]+(\\.[0-9]+)?$" },
        InputType.Timestamp => new() { ["type"] = "string", ["description"] = "2026-11-22 or 2026-11-22T15:42:33Z" },
        InputType.Duration => new() { ["type"] = "string", ["description"] = "90s, 1h30m or 01:30:00" },
        InputType.Any => [],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>A default is written as a cell would have it; the compiler has checked that it is of the type.</summary>
    private static JsonNode? Default(InputType type, string text) => type switch
    {
        InputType.Bool => text == "true",
        InputType.Int => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        InputType.Double => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => text,
    };
}
