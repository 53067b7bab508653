using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>Unions that a text tells apart: a test of it, or a match, says which case it is.</summary>
public sealed class UnionTests
{
    private static readonly ObjectType Person = new("Person", () =>
    [
        new("kind", PffType.Text, IsRequired: true), new("name", PffType.Text, IsRequired: true), new("born", PffType.Int, IsRequired: true),
    ]);

    private static readonly ObjectType Company = new("Company", () =>
    [
        new("kind", PffType.Text, IsRequired: true), new("name", PffType.Text, IsRequired: true), new("tax", PffType.Text, IsRequired: true),
    ]);

    private static readonly UnionType Party = new("Party", "kind", [new("Person", Person), new("Company", Company)]);

    [Theory]
    [InlineData("p.name", "", "text")]
    [InlineData("p.born", "PFF1305 'born'", "int")]
    [InlineData("p.kind == 'Person' && p.born > 1900", "", "bool")]
    [InlineData("p.kind != 'Person' || p.born > 1900", "", "bool")]
    [InlineData("p.kind == 'Person' ? p.born : 0", "", "int")]
    [InlineData("p.kind == 'Company' ? p.born : 0", "PFF1204 'born'", "int")]
    [InlineData("match p.kind { Person => p.born, Company => p.tax.size(), other(k) => 0 }", "", "int")]
    [InlineData("match p { Person => p.born, Company => p.tax.size(), _ => 0 }", "", "int")]
    [InlineData("match p { Person => p.born, other(k) => k.size() }", "", "int")]
    [InlineData("match p { Person => 1, Company => 2 }", "PFF1312 'p'", "int")]
    [InlineData("match p { Person => 1, Persn => 2, _ => 3 }", "PFF1307 'Persn'", "int")]
    [InlineData("match p { Person => 1, Person => 2, _ => 3 }", "PFF1313 'Person'", "int")]
    [InlineData("match maybe { Person => maybe.born, null => 0, _ => 1 }", "", "int")]
    [InlineData("match maybe { Person => 1, _ => 0 }", "", "int")]
    [InlineData("match maybe { Person => 1, Company => 2, other(k) => 3 }", "", "int")]
    [InlineData("match maybe { Person => 1, Company => 2 }", "PFF1312 'maybe'", "int")]
    [InlineData("ps.filter(p => p.kind == 'Person').map(q => q.born).sum()", "", "int")]
    [InlineData("ps.map(p => match p { Person => p.name, Company => p.tax, _ => '' })", "", "list<text>")]
    public void A_test_of_the_tag_says_which_case_it_is(string text, string expected, string type)
    {
        var (ir, report, _) = Check(text);
        if (expected is "" or "PFF1305 'born'")
        {
            Assert.Equal(type, ir.Type.ToString());
        }

        Assert.Equal(expected, report);
    }

    [Theory]
    [InlineData("match p { Person => p.born, Company => p.tax.size(), other(k) => 0 }", "1980")]
    [InlineData("p.kind == 'Person' ? p.name : 'none'", "Ana")]
    [InlineData("match p { Company => p.tax, other(k) => k }", "Person")]
    public void It_runs_as_it_says(string text, string expected)
    {
        var (ir, report, _) = Check(text);
        Assert.Equal("", report);
        var frame = new Frame(3, new Timestamp(0, 0));
        frame.Slots[0] = Value.Of(new RecordValue(["kind", "name", "born"], [Value.Of("Person"), Value.Of("Ana"), Value.Of(1980L)]));
        Assert.Equal(expected, Evaluator.Evaluate(ir, frame).ToString());
    }

    [Fact]
    public void The_fix_adds_every_missing_arm()
    {
        const string text = "match p { Person => p.name }";
        var diagnostic = Assert.Single(Check(text).Diagnostics);
        Assert.Equal("This 'match' does not say what happens for Company, other(…).", diagnostic.Message.English);
        var edit = Assert.Single(diagnostic.Fix!.Edits);
        var repaired = text.Insert(edit.Span.Start, edit.NewText);
        Assert.Equal("match p { Person => p.name, Company => null, other(value) => null }", repaired);
        Assert.Equal("", Check(repaired).Report);
    }

    private static (Core.Ir.IrExpression Ir, string Report, IReadOnlyList<Diagnostic> Diagnostics) Check(string text)
    {
        var source = new SourceText("test", text);
        var scope = Scope.Empty
            .With(new VariableSymbol("p", Party, 0))
            .With(new VariableSymbol("maybe", new NullableType(Party), 1))
            .With(new VariableSymbol("ps", new ListType(Party), 2));
        var bag = new DiagnosticBag();
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        bag.AddRange(parsed.Diagnostics);
        var ir = ExpressionChecker.Check(parsed.Root, source, scope, CheckSettings.Default, bag);
        return (ir, Expressions.Show(text, bag.ToSorted()), bag.ToSorted());
    }
}
