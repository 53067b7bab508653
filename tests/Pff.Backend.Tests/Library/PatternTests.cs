using System.Diagnostics;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class PatternTests
{
    [Theory]
    [InlineData("😀", "^.$", true)]
    [InlineData("😀", "^..$", false)]
    [InlineData("😀", "^[😀-😛]$", true)]
    [InlineData("😿", "^[😀-😛]$", false)]
    [InlineData("😀", "^[^a]$", true)]
    [InlineData("a", "^[^a]$", false)]
    [InlineData("🐱", @"^\x{1F431}$", true)]
    [InlineData("a\n", "a$", false)]
    [InlineData("a\nb", "(?m)^a$", true)]
    [InlineData("a\nb", "a.b", false)]
    [InlineData("a\nb", "(?s)a.b", true)]
    [InlineData("ABC", "(?i)abc", true)]
    [InlineData("ABC", "a(?i)bc", false)]
    [InlineData("aBC", "a(?i:bc)", true)]
    [InlineData("٣", @"^\d$", false)]
    [InlineData("é", @"^\w$", false)]
    [InlineData("é", @"^\pL$", true)]
    [InlineData("é", @"^\p{Latin}+$", true)]
    [InlineData("é", @"^\P{L}$", false)]
    [InlineData("é", @"^[^\PL]$", true)]
    [InlineData("a.c", @"\Qa.c\E", true)]
    [InlineData("abc", @"\Qa.c\E", false)]
    [InlineData("x7", "^[[:alpha:]][[:digit:]]$", true)]
    [InlineData("a]b", "a[]]b", true)]
    [InlineData("a-b", "a[x-]b", true)]
    [InlineData("{", "^{$", true)]
    [InlineData("a{,2}", "^a{,2}$", true)]
    [InlineData("abab", "^(?P<pair>ab){2}$", true)]
    [InlineData("ab", "a#b", false)]
    [InlineData("a b", "a b", true)]
    [InlineData("", "", true)]
    [InlineData("", "(|a)", true)]
    [InlineData("A", @"\x41\b", true)]
    [InlineData("\u0001", @"\001", true)]
    public void Patterns_mean_what_RE2_says(string text, string pattern, bool expected) =>
        Assert.Equal(expected, Patterns.Matches(text, pattern).AsBool);

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[b-a]")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a{1001}")]
    [InlineData("a{2,1}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\y")]
    [InlineData(@"\")]
    [InlineData(@"\p{Nowhere}")]
    [InlineData("[[:nothing:]]")]
    [InlineData("(?z)a")]
    public void What_RE2_refuses_is_a_fault(string pattern) =>
        Assert.Equal(FaultKind.InvalidArgument, Patterns.Matches("text", pattern).AsFault.Reason);

    [Fact]
    public void No_pattern_throws() =>
        Values.Among("(", ")", "[", "]", "^", "-", "a", "b", "|", "*", "+", "?", "{", "}", "1", ",", "\\", "p", "Q", "E", "x", ":", "P", "<", ">", "i", "😀", ".", "$", "d", "W")
            .Array[0, 12].Select(string.Concat)
            .Sample(pattern => Patterns.Matches("ab1😀", pattern).Kind is ValueKind.Bool or ValueKind.Fault, iter: Values.Iterations);

    [Fact]
    public void A_pattern_that_explodes_elsewhere_is_linear_here()
    {
        var clock = Stopwatch.StartNew();
        Assert.False(Patterns.Matches(new string('a', 100_000), "^(a|a)*(a*)*b$").AsBool);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void Parentheses_nested_without_end_are_a_fault_and_not_a_crash() =>
        Assert.True(Patterns.Matches("a", new string('(', 5_000) + "a" + new string(')', 5_000)).IsFault);
}
