using System.Text.RegularExpressions;
using Pff.Hosting.Documentation;
using Pff.Specs.Architecture;

namespace Pff.Specs.Documentation;

/// <summary>Every code that PFF can print has a page, and every page a code.</summary>
public sealed partial class ErrorPagesSpec
{
    public static TheoryData<string> Codes => [.. CodesInSource()];

    public static TheoryData<string> Pages => [.. ErrorPages.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_a_page(string code) => Assert.NotNull(ErrorPages.Find(code));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_says_what_a_person_needs(string code)
    {
        Assert.Contains(code, CodesInSource());
        var page = ErrorPages.Find(code)!;
        Assert.StartsWith($"# {code}: ", page, StringComparison.Ordinal);
        string[] sections = ["\n## Bad\n", "\n## Repaired\n", "\n## Em português\n"];
        Assert.All(sections, section => Assert.Contains(section, page, StringComparison.Ordinal));
        Assert.True(CodeFence().Count(page) >= 4, $"{code} needs a bad and a repaired example in fenced blocks.");
    }

    private static SortedSet<string> CodesInSource() =>
    [
        .. Repository.FilesUnder("src", "*.cs")
            .SelectMany(file => Code().Matches(File.ReadAllText(file)))
            .Select(match => match.Value.Trim('"', ':')),
    ];

    /// <summary>A code as a literal of its own, or at the head of a printed line.</summary>
    [GeneratedRegex("\"PFF[0-9]{4}[\":]")]
    private static partial Regex Code();

    [GeneratedRegex("^```", RegexOptions.Multiline)]
    private static partial Regex CodeFence();
}
