using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Hashing;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Hashing;

/// <summary>What the semantic hash does not see, and what it sees, on generated programs.</summary>
public sealed class SemanticHashSpec
{
    private const int DefaultCount = 60;

    private static int Count => LongForm.Number("PFF_PROPERTY_COUNT", DefaultCount);

    [Fact]
    public void Formatting_comments_key_order_and_local_names_do_not_change_it()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var written = Print(Generate(seed, "v"), null);
            var other = Print(Generate(seed, "other_name_", countsDown: true), new Random(seed));
            var (first, second) = (Compile(written), Compile(other));
            Assert.True(Show(SemanticHash.Of(first)) == Show(SemanticHash.Of(second)), $"seed {seed}\n{written}\n---\n{other}");
        }
    }

    [Fact]
    public void Whatever_changes_the_meaning_changes_it()
    {
        var seen = new Dictionary<string, int>();
        for (var seed = 0; seed < Count; seed++)
        {
            var before = SemanticHash.Of(Compile(Print(Generate(seed, "v"), null)));
            var changed = Generate(seed, "v");
            var what = ProgramMutation.Apply(changed, new Random(seed));
            if (what is null)
            {
                continue;
            }

            var text = Print(changed, null);
            seen[what] = seen.GetValueOrDefault(what) + 1;
            Assert.True(before.Program != SemanticHash.Of(Compile(text)).Program, $"seed {seed}: {what}\n{text}");
        }

        Assert.True(seen.Count >= 8, $"Too few kinds of change were tried: {string.Join(", ", seen)}");
    }

    [Fact]
    public void A_caller_means_something_else_when_what_it_calls_does()
    {
        var before = SemanticHash.Of(Compile(Calling("look")));
        var after = SemanticHash.Of(Compile(Calling("ask")));
        Assert.NotEqual(before.Sequences[0].Hash, after.Sequences[0].Hash);
        var renamed = SemanticHash.Of(Compile(Calling("look").Replace("helper", "assistant", StringComparison.Ordinal)));
        Assert.Equal(before.Sequences[0].Hash, renamed.Sequences[0].Hash);
        Assert.NotEqual(before.Program, renamed.Program);
    }

    [Fact]
    public void A_condition_is_no_message_of_its_own()
    {
        Assert.Equal(HashOfAssert("n > 1"), HashOfAssert("n   >   1"));
        Assert.NotEqual(HashOfAssert("n > 1"), HashOfAssert("n > 2"));
    }

    [Theory]
    [InlineData("n > 1", "n   >\t1", "not true: n > 1")]
    [InlineData("[1,2].exists(x,x==n)", "[1, 2].exists( x, x == n )", "not true: [1, 2].exists(x, x == n)")]
    public void Formatting_a_condition_does_not_change_its_message(string condition, string same, string message)
    {
        Assert.Equal(message, MessageOf(condition));
        Assert.Equal(message, MessageOf(same));
    }

    [Theory]
    [InlineData("retry: { times: 3, steps: $ }", "retry: { times: 4, steps: $ }")]
    [InlineData("retry: { times: 3, steps: $ }", "retry: { times: 3, every: 1s, steps: $ }")]
    [InlineData("retry: { times: 3, every: 1s, steps: $ }", "retry: { times: 3, every: 1s, backoff: 2.0, steps: $ }")]
    [InlineData("retry: { times: 3, steps: $ }", "retry: { times: 3, on: timeout, steps: $ }")]
    [InlineData("retry: { times: 3, until: \"{{n > 1}}\", steps: $ }", "retry: { times: 3, until: \"{{n > 2}}\", steps: $ }")]
    [InlineData("parallel: [$, []]", "parallel: [[], $]")]
    [InlineData("parallel: [$, $]", "parallel: [[$, $]]")]
    [InlineData("match: \"{{n}}\"\n      cases: { 1: $, other: [] }", "match: \"{{n}}\"\n      cases: { 2: $, other: [] }")]
    [InlineData("steps: [$]\n      on_error: { any: [] }", "steps: [$]\n      on_error: { any: { undo: all } }")]
    [InlineData("method: change\n      args: { id: a }", "method: change\n      args: { id: a }\n      undo_with: $")]
    [InlineData("method: change\n      args: { id: a }\n      undo_with: { method: burn, args: { id: b } }", "method: change\n      args: { id: a }\n      undo_with: $")]
    public void Every_part_of_a_step_is_a_part_of_the_meaning(string step, string other) => Assert.NotEqual(HashOfStep(step), HashOfStep(other));

    [Theory]
    [InlineData("retry: { times: 3, on: [timeout, conflict], steps: $ }", "retry: { on: [conflict, timeout, conflict], steps: [$], times: 3 }")]
    [InlineData("parallel: [$]", "parallel: [[$]]")]
    public void What_is_only_written_otherwise_is_not(string step, string same) => Assert.Equal(HashOfStep(step), HashOfStep(same));

    [Theory]
    [InlineData("budget: { reads: 9 }")]
    [InlineData("budget: { reads: 8 }")]
    [InlineData("budget: { time: 3s }")]
    public void A_budget_is_a_part_of_the_meaning(string budget)
    {
        string Text(string line) => $"version: \"1.0\"\nsequences:\n  fix:\n    {line}\n    steps:\n      - method: look\n        args: {{ id: \"1\" }}\n";
        Assert.NotEqual(SemanticHash.Of(Compile(Text(budget))).Program, SemanticHash.Of(Compile(Text("budget: { reads: 7 }"))).Program);
    }

    private static string HashOfStep(string step) => SemanticHash.Of(Compile(
        $"version: \"1.0\"\ninputs: {{ n: int }}\nsequences:\n  fix:\n    - {step.Replace("$", "{ method: change, args: { id: c } }", StringComparison.Ordinal)}\n")).Program;

    private static string? MessageOf(string condition)
    {
        var steps = Compile($"version: \"1.0\"\ninputs: {{ n: int }}\nsequences:\n  fix:\n    - assert: \"{{{{{condition}}}}}\"\n").Sequences[0].Steps;
        return Assert.IsType<IrConstant>(Assert.IsType<IrAssert>(Assert.Single(steps)).Message).Value.AsText;
    }

    private static string HashOfAssert(string condition) => SemanticHash.Of(Compile(
        $"version: \"1.0\"\ninputs: {{ n: int }}\nsequences:\n  fix:\n    - assert: \"{{{{{condition}}}}}\"\n")).Program;

    private static string Calling(string method) => $$$"""
        version: "1.0"
        sequences:
          fix:
            - call: helper
              args: { id: "{{id}}" }
          helper:
            inputs: { id: text }
            steps:
              - method: {{{method}}}
                args: { id: "{{id}}" }

        """;

    private static YamlTreeMap Generate(int seed, string prefix, bool countsDown = false) => new(
        false,
        ("version", new YamlTreeText("1.0")),
        ("sequences", new YamlTreeMap(false, new ProgramGenerator(new Random(seed), prefix, countsDown).Sequences("main"))));

    private static string Print(YamlTree tree, Random? chance) => YamlPrinter.Print(tree, chance);

    private static string Show(SemanticHash hash) =>
        string.Join('\n', hash.Sequences.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name} {s.Hash}").Prepend(hash.Program));

    private static IrProgram Compile(string manifest)
    {
        var files = new MemoryFiles();
        GeneratedApis.AddTo(files);
        files["manifest.yaml"] = manifest;
        var result = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken);
        var errors = result.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => $"{d.Code} {d.Message} at {d.Source.GetText(d.Span)}");
        Assert.True(result.Program is not null, string.Join('\n', errors.Append(manifest)));
        return result.Program;
    }
}
