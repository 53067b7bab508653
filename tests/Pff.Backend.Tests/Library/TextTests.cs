using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class TextTests
{
    [Fact]
    public void Reversing_twice_gives_the_text() => Values.Texts.Sample(text => CodePoints.Reverse(CodePoints.Reverse(text)) == text, iter: Values.Iterations);

    [Fact]
    public void Splitting_and_joining_gives_the_text() =>
        Gen.Select(Values.Texts, Values.Texts.Where(separator => separator.Length > 0)).Sample((text, separator) =>
            TextParts.Join(TextParts.Split(text, separator, -1).AsList, separator).AsText == text, iter: Values.Iterations);

    [Fact]
    public void Splitting_by_nothing_gives_the_code_points() =>
        Values.Texts.Sample(text => TextParts.Split(text, "", -1).AsList.Count == CodePoints.Count(text), iter: Values.Iterations);

    [Fact]
    public void What_is_found_at_an_index_is_there() =>
        Gen.Select(Values.Texts, Values.Texts).Sample((text, part) =>
        {
            var at = TextSearch.IndexOf(text, part, 0).AsInt;
            return at < 0
                ? !text.Contains(part, StringComparison.Ordinal)
                : HasHalves(text) || TextSearch.Substring(text, at, at + CodePoints.Count(part)).AsText == part;
        }, iter: Values.Iterations);

    [Fact]
    public void A_double_reads_back_from_its_text() =>
        Values.Doubles.Where(number => !double.IsNaN(number)).Sample(number =>
            NumberText.TryParse(NumberText.Write(number), out double again) && again == number
            && NumberText.TryParse(NumberText.WritePlain(number), out double plain) && plain == number, iter: Values.Iterations);

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(3.0, "3")]
    [InlineData(-0.0045, "-0.0045")]
    [InlineData(1e6, "1000000")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(6.02214e23, "6.02214e+23")]
    [InlineData(1.38e-23, "1.38e-23")]
    [InlineData(1e-5, "0.00001")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Doubles_are_shown_in_their_shortest_form(double number, string expected) => Assert.Equal(expected, NumberText.Write(number));

    [Theory]
    [InlineData(2.5, 0, "2")]
    [InlineData(3.5, 0, "4")]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(1e22, 1, "10000000000000000000000.0")]
    [InlineData(0.1, 20, "0.10000000000000000555")]
    public void Fixed_digits_round_the_exact_number(double number, int precision, string expected) =>
        Assert.Equal(expected, NumberText.WriteFixed(number, precision));

    [Theory]
    [InlineData(9.9999999, 2, "1.00e+01")]
    [InlineData(0, 3, "0.000e+00")]
    [InlineData(5e-324, 2, "4.94e-324")]
    [InlineData(double.MaxValue, 0, "2e+308")]
    public void Scientific_digits_round_the_exact_number(double number, int precision, string expected) =>
        Assert.Equal(expected, NumberText.WriteScientific(number, precision));

    [Theory]
    [InlineData("abc", "", "-", -1, "-a-b-c-")]
    [InlineData("🐱b", "", "-", -1, "-🐱-b-")]
    [InlineData("abc", "", "-", 2, "-a-bc")]
    [InlineData("aaa", "a", "b", 2, "bba")]
    [InlineData("aaa", "a", "", -1, "")]
    [InlineData("", "", "x", -1, "x")]
    public void Replacing_counts_and_finds_nothing_everywhere(string text, string from, string to, long limit, string expected) =>
        Assert.Equal(expected, TextParts.Replace(text, from, to, limit).AsText);

    [Fact]
    public void Replacing_that_would_grow_too_large_is_a_fault() =>
        Assert.Equal(FaultKind.LimitExceeded, TextParts.Replace(new string('a', 1_000_000), "a", new string('b', 1_000), -1).AsFault.Reason);

    private static bool HasHalves(string text) => text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD);
}
