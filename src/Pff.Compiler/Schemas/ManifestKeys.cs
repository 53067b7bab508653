using System.Text.Json.Nodes;

namespace Pff.Compiler.Schemas;

/// <summary>What may stand behind each key of a manifest, and what a person should know about it.</summary>
internal static class ManifestKeys
{
    private const string Scalar = "#scalar";
    private const string Any = "#any";

    /// <summary>
    /// By <c>owner.key</c>, or by the key alone where it means the same everywhere. A definition of the schema begins
    /// with <c>#</c>; anything else is a schema written out.
    /// </summary>
    private static readonly Dictionary<string, (string Schema, string Description)> Keys = new(StringComparer.Ordinal)
    {
        ["manifest.version"] = ("""{ "enum": ["1.0", "1", 1] }""", "The version of the format."),
        ["manifest.metadata"] = ("""{ "type": "object", "properties": { "name": { "$ref": "#/$defs/scalar" } } }""", "For people: a name, an owner, a ticket."),
        ["manifest.uses"] = ("""{ "type": "array", "items": { "type": "string" } }""", "The catalogues of the APIs; without it those in apis/ are used."),
        ["manifest.sequences"] = ("""{ "type": "object", "minProperties": 1, "additionalProperties": { "$ref": "#/$defs/sequence" } }""", "What runs, by name."),
        ["inputs"] = ("#inputs", "The columns of the table; without it names that nothing gives are columns."),
        ["sequence.description"] = (Any, "For people."),
        ["sequence.budget"] = ("#budget", "What a row may cost at most; checked against what the steps can call."),
        ["steps"] = ("#steps", "What happens, in this order."),
        ["on_error"] = ("#handlers", "What is done about errors of these steps."),
        ["budget.reads"] = ("""{ "type": "integer", "minimum": 0 }""", "The most calls that read."),
        ["budget.writes"] = ("""{ "type": "integer", "minimum": 0 }""", "The most calls that write."),
        ["budget.attempts"] = ("""{ "type": "integer", "minimum": 0 }""", "The most requests, retries among them."),
        ["budget.time"] = ("""{ "type": "string", "pattern": "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$" }""", "After this time from its start a row makes no more calls: 30s, 1m30s."),
        ["input.type"] = ("#input_type", "What a cell must be."),
        ["input.required"] = ("""{ "type": "boolean" }""", "Whether a cell may not be empty."),
        ["input.column"] = (Scalar, "The header of the column, where it is not the name."),
        ["input.secret"] = ("""{ "type": "boolean" }""", "Whether the value must never be shown."),
        ["input.enum"] = ("""{ "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/scalar" } }""", "The only texts allowed."),
        ["input.matching"] = ("""{ "type": "string" }""", "A regular expression that a text must match whole."),
        ["input.default"] = (Scalar, "What an empty cell stands for."),
        ["input.description"] = (Any, "For people."),
        ["name"] = (Scalar, "For people."),
        ["when"] = ("#condition", "The step is done only where this is true."),
        ["else"] = ("#step_or_steps", "What is done where it is not."),
        ["method.method"] = ("""{ "type": "string" }""", "The method of an API to call."),
        ["args"] = ("#values", "The arguments."),
        ["save_as"] = ("#name", "What later steps call the result."),
        ["for_each.for_each"] = (Any, "The list whose elements are gone through."),
        ["for_each.as"] = ("#name", "What the steps call the element."),
        ["for_each.index_as"] = ("#name", "What the steps call its index, from 0."),
        ["for_each.at_most"] = ("""{ "type": "integer", "minimum": 1 }""", "A longer list fails the row before its first element."),
        ["let.let"] = ("""{ "type": "object", "propertyNames": { "$ref": "#/$defs/name" } }""", "Names and values; each may use those before it."),
        ["assert.assert"] = ("#condition", "The row fails unless this is true."),
        ["code"] = (Scalar, "The code of the failure, by which on_error can name it."),
        ["message"] = (Scalar, "What the report says."),
        ["call.call"] = ("""{ "type": "string" }""", "The sequence to run."),
        ["skip.skip"] = (Scalar, "Ends the row as skipped, for this reason."),
        ["fail.fail"] = (
            """
            { "oneOf": [
                { "$ref": "#/$defs/scalar" },
                { "type": "object", "required": ["message"], "additionalProperties": false,
                  "properties": { "code": { "$ref": "#/$defs/scalar" }, "message": { "$ref": "#/$defs/scalar" } } }
            ] }
            """,
            "Ends the row as failed, for this reason."),
        ["return.return"] = ("#values", "Ends the sequence; the values are columns of the report."),
    };

    /// <summary>The keys that a kind of step needs beside its own.</summary>
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["for_each"] = ["as", "steps"],
    };

    public static IEnumerable<string> RequiredBeside(string keyword) => Required.GetValueOrDefault(keyword, []);

    public static JsonObject SchemaOf(string owner, string key)
    {
        if (!Keys.TryGetValue($"{owner}.{key}", out var entry) && !Keys.TryGetValue(key, out entry))
        {
            throw new InvalidOperationException($"The schema of manifests does not know the key '{key}' of '{owner}': add it to {nameof(ManifestKeys)}.");
        }

        var schema = entry.Schema switch
        {
            Any => [],
            ['#', .. var definition] => new JsonObject { ["$ref"] = "#/$defs/" + definition },
            _ => JsonNode.Parse(entry.Schema)!.AsObject(),
        };
        schema["description"] = entry.Description;
        return schema;
    }
}
