using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("1 +", "PFF1001 ''")]
    [InlineData("a b", "PFF1001 'b'")]
    [InlineData("f(,)", "PFF1001 ','")]
    [InlineData("a.", "PFF1001 ''")]
    [InlineData("a..b", "PFF1001 '.'")]
    [InlineData("x ? y", "PFF1001 ''")]
    [InlineData("{'a' 1}", "PFF1001 '1'")]
    [InlineData("foo => 1", "PFF1001 '=>'")]
    [InlineData("from c in xs c.id", "PFF1001 'c'")]
    [InlineData("", "PFF1002 ''")]
    [InlineData("  // nothing", "PFF1002 '  // nothing'")]
    [InlineData("f\"a{}\"", "PFF1002 '{}'")]
    [InlineData("(1 + 2", "PFF1003 '('")]
    [InlineData("f(1, [2, 3)", "PFF1003 '['")]
    [InlineData("f\"a{x\"", "PFF1003 '{'")]
    [InlineData("1 + 2)", "PFF1004 ')'")]
    [InlineData("1}", "PFF1004 '}'")]
    [InlineData("'abc", "PFF1005 ''abc'")]
    [InlineData("\"abc\\", "PFF1005 '\"abc\\'")]
    [InlineData("f'abc", "PFF1005 'f''")]
    [InlineData("'a\\q'", "PFF1006 '\\q'")]
    [InlineData("'\\u12'", "PFF1006 '\\u12'")]
    [InlineData("'\\ud800'", "PFF1006 '\\ud800'")]
    [InlineData("'\\U00110000'", "PFF1006 '\\U00110000'")]
    [InlineData("'\\400'", "PFF1006 '\\4'")]
    [InlineData("9223372036854775808", "PFF1007 '9223372036854775808'")]
    [InlineData("-9223372036854775809", "PFF1007 '-9223372036854775809'")]
    [InlineData("0x8000000000000000", "PFF1007 '0x8000000000000000'")]
    [InlineData("1e999", "PFF1007 '1e999'")]
    [InlineData("1.00000000000000000000000000001m", "PFF1007 '1.00000000000000000000000000001m'")]
    [InlineData("9999999999999d", "PFF1007 '9999999999999d'")]
    [InlineData("5min", "PFF1008 '5min'")]
    [InlineData("if", "PFF1009 'if'")]
    [InlineData("xs.all(if, true)", "PFF1009 'if'")]
    [InlineData("5u", "PFF1010 '5u'")]
    [InlineData("b'x'", "PFF1010 'b'x''")]
    [InlineData("Msg{a: 1}", "PFF1010 '{'")]
    [InlineData("a # b", "PFF1013 '#'")]
    [InlineData("f\"a}b\"", "PFF1016 '}'")]
    [InlineData("match x { f(y) => 1 }", "PFF1017 'f(y)'")]
    public void Each_mistake_is_reported_once_at_its_token(string text, string expected) =>
        Assert.Equal(expected, Show(text, Parse(text).Diagnostics));

    [Theory]
    [InlineData("a and b", "did you mean '&&'?")]
    [InlineData("a = b", "did you mean '=='?")]
    [InlineData("a & b", "did you mean '&&'?")]
    [InlineData("a <> b", "did you mean '!='?")]
    [InlineData("“x”", "did you mean '\"'?")]
    public void What_other_languages_write_gets_a_hint(string text, string expected) =>
        Assert.Equal(expected, Parse(text).Diagnostics[0].Help?.English);

    [Fact]
    public void Messages_are_sentences_and_never_lists_of_tokens()
    {
        foreach (var text in new[] { "1 +", "a b", "(1 2)", "[1 2]", "{1}", "x ? 1", "f(x", "match x { a }", "a.?", "from x in" })
        {
            foreach (var diagnostic in Parse(text).Diagnostics)
            {
                Assert.DoesNotContain("{", diagnostic.Message.English.Replace("'{'", "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.DoesNotContain("expecting", diagnostic.Message.English, StringComparison.Ordinal);
                Assert.EndsWith(".", diagnostic.Message.English, StringComparison.Ordinal);
                Assert.NotEqual(diagnostic.Message.English, diagnostic.Message.Portuguese);
            }
        }
    }
}
