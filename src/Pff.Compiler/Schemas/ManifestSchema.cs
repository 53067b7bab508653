using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Manifest.Tests;

namespace Pff.Compiler.Schemas;

/// <summary>
/// The JSON Schema of manifests, made from the very tables of keys by which they are read: a key that a reader knows
/// and <see cref="ManifestKeys"/> does not is an exception here, and so a failing test. It says what may stand where; what
/// expressions mean only the compiler knows.
/// </summary>
public static class ManifestSchema
{
    public static JsonObject Build() => new()
    {
        ["$schema"] = SchemaText.Draft,
        ["title"] = "PFF manifest",
        ["description"] = "What should happen to one row of a table.",
        ["type"] = "object",
        ["properties"] = Properties("manifest", ManifestReader.Keys.AddRange(ManifestReader.TestFileKeys)),
        ["required"] = new JsonArray("version"),
        ["additionalProperties"] = false,
        ["if"] = Requires(ManifestReader.TestsOfKey),
        ["then"] = new JsonObject { ["propertyNames"] = new JsonObject { ["enum"] = Texts(ManifestReader.TestFileKeys) } },
        ["else"] = Requires("sequences"),
        ["$defs"] = Definitions(),
    };

    private static JsonObject Definitions()
    {
        var definitions = new JsonObject
        {
            ["name"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z_][A-Za-z0-9_]{0,127}$" },
            ["scalar"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
            ["condition"] = new JsonObject { ["type"] = new JsonArray("string", "boolean"), ["description"] = "One expression in {{ }}." },
            ["values"] = new JsonObject { ["type"] = "object", ["description"] = "Names and any values; text may have {{ }}." },
            ["inputs"] = new JsonObject
            {
                ["type"] = new JsonArray("object", "null"),
                ["propertyNames"] = Reference("name"),
                ["additionalProperties"] = new JsonObject { ["oneOf"] = new JsonArray(Reference("input_type"), Reference("input")) },
            },
            ["input_type"] = new JsonObject { ["enum"] = Texts(InputReader.TypeNames) },
            ["input"] = Object("input", InputReader.Keys),
            ["budget"] = Object("budget", BudgetReader.Keys),
            ["sequence"] = new JsonObject { ["oneOf"] = new JsonArray(Reference("steps"), Reference("sequence_with_more")) },
            ["sequence_with_more"] = Object("sequence", SequenceReader.Keys, "steps"),
            ["steps"] = new JsonObject { ["type"] = "array", ["items"] = Reference("step") },
            ["step_or_steps"] = new JsonObject { ["oneOf"] = new JsonArray(Reference("step"), Reference("steps")) },
            ["retry"] = Object("retry", RetryStep.Keys, "times", "steps"),
            ["undo_call"] = Object("undo_call", UndoStep.Keys, "method"),
            ["handlers"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "What each kind of error, http_NNN, code or any leads to; in cases, what each value does.",
                ["additionalProperties"] = Reference("step_or_steps"),
            },
        };
        foreach (var (keyword, keys) in StepReader.KeysByKind)
        {
            definitions["step_" + keyword] = Object(keyword, keys.AddRange(StepReader.SharedKeys), [keyword, .. ManifestKeys.RequiredBeside(keyword)]);
        }

        definitions["step"] = Step();
        AddTests(definitions);
        return definitions;
    }

    private static void AddTests(JsonObject definitions)
    {
        definitions["test"] = Object("test", TestReader.Keys);
        definitions["answers"] = new JsonObject
        {
            ["oneOf"] = new JsonArray(
                Reference("answer_words"),
                Reference("answer"),
                new JsonObject
                {
                    ["type"] = "array",
                    ["minItems"] = 1,
                    ["items"] = new JsonObject { ["oneOf"] = new JsonArray(Reference("answer_words"), Reference("answer")) },
                }),
        };
        definitions["answer_words"] = new JsonObject { ["enum"] = Texts(AnswerReader.Words) };
        var answer = Object("answer", AnswerReader.Keys);
        answer["oneOf"] = new JsonArray([.. AnswerReader.Kinds.Select(Requires)]);
        definitions["answer"] = answer;
        definitions["failure"] = Object("failure", AnswerReader.FailureKeys, "status");
        definitions["expectation"] = Object("expectation", ExpectationReader.Keys);
        definitions["call_count"] = Object("call_count", ExpectationReader.CountKeys);
    }

    /// <summary>
    /// The keyword chooses the definition. A choice by trying all (<c>oneOf</c>) would look into the steps inside once for
    /// each kind, and so take ages for steps a few levels deep.
    /// </summary>
    private static JsonObject Step()
    {
        var keywords = new JsonObject();
        var choices = new JsonArray();
        foreach (var (keyword, _) in StepReader.KeysByKind)
        {
            keywords[keyword] = new JsonObject { ["description"] = ManifestKeys.SchemaOf(keyword, keyword)["description"]!.DeepClone() };
            var condition = Requires(keyword);
            if (keyword == StepReader.GroupKeyword)
            {
                condition["not"] = new JsonObject { ["anyOf"] = Others(keyword) };
            }

            choices.Add(new JsonObject { ["if"] = condition, ["then"] = Reference("step_" + keyword) });
        }

        return new JsonObject
        {
            ["type"] = "object", ["properties"] = keywords, ["anyOf"] = Others(except: null), ["allOf"] = choices,
        };
    }

    private static JsonArray Others(string? except) =>
        new([.. StepReader.KeysByKind.Where(k => k.Keyword != except).Select(k => Requires(k.Keyword))]);

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Object(string owner, ImmutableArray<string> keys, params ReadOnlySpan<string> required)
    {
        var schema = new JsonObject
        {
            ["type"] = "object", ["properties"] = Properties(owner, keys), ["additionalProperties"] = false,
        };
        if (required.Length > 0)
        {
            schema["required"] = Texts(required.ToArray());
        }

        return schema;
    }

    private static JsonObject Properties(string owner, ImmutableArray<string> keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys.Distinct())
        {
            properties[key] = ManifestKeys.SchemaOf(owner, key);
        }

        return properties;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonObject Reference(string definition) => new() { ["$ref"] = "#/$defs/" + definition };
}
