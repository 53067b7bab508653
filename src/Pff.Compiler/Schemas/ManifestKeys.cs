using System.Text.Json.Nodes;

namespace Pff.Compiler.Schemas;

/// <summary>What may stand behind each key of a manifest, and what a person should know about it.</summary>
internal static class ManifestKeys
{
    private const string Scalar = "#scalar";
    private const string Any = "#any";
    private const string Count = """{ "type": "integer", "minimum": 0 }""";
    private const string Number = """{ "type": ["number", "string"], "pattern": "^[+-]?[0-9]*(\\.[0-9]*)?$" }""";
    private const string StepOrSteps = "#step_or_steps";
    private const string Tests = """{ "type": "object", "additionalProperties": { "$ref": "#/$defs/test" } }""";

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
        ["manifest.tests"] = (Tests, "Tests of the sequences, by name."),
        ["manifest.tests_of"] = ("""{ "type": "string" }""", "The manifest whose sequences the tests of this file are about."),
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
        ["input.min_length"] = (Count, "The fewest characters of a text."),
        ["input.max_length"] = (Count, "The most characters of a text."),
        ["input.minimum"] = (Number, "The least number."),
        ["input.maximum"] = (Number, "The greatest number."),
        ["input.above"] = (Number, "What a number must be greater than."),
        ["input.below"] = (Number, "What a number must be less than."),
        ["input.default"] = (Scalar, "What an empty cell stands for."),
        ["input.description"] = (Any, "For people."),
        ["name"] = (Scalar, "For people."),
        ["when"] = ("#condition", "The step is done only where this is true."),
        ["else"] = (StepOrSteps, "What is done where it is not."),
        ["method.method"] = ("""{ "type": "string" }""", "The method of an API to call."),
        ["args"] = ("#values", "The arguments."),
        ["save_as"] = ("#name", "What later steps call the result."),
        ["method.undo_with"] = ("#undo_call", "How this call is undone, where the catalogue does not say it."),
        ["undo_call.method"] = ("""{ "type": "string" }""", "The method that undoes it."),
        ["undo.undo"] = ("""{ "const": "all" }""", "Undoes what the row has written, the last write first."),
        ["for_each.for_each"] = (Any, "The list whose elements are gone through."),
        ["for_each.as"] = ("#name", "What the steps call the element."),
        ["for_each.index_as"] = ("#name", "What the steps call its index, from 0."),
        ["for_each.at_most"] = ("""{ "type": "integer", "minimum": 1 }""", "A longer list fails the row before its first element."),
        ["parallel.parallel"] = (
            """{ "type": "array", "minItems": 1, "maxItems": 16, "items": { "$ref": "#/$defs/step_or_steps" } }""", "Branches that run side by side."),
        ["retry.retry"] = ("#retry", "Steps that run again while they fail, or until a condition holds."),
        ["retry.times"] = ("""{ "type": "integer", "minimum": 1, "maximum": 100 }""", "The most runs of the steps in all."),
        ["retry.every"] = (Scalar, "The wait between two runs: 2s, 1m30s."),
        ["retry.backoff"] = (Scalar, "What each wait is multiplied by for the next one: 1.0 to 10.0."),
        ["retry.until"] = ("#condition", "The steps run again while this is false; it sees what they save."),
        ["retry.on"] = (
            """{ "oneOf": [{ "$ref": "#/$defs/scalar" }, { "type": "array", "items": { "$ref": "#/$defs/scalar" } }] }""",
            "The kinds of error after which the steps run again."),
        ["retry.steps"] = (StepOrSteps, "What is repeated."),
        ["match.match"] = (Any, "The value that chooses a case."),
        ["match.cases"] = ("#handlers", "Values, null and other, and what is done for each."),
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
        ["test.run"] = ("""{ "type": "string" }""", "The sequence to run; it may be left out where there is one."),
        ["test.with"] = ("#values", "The inputs of the row."),
        ["test.now"] = (Scalar, "When the test begins: 2026-11-22T15:42:33Z."),
        ["test.mocks"] = ("""{ "type": "object", "additionalProperties": { "$ref": "#/$defs/answers" } }""", "What each method answers, call by call."),
        ["test.expect"] = ("#expectation", "What must have happened."),
        ["answer.returns"] = (Any, "The body of a good answer."),
        ["answer.returns_file"] = ("""{ "type": "string" }""", "The file that has the body of a good answer."),
        ["answer.fails"] = (
            """
            { "oneOf": [
                { "type": "integer", "minimum": 300, "maximum": 599 },
                { "$ref": "#/$defs/answer_words" },
                { "$ref": "#/$defs/failure" }
            ] }
            """,
            "The status of an answer that is none that was hoped for, or how there is no answer."),
        ["answer.delay"] = (Scalar, "How long the answer takes: 2s."),
        ["answer.when"] = ("#condition", "The answer is given only where this is true of the request."),
        ["failure.status"] = ("""{ "type": "integer", "minimum": 300, "maximum": 599 }""", "The HTTP status."),
        ["failure.body"] = (Any, "The body of the answer."),
        ["failure.retry_after"] = (Scalar, "After which time the server wants to be asked again."),
        ["expectation.outcome"] = (Scalar, "How the row ends."),
        ["expectation.code"] = (Scalar, "The code of its failure."),
        ["expectation.returns"] = ("#values", "Columns that it returns."),
        ["expectation.writes"] = (
            """
            { "type": "array", "items": { "oneOf": [
                { "type": "string" },
                { "type": "object", "minProperties": 1, "maxProperties": 1 }
            ] } }
            """,
            "The writes in their order, each with the arguments that matter."),
        ["expectation.calls"] = (
            """{ "oneOf": [{ "type": "integer", "minimum": 0 }, { "$ref": "#/$defs/call_count" }] }""", "How many calls the row makes."),
        ["expectation.that"] = (
            """{ "oneOf": [{ "$ref": "#/$defs/condition" }, { "type": "array", "items": { "$ref": "#/$defs/condition" } }] }""",
            "Conditions that hold at the end."),
        ["call_count.at_least"] = ("""{ "type": "integer", "minimum": 0 }""", "So many or more."),
        ["call_count.at_most"] = ("""{ "type": "integer", "minimum": 0 }""", "So many or fewer."),
    };

    /// <summary>The keys that a kind of step needs beside its own.</summary>
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["for_each"] = ["as", "steps"],
        ["match"] = ["cases"],
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
