using System.Text.RegularExpressions;
using Pff.Backend.Emission;
using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Text;
using ValueText = Pff.Backend.Tests.Emission.ValueText;

namespace Pff.Backend.Tests.Sources;

/// <summary>
/// docs/language/expressions.md says what is true: its tables hold every function with its signatures, and each row's
/// example gives what the row says, evaluated and compiled.
/// </summary>
public sealed partial class ReferencePageTests
{
    private static readonly Lazy<List<Row>> Rows = new(() => [.. File.ReadLines(PagePath()).Select(Read).OfType<Row>()]);

    [Fact]
    public void The_page_has_every_function_of_the_checker_and_no_other()
    {
        var known = FunctionIndex.All.SelectMany(Forms).ToHashSet(StringComparer.Ordinal);
        var written = Rows.Value.SelectMany(row => row.Forms).Where(form => form.Contains('(', StringComparison.Ordinal))
            .Select(form => form.Contains(" -> ", StringComparison.Ordinal) ? form : NameOf(form)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], known.Except(written));
        Assert.Equal([], written.Except(known).Except(FunctionIndex.All.Select(entry => entry.Name)));
    }

    [Theory]
    [InlineData("+ - * / % ! - == != < <= > >= in && || ?: ?? . ?. .? [] [?]")]
    public void The_page_has_every_operator(string operators)
    {
        var written = Rows.Value.SelectMany(row => row.Forms).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], operators.Split(' ').Except(written));
    }

    [Fact]
    public void Every_example_gives_what_the_page_says_in_both()
    {
        var rows = Rows.Value;
        Assert.True(rows.Count > 100, $"only {rows.Count} rows have an example");
        var expressions = rows.SelectMany(row => new[] { Check(row.Example), Check(row.Gives == "error" ? "null" : row.Gives) }).ToList();
        var compiled = ExpressionCompiler.Compile(expressions, CancellationToken.None).Load();
        var frame = new Frame(0, new Timestamp(1_700_000_000, 0));
        var wrong = new List<string>();
        for (var i = 0; i < rows.Count; i++)
        {
            var expected = Evaluator.Evaluate(expressions[(2 * i) + 1], frame);
            foreach (var actual in new[] { Evaluator.Evaluate(expressions[2 * i], frame), compiled[2 * i](frame) })
            {
                var isRight = rows[i].Gives == "error" ? actual.IsFault : actual.Kind == expected.Kind && (Equality.AreEqual(actual, expected) || IsNaN(actual, expected));
                if (!isRight)
                {
                    wrong.Add($"{rows[i].Example} gives {ValueText.Of(actual)}, not {rows[i].Gives}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>The signatures, or the name of a macro.</summary>
    private static IEnumerable<string> Forms(FunctionEntry entry) => entry.Signatures.IsEmpty ? [entry.Name] : entry.Signatures;

    /// <summary>Of <c>xs.map(x, e)</c> and <c>cel.bind(x, v, e)</c> the name by which the checker knows it.</summary>
    private static string NameOf(string form)
    {
        var called = form[..form.IndexOf('(', StringComparison.Ordinal)];
        return called.StartsWith("cel.", StringComparison.Ordinal) ? called : called[(called.LastIndexOf('.') + 1)..];
    }

    private static bool IsNaN(Value left, Value right) => left.TryGetDouble(out var a) && right.TryGetDouble(out var b) && double.IsNaN(a) && double.IsNaN(b);

    private static IrExpression Check(string text)
    {
        var source = new SourceText("expressions.md", text);
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(parsed.Diagnostics);
        var expression = ExpressionChecker.Check(parsed.Root, source, Scope.Empty, CheckSettings.Default, diagnostics);
        Assert.True(!diagnostics.HasErrors, diagnostics.HasErrors ? $"{text}: {diagnostics.ToSorted()[0].Message.English}" : "");
        return expression;
    }

    /// <summary>A row of a table with an example: forms, meaning, faults, example, what it gives, where it is from.</summary>
    private static Row? Read(string line)
    {
        var cells = Cell().Split(line.Trim()).Select(cell => cell.Trim()).ToList();
        return cells.Count == 8 && Code(cells[4]) is [var example] && Code(cells[5]) is [var gives] ? new Row(Code(cells[1]), example, gives) : null;
    }

    /// <summary>What stands in code marks, with bars as they are meant.</summary>
    private static string[] Code(string cell) =>
        [.. Marked().Matches(cell).Select(match => match.Groups[2].Value.Trim().Replace("\\|", "|", StringComparison.Ordinal))];

    private static string PagePath()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "PFF.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? ".", "docs", "language", "expressions.md");
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex("(`+)(.*?[^`])\\1(?!`)")]
    private static partial Regex Marked();

    private sealed record Row(string[] Forms, string Example, string Gives);
}
