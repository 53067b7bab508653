using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Bounds;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Bounds;

/// <summary>Bounds that a person can count: what <c>docs/language/bounds.md</c> says, line by line.</summary>
public sealed class BoundSpec
{
    private const string Read = "{ method: ask, args: { id: \"1\" } }";
    private const string Write = "{ method: change, args: { id: \"1\" } }";

    private const string Undoable = "{ method: change, args: { id: \"1\" }, undo_with: { method: change, args: { id: \"2\" } } }";
    private const string Undo = "{ undo: all }";

    /// <summary>Steps, and the bound as <c>pffc bound</c> shows it.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "- let: { a: 1 }", "reads 0 writes 0 attempts 0" },
        { $"- {Write}", "reads 0 writes 1 attempts 1–3" },

        // One retry, and each attempt twice where a token has run out.
        { $"- {Read}", "reads 1 writes 0 attempts 1–4" },

        // No retry, but a read that takes long is sent once more.
        { "- { method: peek, args: { id: \"1\" } }", "reads 1 writes 0 attempts 1–4" },

        // Another row may have asked the same at the same time, unless this one has written.
        { "- { method: look, args: { id: \"1\" } }", "reads 1 writes 0 attempts 0–3" },
        { $"- {Write}\n- {{ method: look, args: {{ id: \"1\" }} }}", "reads 1 writes 1 attempts 2–6" },
        { "- { method: burn, args: { id: \"1\" } }", "reads 0 writes 1 attempts 1" },
        { $"- {{ when: \"{{{{n > 1}}}}\", steps: [{Read}, {Write}], else: [{Read}, {Read}] }}", "reads 1–2 writes 0–1 attempts 2–8" },
        { $"- {{ when: \"{{{{n > 1}}}}\", skip: \"no\" }}\n- {Write}", "reads 0 writes 0–1 attempts 0–3" },
        { $"- {{ assert: \"{{{{n > 1}}}}\" }}\n- {Write}", "reads 0 writes 0–1 attempts 0–3" },

        // A branch that ends does not add to what comes behind it.
        { $"- {{ when: \"{{{{n > 1}}}}\", steps: [{Write}, {{ return: {{ a: 1 }} }}] }}\n- {Write}", "reads 0 writes 1 attempts 1–3" },
        { $"- {{ for_each: \"{{{{any}}}}\", as: x, at_most: 5, steps: [{Write}] }}", "reads 0 writes 0–5 attempts 0–15" },
        { $"- {{ for_each: \"{{{{[1, 2, 3]}}}}\", as: x, steps: [{Write}] }}", "reads 0 writes 3 attempts 3–9" },
        { $"- {{ for_each: \"{{{{[1, 2, 3]}}}}\", as: x, steps: [{Write}, {{ when: \"{{{{n > x}}}}\", skip: \"no\" }}] }}", "reads 0 writes 1–3 attempts 1–9" },
        { $"- {{ steps: [{Write}, {Write}], on_error: {{ any: {Read} }} }}", "reads 0–1 writes 0–2 attempts 1–10" },
        { $"- {{ steps: [{Write}, {Write}], on_error: {{ conflict: {{ skip: \"no\" }} }} }}", "reads 0 writes 0–2 attempts 0–6" },
        { $"- parallel: [{Write}, [{Read}, {Read}]]", "reads 2 writes 1 attempts 3–11" },

        // Where one branch fails the others may be anywhere.
        { $"- parallel: [[{{ assert: \"{{{{n > 1}}}}\" }}, {Write}], {Write}]", "reads 0 writes 0–2 attempts 0–6" },
        { $"- retry: {{ times: 4, steps: [{Read}, {Write}] }}", "reads 1–4 writes 1–4 attempts 2–28" },
        { $"- retry: {{ times: 4, until: \"{{{{n > 1}}}}\", steps: {Write} }}\n- {Read}", "reads 0–1 writes 1–4 attempts 1–16" },
        { $"- match: \"{{{{n}}}}\"\n  cases: {{ 1: {Write}, 2: [{Read}, {Read}], other: [] }}", "reads 0–2 writes 0–1 attempts 0–8" },

        // Each write once, and its undo once; a write without one stays.
        { $"- {{ steps: [{Undoable}, {Undoable}, {Write}], on_error: {{ any: [{Undo}] }} }}", "reads 0 writes 0–5 attempts 0–15" },

        // What a successful undo has undone is not undone in the next round.
        { $"- {{ for_each: \"{{{{any}}}}\", as: x, at_most: 10, steps: [{{ steps: [{Undoable}], on_error: {{ any: {Undo} }} }}] }}", "reads 0 writes 0–20 attempts 0–60" },

        // But an undo that fails is a failure to repeat: the second and third one try again what the first could not.
        { $"- retry: {{ times: 3, steps: {{ steps: [{Undoable}], on_error: {{ any: [{Undo}, {{ fail: no }}] }} }} }}", "reads 0 writes 0–9 attempts 0–27" },

        // An undo is of the row, not of the sequence that has it.
        { $"- {Undoable}\n- {{ call: failing }}", "reads 0 writes 1–2 attempts 1–6" },
        { "- { call: helper }\n- { call: helper }", "reads 0–2 writes 2 attempts 2–14" },
        {
            "- { for_each: \"{{any}}\", as: a, at_most: 2147483647, steps: [{ for_each: \"{{any}}\", as: b, at_most: 2147483647, steps: [" +
            $"{{ for_each: \"{{{{any}}}}\", as: c, at_most: 2147483647, steps: [{Write}] }}] }}] }}",
            "reads 0 writes 0–∞ attempts 0–∞"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bound_is_what_a_person_counts(string steps, string expected) => Assert.Equal(expected, BoundOf(steps, new MemoryFiles()));

    [Fact]
    public void A_list_that_the_API_promises_goes_round_at_least_so_often()
    {
        var files = new MemoryFiles();
        files["apis/promise.openapi.json"] = """
            { "openapi": "3.0.3", "info": { "title": "p", "version": "1" }, "paths": { "/lines": { "get": { "operationId": "lines",
              "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "type": "object", "required": ["items"],
                "properties": { "items": { "type": "array", "minItems": 2, "maxItems": 7, "items": { "type": "string" } } } } } } } } } } } }
            """;
        files["apis/promise.yaml"] = "api: promise\nopenapi: promise.openapi.json\nhosts: https://promise.example.com\nretry: { times: 0 }\n";
        var steps = $"- {{ method: lines, save_as: found }}\n- {{ for_each: \"{{{{found.items}}}}\", as: x, steps: [{Write}] }}";
        Assert.Equal("reads 1 writes 2–7 attempts 2–22", BoundOf(steps, files));
    }

    [Theory]
    [InlineData($"- {Write}\n- {Write}", CallKind.Writes, "change 1")]
    [InlineData($"- {{ steps: [{Undoable}], on_error: {{ any: {Undo} }} }}", CallKind.Writes, "change 1")]
    [InlineData($"- retry: {{ times: 3, steps: {{ steps: [{Undoable}], on_error: {{ any: [{Undo}, {{ fail: no }}] }} }} }}", CallKind.Writes, "undo of change 6")]
    [InlineData($"- {Undoable}\n- {Read}", CallKind.Attempts, "ask 4")]
    public void The_largest_part_of_a_bound_may_be_undoing(string steps, CallKind kind, string expected)
    {
        var program = Compile(steps, new MemoryFiles());
        var largest = new BoundAnalysis(program).LargestContributor(program.Sequences[0], kind)!;
        Assert.Equal(expected, $"{(largest.Undoes ? "undo of " : "")}{largest.Step.Method.Name} {largest.Most}");
    }

    [Fact]
    public void A_budget_that_undoing_exceeds_says_so()
    {
        var files = new MemoryFiles();
        GeneratedApis.AddTo(files);
        files["manifest.yaml"] = $$$"""
            version: "1.0"
            sequences:
              main:
                budget: { writes: 3 }
                steps:
                  - retry: { times: 3, steps: { steps: [{{{Undoable}}}], on_error: { any: [{{{Undo}}}, { fail: no }] } } }

            """;
        var said = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken).Diagnostics;
        Assert.Equal(
            "A row can make up to 9 writes, and the budget allows 3; most of them undo 'change' on line 6, up to 6.",
            Assert.Single(said, d => d.Code == "PFF1800").Message.English);
    }

    private static string BoundOf(string steps, MemoryFiles files)
    {
        var program = Compile(steps, files);
        var bound = new BoundAnalysis(program).Of(program.Sequences[0]);
        return $"reads {bound.Reads} writes {bound.Writes} attempts {bound.Attempts}";
    }

    private static IrProgram Compile(string steps, MemoryFiles files)
    {
        GeneratedApis.AddTo(files);
        var indented = string.Join('\n', steps.Split('\n').Select(line => "    " + line));
        files["manifest.yaml"] = $$$"""
            version: "1.0"
            inputs: { n: int, any: any }
            sequences:
              main:
            {{{indented}}}
              helper:
                - {{{Write}}}
                - when: "{{n > 1}}"
                  steps:
                    - {{{Read}}}
                    - return: { a: 1 }
              failing:
                steps: [{ fail: "no" }]
                on_error: { any: {{{Undo}}} }

            """;
        var result = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken);
        Assert.True(result.Program is not null, string.Join('\n', result.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message.English)));
        return result.Program;
    }
}
