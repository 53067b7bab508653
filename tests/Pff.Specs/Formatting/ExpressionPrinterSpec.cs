using Pff.Compiler.Formatting;

namespace Pff.Specs.Formatting;

/// <summary>How expressions are spaced; what is not valid, or has a comment, is left alone.</summary>
public sealed class ExpressionPrinterSpec
{
    [Theory]
    [InlineData("a+b*-c", "a + b * -c")]
    [InlineData("len( xs )>0&&!done", "len(xs) > 0 && !done")]
    [InlineData("a?b:c", "a ? b : c")]
    [InlineData("a?.b??'x  y'", "a?.b ?? 'x  y'")]
    [InlineData("a ?.b : c", "a ? .b : c")]
    [InlineData("{'a':1,'b':[ 2 ,3 ]}", "{'a': 1, 'b': [2, 3]}")]
    [InlineData("{'a':x?1:2}", "{'a': x ? 1 : 2}")]
    [InlineData("xs.filter( c,c.x in[1,2] )", "xs.filter(c, c.x in [1, 2])")]
    [InlineData("xs.sum(x=>x.amount)", "xs.sum(x => x.amount)")]
    [InlineData("match s{Active=>1,other(o)=>2,_=>0}", "match s { Active => 1, other(o) => 2, _ => 0 }")]
    [InlineData("from c in cs  where(c.ok)select c.id", "from c in cs where (c.ok) select c.id")]
    [InlineData("f\"c {a+b} {{}} { {'k':1}['k'] }\"", "f\"c {a + b} {{}} { {'k': 1}['k']}\"")]
    [InlineData("a[ ?0 ].?b", "a[?0].?b")]
    [InlineData("(a+b)", "(a + b)")]
    [InlineData("1.5m+30s", "1.5m + 30s")]
    public void An_expression_is_spaced_evenly(string text, string expected)
    {
        Assert.Equal(expected, ExpressionPrinter.Print(text));
        Assert.Equal(expected, ExpressionPrinter.Print(expected));
        Assert.True(ExpressionPrinter.IsSame(text, expected));
    }

    [Theory]
    [InlineData("a +")]
    [InlineData("a // why")]
    [InlineData("")]
    public void What_is_wrong_or_has_a_comment_is_not_printed(string text) => Assert.Null(ExpressionPrinter.Print(text));
}
