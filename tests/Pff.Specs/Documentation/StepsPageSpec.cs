using System.Text.RegularExpressions;
using Pff.Compiler;
using Pff.Specs.Architecture;
using Pff.Specs.Features;

namespace Pff.Specs.Documentation;

/// <summary>The examples of <c>docs/language/steps.md</c> compile, and no kind of step is without one.</summary>
public sealed partial class StepsPageSpec
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "language", "steps.md"));

    public static TheoryData<string> Headings => [.. Section().Matches(Page).Where(s => ManifestOf(s) is not null).Select(s => s.Groups["heading"].Value)];

    [Theory]
    [MemberData(nameof(Headings))]
    public void An_example_compiles_without_a_word(string heading)
    {
        var section = Section().Matches(Page).Single(s => s.Groups["heading"].Value == heading);
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        foreach (Match block in Block().Matches(section.Value))
        {
            files[block.Groups["name"].Value is { Length: > 0 } name ? name : FeatureRun.ManifestName] = block.Groups["text"].Value;
        }

        var result = ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings());
        Assert.Empty(result.Diagnostics.Select(d => $"{d.Code} '{d.Source.GetText(d.Span)}': {d.Message.English}"));
    }

    [Fact]
    public void Every_kind_of_step_has_a_section()
    {
        // The diagnostic of a step that is none lists them all.
        var files = new MemoryFiles { [FeatureRun.ManifestName] = "version: \"1.0\"\nsequences:\n  a:\n    - nothing_like_it: 1\n" };
        var listed = ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings()).Diagnostics.Single(d => d.Code == "PFF1125");
        var kinds = listed.Help!.English.Split("keys ")[1].Split(", ");
        Assert.Contains("method", kinds);
        Assert.All(kinds, kind => Assert.Contains($"\n## {kind}\n", Page, StringComparison.Ordinal));
    }

    private static string? ManifestOf(Match section) =>
        Block().Matches(section.Value).Select(b => b.Groups["text"].Value).FirstOrDefault(t => t.Contains("sequences:", StringComparison.Ordinal));

    [GeneratedRegex(@"^## (?<heading>\S+)\n(?<body>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```yaml(?: (?<name>\S+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
