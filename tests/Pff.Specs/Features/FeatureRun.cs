using System.Collections.Immutable;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Specs.Architecture;

namespace Pff.Specs.Features;

/// <summary>Compiles the manifest of a feature file and compares what the compiler says with what the file expects.</summary>
internal static class FeatureRun
{
    public const string ManifestName = "manifest.yaml";

    /// <summary>What is compiled where a feature has no manifest.</summary>
    public const string ModuleName = "module.pff";

    /// <summary>Set to 1, the expectations in the files are rewritten instead of compared; never where CI is set.</summary>
    private const string UpdateVariable = "PFF_UPDATE";

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "Pff.Specs", folder), "*.md").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    public static FeatureFile Open(string folder, string name) => FeatureFile.Read(Repository.PathOf("tests", "Pff.Specs", folder, name + ".md"));

    /// <summary>The files of the feature as the compiler sees them.</summary>
    public static MemoryFiles FilesOf(FeatureFile feature)
    {
        var files = new MemoryFiles();
        foreach (var fixture in feature.Fixtures)
        {
            AddFixture(files, fixture);
        }

        foreach (var block in feature.Blocks.Where(b => b.IsFile))
        {
            files[block.Name] = InlineExpectation.Split(block.Lines).Content;
        }

        return files;
    }

    public static void AddFixture(MemoryFiles files, string fixture)
    {
        var root = Repository.PathOf("tests", "Pff.Specs", "fixtures", fixture);
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(root, path).Replace('\\', '/')] = File.ReadAllText(path);
        }
    }

    /// <summary>Compiles, and fails the test where the compiler says something else than the file expects.</summary>
    public static CompileResult CompileAsExpected(FeatureFile feature)
    {
        var isStrict = feature.Lines.Contains("strict: true");
        var root = feature.Find(ManifestName) is null ? ModuleName : ManifestName;
        var result = ManifestCompiler.Compile(root, FilesOf(feature), new CompileSettings(isStrict));
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), "Baselines are never updated in CI.");
            Update(feature, result.Diagnostics);
            return result;
        }

        foreach (var block in feature.Blocks.Where(b => b.IsFile))
        {
            var expected = InlineExpectation.Split(block.Lines).Expected;
            var actual = result.Diagnostics.Where(d => d.Source.Path == block.Name).Select(InlineExpectation.Of);
            Assert.Equal(Show(expected), Show(actual));
        }

        Assert.Empty(result.Diagnostics.Where(d => feature.Find(d.Source.Path) is null).Select(d => $"{d.Source.Path}: {d.Code} {d.Message}"));
        return result;
    }

    private static string Show(IEnumerable<(int Line, string Text)> expectations) =>
        string.Join('\n', expectations.OrderBy(e => e.Line).ThenBy(e => e.Text, StringComparer.Ordinal).Select(e => $"{e.Line + 1}: {e.Text}"));

    private static void Update(FeatureFile feature, ImmutableArray<Diagnostic> diagnostics)
    {
        var lines = feature.Lines.ToList();
        foreach (var block in feature.Blocks.Where(b => b.IsFile).Reverse())
        {
            var content = InlineExpectation.Split(block.Lines).Content;
            var rewritten = content.Length == 0 ? [] : content[..^1].Split('\n').ToList();
            var said = diagnostics.Where(d => d.Source.Path == block.Name).Select(InlineExpectation.Of);
            foreach (var (line, text) in said.OrderByDescending(e => e.Line).ThenByDescending(e => e.Text, StringComparer.Ordinal))
            {
                rewritten.Insert(Math.Min(line + 1, rewritten.Count), text);
            }

            lines.RemoveRange(block.FirstLine, block.Lines.Length);
            lines.InsertRange(block.FirstLine, rewritten);
        }

        File.WriteAllText(feature.Path, string.Join('\n', lines));
    }
}
