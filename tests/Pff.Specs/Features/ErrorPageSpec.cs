using System.Text.RegularExpressions;
using Pff.Compiler;
using Pff.Compiler.Converting;
using Pff.Specs.Architecture;

namespace Pff.Specs.Features;

/// <summary>
/// Where the examples of a page in <c>docs/errors</c> are whole manifests or modules, the bad one gives the page's code and the
/// repaired one nothing.
/// </summary>
public sealed partial class ErrorPageSpec
{
    public static TheoryData<string> Codes =>
        [.. Repository.FilesUnder("docs", "PFF*.md").Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_examples_of_a_page_are_true(string code)
    {
        var modules = ModuleExample().Matches(Read(code)).Select(m => m.Groups["text"].Value).ToList();
        if (modules.Count == 2)
        {
            Assert.Contains(code, Compile(FeatureRun.ModuleName, modules[0]));
            Assert.Empty(Compile(FeatureRun.ModuleName, modules[1]));
            return;
        }

        var examples = Example().Matches(Read(code)).Select(m => m.Groups["text"].Value).ToList();
        if (examples.Count != 2 || !examples.All(e => e.Contains("sequences:")) || code[..5] is not ("PFF10" or "PFF11" or "PFF12" or "PFF13" or "PFF14" or "PFF17" or "PFF18"))
        {
            return;
        }

        var codes = code.StartsWith("PFF188", StringComparison.Ordinal) ? (Func<string, string, IEnumerable<string>>)Convert : Compile;
        Assert.Contains(code, codes(FeatureRun.ManifestName, examples[0]));
        Assert.Empty(codes(FeatureRun.ManifestName, examples[1]));
    }

    private static IEnumerable<string> Compile(string name, string text)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[name] = text;
        return ManifestCompiler.Compile(name, files, new CompileSettings()).Diagnostics.Select(d => d.Code);
    }

    /// <summary>What converting says of a manifest that is right.</summary>
    private static IEnumerable<string> Convert(string name, string text)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[name] = text;
        return SurfaceConverter.Convert(name, FeatureRun.ModuleName, files, null).Diagnostics.Select(d => d.Code);
    }

    private static string Read(string code) => File.ReadAllText(Repository.PathOf("docs", "errors", code + ".md"));

    [GeneratedRegex(@"^```pff\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ModuleExample();

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
