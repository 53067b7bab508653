using System.Text.RegularExpressions;
using Pff.Compiler;
using Pff.Specs.Architecture;

namespace Pff.Specs.Features;

/// <summary>
/// The pages of <c>docs/errors</c> have one shape, and where their examples are whole manifests, the bad one gives
/// exactly the page's code and the repaired one nothing.
/// </summary>
public sealed partial class ErrorPageSpec
{
    public static TheoryData<string> Codes =>
        [.. Repository.FilesUnder("docs", "PFF*.md").Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_has_the_shape_of_all_pages(string code)
    {
        var text = Read(code);
        Assert.Matches($"^# {code}: .+\n\n", text);
        Assert.Equal(["## Bad", "## Repaired", "## Em português"], text.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_examples_of_a_page_are_true(string code)
    {
        var examples = Example().Matches(Read(code)).Select(m => m.Groups["text"].Value).ToList();
        if (examples.Count != 2 || !examples.All(e => e.Contains("sequences:")) || code.StartsWith("PFF15", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Contains(code, Compile(examples[0]));
        Assert.Empty(Compile(examples[1]));
    }

    private static IEnumerable<string> Compile(string manifest)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[FeatureRun.ManifestName] = manifest;
        return ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings()).Diagnostics.Select(d => d.Code);
    }

    private static string Read(string code) => File.ReadAllText(Repository.PathOf("docs", "errors", code + ".md"));

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
