using System.Text.RegularExpressions;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Tests.Importing;

/// <summary>The pages of the codes of imports: the bad document gives the code, the repaired one does not, and no error.</summary>
public sealed partial class ErrorPageTests
{
    // Its example would have to be huge; HostileDocumentTests has it.
    private const string OnlySketched = "PFF1908";

    public static TheoryData<string> Codes =>
        [.. Directory.EnumerateFiles(Folder, "PFF19*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Where(c => c != OnlySketched).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Expressions.TestData.Root, "docs", "errors");

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_examples_of_a_page_are_true(string code)
    {
        var examples = Example().Matches(File.ReadAllText(Path.Combine(Folder, code + ".md"))).Select(m => m.Groups["text"].Value).ToList();
        Assert.Equal(2, examples.Count);
        var bad = Import(examples[0]);
        var found = bad.Diagnostics.Where(d => d.Code == code).ToList();
        Assert.True(found.Count > 0, ImportFixtures.Show(bad));
        Assert.All(found, d => Assert.NotEqual(d.Message.English, d.Message.Portuguese));
        var repaired = Import(examples[1]);
        Assert.False(repaired.Diagnostics.Any(d => d.Severity == Severity.Error || d.Code == code), ImportFixtures.Show(repaired));
        Assert.NotEmpty(repaired.Files);
    }

    private static Pff.Compiler.Importing.ImportResult Import(string document) =>
        document.StartsWith('{') ? ImportFixtures.ImportPostman(document) : ImportFixtures.ImportArazzo(document);

    [GeneratedRegex(@"^```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
