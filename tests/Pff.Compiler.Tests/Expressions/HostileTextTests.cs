using System.Diagnostics;
using System.Text.Json;
using CsCheck;
using Pff.Compiler.Lowering;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Runtime.Tests.Support;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>Any text parses and checks without an exception, in a second, on a small stack.</summary>
public sealed class HostileTextTests
{
    private const int SmallStackBytes = 1024 * 1024;

    private static readonly string[] Fragments =
    [
        "customer", ".", "?.", ".?", "[", "]", "[?", "(", ")", "{", "}", "?", ":", ",", "=>", "??", "+", "-", "!", "&&", "||", "==", "in", "x",
        "1", "2.5", "5m", "1.5m", "'a'", "\"", "'''", "f\"", "{{", "}}", "\\", "match ", "from x in ", " where ", " select ", "map(", "has(", "`",
        "//", "\n", "null", "true", "other(s)", "_", "é", "\ud83d", "\0", "cel.bind(", "optional.of(", "12abc", "0x", "now", "token", "b'",
    ];

    /// <summary>How many texts; the environment variable PFF_FUZZ_COUNT raises it for a long run.</summary>
    private static int Count => LongForm.Number("PFF_FUZZ_COUNT", 3_000);

    [Fact]
    public void Any_text_gives_a_tree_and_diagnostics()
    {
        var corpus = Corpus();
        var generator = Gen.OneOf(
            Gen.String[0, 60],
            Gen.Int[0, Fragments.Length - 1].List[0, 30].Select(parts => string.Concat(parts.Select(i => Fragments[i]))),
            Gen.Select(Gen.Int[0, corpus.Length - 1], Gen.Int[0, 1_000_000], Gen.Int[0, Fragments.Length - 1], Gen.Int[0, 4]).Select(Mutate));
        generator.Sample(Accept, iter: Count, threads: 1);

        string Mutate(int index, int at, int fragment, int kind)
        {
            var text = corpus[index];
            at = text.Length == 0 ? 0 : at % text.Length;
            var length = Math.Min(kind + 1, text.Length - at);
            return kind switch
            {
                0 => text.Insert(at, Fragments[fragment]),
                1 => text.Remove(at, length),
                2 => text[..at],
                3 => text.Remove(at, length).Insert(at, Fragments[fragment]),
                _ => text + Fragments[fragment] + corpus[(index + at) % corpus.Length],
            };
        }
    }

    public static TheoryData<string> DeepTexts() =>
    [
        Repeat("(", 98) + "1" + Repeat(")", 98),
        Repeat("(", 20_000),
        Repeat("[", 95) + "1 1" + Repeat("]", 95),
        Repeat("{1:", 95) + "1 1" + Repeat("}", 95),
        Repeat("f\"{", 45) + "1 1" + Repeat("}\"", 45),
        Repeat("!", 10_000) + "true",
        Repeat("-", 10_000) + "1",
        string.Join("+", Enumerable.Repeat("1", 10_000)),
        string.Join(" ?? ", Enumerable.Repeat("customer", 10_000)),
        string.Join("&&", Enumerable.Repeat("true", 10_000)),
        "customer" + Repeat(".name", 10_000),
        "customer" + Repeat("[0]", 10_000),
        "f" + Repeat("(1)", 10_000),
        Repeat("true ? 1 : ", 99) + "1",
        Repeat("true ? 1 : ", 5_000) + "1",
        Repeat("[1].map(x => ", 49) + "1" + Repeat(")", 49),
        Repeat("[1].map(x => ", 4_000),
        Repeat("match x {_=>", 4_000),
        Repeat("from x in ", 6_000),
        Repeat("match(", 10_000),
        Repeat("customer?.name", 4_000),
        Repeat("a?.b:", 10_000),
        Repeat("{{", 30_000),
        Repeat("{{a}}", 13_000),
        Repeat("'", 60_000),
        Repeat("\"\"\"", 20_001),
        Repeat("x", 1_000_000),
        Repeat("9", 60_000),
        "1." + Repeat("9", 60_000) + "m",
        Repeat("9", 60_000) + "d",
    ];

    [Theory]
    [MemberData(nameof(DeepTexts), DisableDiscoveryEnumeration = true)]
    public void Deep_and_long_texts_need_no_large_stack(string text)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => Accept(text)), SmallStackBytes);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static void Accept(string text)
    {
        var clock = Stopwatch.StartNew();
        var source = new SourceText("test", text);
        var embedded = EmbeddedText.Whole(source);
        var bag = new DiagnosticBag();
        var parsed = ExpressionParser.Parse(embedded);
        ExpressionChecker.FreeNames(parsed.Root);
        var ir = ExpressionChecker.Check(parsed.Root, source, Expressions.Scope, Expressions.Settings, bag);
        AssertFoldingMeansRunning(ir, source, parsed.Diagnostics.Length > 0 || bag.HasErrors);
        ExpressionChecker.Check(parsed.Root, source, Expressions.Scope, CheckSettings.Default with { IsUnchecked = true }, bag);
        var template = TemplateParser.Parse(embedded);
        ExpressionChecker.CheckTemplate(template.Template, source, Expressions.Scope, Expressions.Settings, bag);
        bag.AddRange(parsed.Diagnostics);
        bag.AddRange(template.Diagnostics);
        foreach (var diagnostic in bag.ToSorted())
        {
            Assert.InRange(diagnostic.Span.Start, 0, text.Length);
            Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, text.Length);
        }

        Assert.True(parsed.Root is not ErrorSyntax || parsed.Diagnostics.Length > 0, "an error node without a diagnostic");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(Debugger.IsAttached ? 1_000 : 5));
    }

    /// <summary>Whatever checks has the same value, or the same reason for none, with its constants folded and without.</summary>
    private static void AssertFoldingMeansRunning(IrExpression ir, SourceText source, bool hasErrors)
    {
        var folded = ConstantFolding.Fold(ir, source, new DiagnosticBag());
        if (hasErrors)
        {
            return;
        }

        const int maximumSteps = 100_000;
        var expected = Evaluator.Evaluate(ir, Expressions.World(), maximumSteps);
        var actual = Evaluator.Evaluate(folded, Expressions.World(), maximumSteps);
        Assert.Equal(ir.Type, folded.Type);
        if (expected.IsFault || actual.IsFault)
        {
            Assert.Equal(expected.IsFault ? expected.AsFault.Reason : null, actual.IsFault ? actual.AsFault.Reason : (FaultKind?)null);
            return;
        }

        Assert.Equal(expected.ToString(), actual.ToString());
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>CEL's cases where they are at hand, else a few texts of our own.</summary>
    private static string[] Corpus()
    {
        string[] own = ["customer.contracts.map(c => c.amount ?? 0m).sum() > 5", "f\"{customer.name}: {total}\"", "match customer.status { Active => 1, _ => 2 }"];
        var folder = TestData.Find("cel");
        return folder is null
            ? own
            : [.. own, .. Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(ExpressionOf)];
    }

    private static string ExpressionOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("expr").GetString()!;
    }
}
