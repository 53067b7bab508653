using System.Text.RegularExpressions;
using Pff.Compiler.Lowering;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>The pages of the codes of expressions: their bad example gives the code, and their repaired one does not.</summary>
public sealed partial class ErrorPageTests
{
    public static TheoryData<string> Codes() =>
    [
        .. Directory.GetFiles(Path.Combine(TestData.Root, "docs", "errors"), "PFF1*.md")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(c => IsOfExpressions(c) && Blocks(c).Length == 2)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_examples_of_a_page_are_what_it_says(string code)
    {
        var blocks = Blocks(code);
        Assert.Contains(code, CodesOf(blocks[0], code));
        Assert.DoesNotContain(code, CodesOf(blocks[1], code));
        Assert.DoesNotContain(Check(blocks[1], code), d => d.Severity == Severity.Error);
    }

    private static bool IsOfExpressions(string code) =>
        code.StartsWith("PFF10", StringComparison.Ordinal)
        || code.StartsWith("PFF13", StringComparison.Ordinal)
        || code is "PFF1201" or "PFF1202" or "PFF1203" or "PFF1204";

    private static IEnumerable<string> CodesOf(string text, string code) => Check(text, code).Select(d => d.Code);

    private static IEnumerable<Diagnostic> Check(string text, string code)
    {
        // The length of the one example that cannot be written out.
        text = text.StartsWith("(an expression of 70,000", StringComparison.Ordinal) ? new string('x', 70_000) : text;
        var settings = Expressions.Settings with { IsStrict = code == "PFF1317" };
        var (ir, diagnostics) = Expressions.Check(text, settings);
        var bag = new DiagnosticBag();
        bag.AddRange(diagnostics);
        ConstantFolding.Fold(ir, new SourceText("test", text), bag);
        return bag.ToSorted();
    }

    /// <summary>The examples that are expressions; those of manifests are tested with manifests.</summary>
    private static string[] Blocks(string code) =>
        [.. TextBlock().Matches(File.ReadAllText(Path.Combine(TestData.Root, "docs", "errors", code + ".md"))).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("```text\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex TextBlock();
}
