using Pff.Compiler.Syntax;
using Pff.Core.Text;
using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

public sealed class SyntaxTreeTests
{
    [Theory]
    [InlineData("1 + 2 * 3 - 4", "((1 Add (2 Multiply 3)) Subtract 4)")]
    [InlineData("a || b && c == d", "(a Or (b And (c Equal d)))")]
    [InlineData("!a.b[0]", "Not(a.b[0])")]
    [InlineData("-a.b", "Negate(a.b)")]
    [InlineData("-1.b", "-1.b")]
    [InlineData("--5", "Negate(-5)")]
    [InlineData("a ? b : c ? d : e", "(a ? b : (c ? d : e))")]
    [InlineData("a in b == c", "((a In b) Equal c)")]
    [InlineData(".a.b(.c)", ".a.b(.c)")]
    [InlineData("a.?b[?c]", "a.?b[?c]")]
    [InlineData("[?a, b,]", "[?a, b]")]
    [InlineData("{?'k': a, 'l': b}", "{?k: a, l: b}")]
    [InlineData("a.`b-c`.if.`@type`", "a.b-c.if.@type")]
    [InlineData("1 // one\n + 2", "(1 Add 2)")]
    public void CEL_reads_as_CEL(string text, string expected) => AssertTree(text, expected);

    [Theory]
    [InlineData("a ?? b ?? c", "(a Coalesce (b Coalesce c))")]
    [InlineData("a ?? 0 > 5", "((a Coalesce 0) Greater 5)")]
    [InlineData("a ?? b + 1", "(a Coalesce (b Add 1))")]
    [InlineData("f(x => x, (a, b) => a + b, (a))", "f((x) => x, (a, b) => (a Add b), a)")]
    [InlineData("f\"a{b}{{c}}{d[\"e\"]}\"", "f(a|b|{c}|d[e])")]
    [InlineData("f'''it's {f\"{x}\"}'''", "f(it|'|s |f(x))")]
    [InlineData("match c.s { Active => 1, other(s) => s, _ => 2, 'x' => 3, -5 => 4 }", "match c.s {Active => 1, other(s) => s, _ => 2, x => 3, -5 => 4}")]
    [InlineData("match (x) { _ => 1 }", "match x {_ => 1}")]
    [InlineData("from c in xs where c.open select c.id", "from c in xs where c.open select c.id")]
    [InlineData("[from a in (from b in c select b) select a]", "[from a in from b in c select b select a]")]
    public void Extensions_read_as_they_are_meant(string text, string expected) => AssertTree(text, expected);

    [Theory]
    [InlineData("match(x) + match[0] - match.y", "((match(x) Add match[0]) Subtract match.y)")]
    [InlineData("match - 1", "(match Subtract 1)")]
    [InlineData("from + where * select", "(from Add (where Multiply select))")]
    [InlineData("x.from(select, where)", "x.from(select, where)")]
    public void Words_of_extensions_are_names_elsewhere(string text, string expected) => AssertTree(text, expected);

    [Theory]
    [InlineData("a?.b", "a?.b")]
    [InlineData("a?.f(1)", "a?.f(1)")]
    [InlineData("a ?.b : c", "(a ? .b : c)")]
    [InlineData("a?.b:c", "(a ? .b : c)")]
    [InlineData("a ? .b : c", "(a ? .b : c)")]
    [InlineData("a?.5:1", "(a ? 0.5 : 1)")]
    [InlineData("x ? a?.b : c", "(x ? a?.b : c)")]
    [InlineData("x ? a?.b : c : d", "(x ? (a ? .b : c) : d)")]
    [InlineData("a?.b ? c?.d : e", "(a?.b ? c?.d : e)")]
    [InlineData("a?.b?.c : d", "(a?.b ? .c : d)")]
    [InlineData("{a?.b : c}", "{a?.b: c}")]
    [InlineData("{a?.b : c : d}", "{(a ? .b : c): d}")]
    [InlineData("[a?.b, a?.b : c]", "[a?.b, (a ? .b : c)]")]
    [InlineData("f(a?.b) ? c : d", "(f(a?.b) ? c : d)")]
    public void A_question_mark_and_a_dot_are_a_conditional_exactly_where_a_colon_needs_one(string text, string expected) => AssertTree(text, expected);

    [Fact]
    public void Spans_are_places_in_the_source_that_contains_the_text()
    {
        var source = new SourceText("m.yaml", "when: \"{{a\\u002eb}}\"");

        // What stands between the braces, after YAML's escapes: the dot is six code units in the source.
        var text = new EmbeddedText(source, "a.b", [9, 10, 16, 17]);
        var select = Assert.IsType<SelectSyntax>(ExpressionParser.Parse(text).Root);
        Assert.Equal("b", source.GetText(select.FieldSpan));
        Assert.Equal("a\\u002eb", source.GetText(select.Span));
    }

    [Fact]
    public void Long_chains_of_logic_are_low_trees() =>
        Assert.Empty(Parse(string.Join(" || ", Enumerable.Repeat("a", 5_000))).Diagnostics);

    private static void AssertTree(string text, string expected)
    {
        var parsed = Parse(text);
        Assert.Equal("", Show(text, parsed.Diagnostics));
        Assert.Equal(expected, TreePrinter.Print(parsed.Root));
    }
}
