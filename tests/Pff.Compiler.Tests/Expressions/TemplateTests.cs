using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Tests.Expressions;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("{{a}}", "a")]
    [InlineData(" {{ a }} ", "' ' a ' '")]
    [InlineData("x {{a}}{{b}} y", "'x ' a b ' y'")]
    [InlineData("{{ '}}' }}", "}}")]
    [InlineData("{{'{{'}}x", "{{ 'x'")]
    [InlineData("{{ {'a': {'b': 1}} }}", "{a: {b: 1}}")]
    [InlineData("{{{'a': {'b': 1}}}}", "{a: {b: 1}}")]
    [InlineData("{{ f\"{x}}}\" }}", "f(x|})")]
    [InlineData("{{ a // comment }}", "a")]
    [InlineData("single { and } braces", "'single { and } braces'")]
    public void Holes_end_where_they_are_meant_to(string text, string expected)
    {
        var parsed = Parse(text);
        Assert.Equal("", Expressions.Show(text, parsed.Diagnostics));
        Assert.Equal(expected, string.Join(" ", parsed.Template.Parts.Select(p =>
            p is TemplateTextSyntax t ? $"'{t.Text}'" : TreePrinter.Print(((TemplateHoleSyntax)p).Expression))));
    }

    [Theory]
    [InlineData("{{a", "PFF1014 '{{'")]
    [InlineData("a {{b}} {{c", "PFF1014 '{{'")]
    [InlineData("a}} b", "PFF1015 '}}'")]
    [InlineData("{{ }}", "PFF1002 '{{ }}'")]
    [InlineData("{{ 'a }} b", "PFF1005 ''a '")]
    [InlineData("{{ a + }} {{ (b }}", "PFF1001 ''; PFF1003 '('")]
    public void Each_mistake_is_reported_at_its_token(string text, string expected) =>
        Assert.Equal(expected, Expressions.Show(text, Parse(text).Diagnostics));

    [Theory]
    [InlineData("{{total}}", true)]
    [InlineData("\n {{total}} ", true)]
    [InlineData("n {{total}}", false)]
    [InlineData("{{total}}{{total}}", false)]
    [InlineData("total", false)]
    public void A_template_that_is_one_hole_is_its_expression(string text, bool expected) =>
        Assert.Equal(expected, Parse(text).Template.IsSingleExpression);

    [Theory]
    [InlineData("{{total}}", "int", "7")]
    [InlineData("n = {{total}}, {{customer.balance}} {{customer.active}}", "text", "n = 7, 12.50 true")]
    [InlineData("{{customer.contracts.map(c => c.id)}}!", "text", "[\"K1\",\"K2\",\"K3\"]!")]
    public void Mixed_text_shows_values_and_one_hole_keeps_its_type(string text, string type, string expected)
    {
        var (ir, diagnostics) = Check(text);
        Assert.Empty(diagnostics);
        Assert.Equal(type, ir.Type.ToString());
        var value = Evaluator.Evaluate(ir, Expressions.World());
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("x {{token}}", "PFF1308 'token'")]
    [InlineData("x {{customer.nick}}", "PFF1319 'customer.nick'")]
    [InlineData("x {{int}}", "PFF1322 'int'")]
    public void What_should_not_stand_in_a_text_is_reported(string text, string expected) =>
        Assert.Equal(expected, Expressions.Show(text, Check(text).Diagnostics));

    private static ParsedTemplate Parse(string text) => TemplateParser.Parse(EmbeddedText.Whole(new SourceText("test", text)));

    private static (IrExpression Ir, IEnumerable<Diagnostic> Diagnostics) Check(string text)
    {
        var bag = new DiagnosticBag();
        var source = new SourceText("test", text);
        var ir = ExpressionChecker.CheckTemplate(Parse(text).Template, source, Expressions.Scope, Expressions.Settings, bag);
        return (ir, bag.ToSorted());
    }
}
