using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Hosting.Output;

namespace Pff.Specs.Output;

/// <summary>The caret stands under the exact token, whatever stands before it.</summary>
public sealed class SourceExcerptSpec
{
    [Theory]
    [InlineData("a: token", "a: ", 5)]
    [InlineData("\ta:\ttoken", "\t  \t", 5)]
    [InlineData("日本: token", "      ", 5)]
    [InlineData("e\u0301: token", "   ", 5)]
    [InlineData("👨‍👩‍👧: token", "    ", 5)]
    [InlineData("a: 日本token", "a: ", 9)]
    public void The_caret_is_under_the_token(string line, string before, int width)
    {
        var start = line.Contains("日本token", StringComparison.Ordinal) ? line.IndexOf('日', StringComparison.Ordinal) : line.IndexOf("token", StringComparison.Ordinal);
        var shown = Show(line + "\r\nnext: 1\r\n", TextSpan.FromBounds(start, line.Length));
        Assert.Equal($"1 | {line}", shown[3]);
        var blanks = string.Concat(before.Select(c => c == '\t' ? '\t' : ' '));
        Assert.Equal($"  | {blanks}{new string('^', width)}", shown[4]);
    }

    [Fact]
    public void A_long_line_is_cut_around_the_token()
    {
        var line = new string('a', 500) + "😀 token " + new string('b', 500);
        var shown = Show(line, new TextSpan(503, 5));
        Assert.StartsWith("1 | …a", shown[3], StringComparison.Ordinal);
        Assert.EndsWith("b…", shown[3], StringComparison.Ordinal);
        Assert.InRange(shown[3].Length, 100, 170);

        // The picture is two UTF-16 units and two columns, so that columns and units agree here.
        Assert.Equal("token", shown[3].Substring(shown[4].IndexOf('^', StringComparison.Ordinal), 5));
        Assert.Equal(5, shown[4].Count(c => c == '^'));
    }

    [Fact]
    public void Of_several_lines_the_first_and_the_last_are_shown()
    {
        const string Text = "a: [1,\n  2,\n  3]\n";
        Assert.Equal(
            ["1 | a: [1,", "  |    ^^^", "…", "3 |   3]", "  |   ^^"],
            Show(Text, TextSpan.FromBounds(3, Text.Length - 1)).Skip(3).Take(5).Select(l => l.Trim('\r') is "…" ? "…" : l));
    }

    [Fact]
    public void A_token_at_the_end_of_a_line_has_one_caret() =>
        Assert.Equal("  |   ^", Show("a:\nb: 1\n", new TextSpan(2, 0))[4]);

    [Theory]
    [InlineData('\u001b')]
    [InlineData('\u202e')]
    [InlineData('\u2066')]
    public void What_a_terminal_would_obey_is_not_shown(char hostile) =>
        Assert.All(Show($"a: {hostile}b", new TextSpan(4, 1)), line => Assert.DoesNotContain(hostile, line));

    private static string[] Show(string text, TextSpan span)
    {
        var output = new StringWriter { NewLine = "\n" };
        var diagnostic = new Diagnostic("PFF1201", Severity.Error, new LocalizedText("wrong", "errado"), new SourceText("a.yaml", text), span);
        new DiagnosticText(Language.English, new Ansi(false)).Write(output, diagnostic);
        return output.ToString().Split('\n');
    }
}
