using System.Text;
using Pff.Core.Diagnostics;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Generation;

namespace Pff.Compiler.Tests.Importing;

/// <summary>No document makes an import throw, and none takes the machine with it.</summary>
public sealed class HostileDocumentTests
{
    private const int DefaultCount = 600;

    private const string Valid = """
          - workflowId: a
            dependsOn: [b]
            inputs: { type: object, properties: { id: { type: integer, default: 1 }, n: { type: string, pattern: "^a|b$", enum: [a] } } }
            parameters: [{ name: id, in: path, value: $inputs.id }]
            successActions: [{ name: z, type: end, criteria: [{ condition: "$response.body#/id == 1 && !($response.body#/name == 'x')" }] }]
            failureActions: [{ name: y, type: goto, stepId: t, criteria: [{ context: $statusCode, type: regex, condition: "^4" }] }]
            steps:
              - stepId: s
                operationId: getPet
                successCriteria: [{ context: $response.body, type: jsonpath, condition: "$.a[?(@.b == 'c')]" }, { context: $response.body, type: jsonpath, condition: "$.name != null" }, { condition: "$statusCode >= 200" }]
                outputs: { o: $response.body#/id, p: "{$inputs.id}-x" }
                onSuccess: [{ reference: $components.successActions.go }]
                onFailure: [{ name: r, type: retry, retryAfter: 1.5, retryLimit: 3, criteria: [{ condition: $statusCode >= 500 }] }, { name: q, type: retry, criteria: [{ condition: $statusCode == 200 }] }]
              - stepId: t
                operationPath: "{$sourceDescriptions.pets.url}#/paths/~1pets/post"
                requestBody: { payload: '{ "name": "{$steps.s.outputs.p}" }', replacements: [{ target: /age, value: 1 }] }
              - stepId: u
                workflowId: b
                dependsOn: [$steps.t]
                timeout: 5
                parameters: [{ name: k, value: { context: $steps.s.outputs, selector: $.o, type: jsonpath } }]
                outputs: { r: $outputs.r, s: { context: $outputs.r, selector: /a, type: { type: jsonpointer, version: rfc6901 } } }
            outputs: { x: $steps.s.outputs.o, y: $workflows.b.outputs.r }
          - workflowId: b
            inputs: { $ref: '#/components/inputs/k' }
            steps: [{ stepId: v, operationId: findPets, outputs: { r: $response.body#/0/name } }]
            outputs: { r: $steps.v.outputs.r }
        components:
          inputs: { k: { type: object, properties: { k: { type: string } } } }
          successActions: { go: { name: go, type: goto, stepId: u } }

        """;

    private const string Collection = """
        {"info":{"name":"a","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"auth":{"type":"basic","basic":[{"key":"username","value":"u"}]},
        "variable":[{"key":"base","value":"https://a.example.com/{{v}}"}],"item":[{"name":"f","item":[{"name":"r","request":{"method":"POST","header":[{"key":"X-A","value":"{{h}}"}],
        "url":{"raw":"{{base}}/a/:id?q={{q}}","host":["{{base}}"],"path":["a",":id"],"query":[{"key":"q","value":"{{q}}"},{"key":"q","value":"2"}],"variable":[{"key":"id","value":"1"}]},
        "body":{"mode":"raw","raw":"{ // c\n \"a\":{{n}},\"b\":[{\"c\":\"{{d}}\"}]}"}},"event":[{"listen":"test","script":{"exec":["x"]}}]}]}]}
        """;

    private static readonly string[] Pieces =
    [
        "$", "{", "}", "[", "]", ":", ": ", ",", "\n", "  ", "\"", "'", "#", "/", "~1", "null", "true", "1", "-1", "1e999", "$inputs.id", "$steps.s.outputs.o", "$response.body#/",
        "$statusCode", "&&", "||", "!", "==", "(", ")", "{{", "}}", "&a ", "*a", "<<: ", "stepId", "workflowId", "goto", "end", "a", "b", "\u0000", "\uD800", "é", "item", "request",
    ];

    [Fact]
    public void Mutated_documents_give_diagnostics()
    {
        var count = LongForm.Number("PFF_FUZZ_COUNT", DefaultCount);
        for (var i = 0; i < count; i++)
        {
            var random = new Random(unchecked(20261126 + (i * 31)));
            var text = TextMutation.Apply(i % 3 == 0 ? Collection : ImportFixtures.Arazzo(Valid), random, Pieces);
            try
            {
                var result = i % 3 == 0 ? ImportFixtures.ImportPostman(text) : ImportFixtures.ImportArazzo(text, isStrict: i % 2 == 0);
                Assert.All(result.Diagnostics, d => Assert.InRange(d.Span.End, d.Span.Start, Math.Max(d.Span.Start, d.Source.Content.Length)));
                Assert.True(result.Files.Length > 0 || result.Diagnostics.Length > 0);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"case {i}: {exception}\n--- text ---\n{text}");
            }
        }
    }

    [Fact]
    public void The_documents_that_are_mutated_are_right()
    {
        Assert.NotEmpty(ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(Valid)).Files);
        Assert.DoesNotContain(ImportFixtures.ImportPostman(Collection).Diagnostics, d => d.Severity == Severity.Error);
    }

    [Fact]
    public void A_cycle_of_workflows_is_named()
    {
        var result = ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(
            "  - { workflowId: a, dependsOn: [b], steps: [{ stepId: s, workflowId: a }] }\n  - { workflowId: b, dependsOn: [a], steps: [{ stepId: s, workflowId: a }] }\n"));
        Assert.Contains("PFF1901", ImportFixtures.Codes(result));
        Assert.DoesNotContain("PFF1406", ImportFixtures.Codes(result));
    }

    [Fact]
    public void Steps_that_all_lead_to_all_end_soon()
    {
        var text = new StringBuilder("  - workflowId: a\n    steps:\n");
        for (var i = 0; i < 40; i++)
        {
            var actions = string.Join(", ", Enumerable.Range(0, 40).Select(j => $"{{ name: n{j}, type: goto, stepId: s{j}, criteria: [{{ condition: \"$response.body#/0/id == {j}\" }}] }}"));
            text.Append($"      - {{ stepId: s{i}, operationId: findPets, onSuccess: [{actions}], onFailure: [{actions.Replace("$response.body#/0/id", "$statusCode", StringComparison.Ordinal)}] }}\n");
        }

        var result = ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(text.ToString()));
        Assert.Contains("PFF1901", ImportFixtures.Codes(result));
    }

    [Fact]
    public void Too_many_steps_are_refused()
    {
        var steps = string.Concat(Enumerable.Range(0, 3_100).Select(i => $"      - {{ stepId: s{i}, operationId: findPets }}\n"));
        Assert.Contains("PFF1908", ImportFixtures.Codes(ImportFixtures.ImportArazzo(ImportFixtures.Arazzo("  - workflowId: a\n    steps:\n" + steps))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("arazzo: 1.0.1")]
    [InlineData("arazzo: 1.0.1\nworkflows: 1\nsourceDescriptions: {}\ncomponents: []")]
    [InlineData("arazzo: 1.1.0\nsourceDescriptions: [1, { name: a }, { name: b, url: ../../../etc/passwd }, { name: c, url: /etc/passwd }, { name: d, url: 'c:x' }]\nworkflows: [1, {}, { workflowId: a }, { workflowId: a, steps: [1, {}] }]")]
    [InlineData("arazzo: 1.1.0\nworkflows: [{ workflowId: a, inputs: { $ref: '#/workflows/0/inputs' }, steps: { a: 1 }, outputs: [1] }]")]
    public void Wrong_shapes_are_named(string text) => Assert.Contains(ImportFixtures.ImportArazzo(text).Diagnostics, d => d.Severity >= Severity.Warning);

    [Fact]
    public void Depth_is_limited()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5_000)) + string.Concat(Enumerable.Repeat("]", 5_000));
        Assert.Contains("PFF1603", ImportFixtures.Codes(ImportFixtures.ImportArazzo("arazzo: 1.0.1\nworkflows: " + deep)));
        var condition = new string('(', 500) + "1" + new string(')', 500);
        var result = ImportFixtures.ImportArazzo(ImportFixtures.Arazzo($"  - workflowId: a\n    steps: [{{ stepId: s, operationId: findPets, successCriteria: [{{ condition: \"{condition}\" }}, {{ condition: \"{new string('!', 500)}true\" }}] }}]\n"));
        Assert.Contains("PFF1904", ImportFixtures.Codes(result));
    }
}
