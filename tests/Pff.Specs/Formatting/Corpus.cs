using Pff.Specs.Architecture;
using Pff.Specs.Features;

namespace Pff.Specs.Formatting;

/// <summary>Every manifest and catalogue of the repository: examples, fixtures, feature files and pages of codes.</summary>
internal static class Corpus
{
    public static IEnumerable<(string Name, string Text)> All() => Files().Concat(Features()).Concat(Pages());

    private static IEnumerable<(string, string)> Files() =>
        from folder in new[] { "examples", "tests/Pff.Specs/fixtures" }
        from path in Repository.FilesUnder(folder, "*.yaml")
        select (Repository.Relative(path), File.ReadAllText(path));

    private static IEnumerable<(string, string)> Features() =>
        from folder in new[] { "features", "wrong" }
        from name in FeatureRun.Names(folder)
        from block in FeatureRun.Open(folder, name).Blocks
        where block.Name.EndsWith(".yaml", StringComparison.Ordinal)
        select ($"{folder}/{name}/{block.Name}", InlineExpectation.Split(block.Lines).Content);

    private static IEnumerable<(string, string)> Pages() =>
        from path in Repository.FilesUnder("docs", "*.md")
        from block in Fences(File.ReadAllText(path))
        select ($"{Repository.Relative(path)}:{block.Line}", block.Text);

    private static IEnumerable<(int Line, string Text)> Fences(string page)
    {
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "```yaml")
            {
                var end = Array.IndexOf(lines, "```", i + 1);
                yield return (i + 1, string.Join('\n', lines[(i + 1)..end]) + "\n");
                i = end;
            }
        }
    }
}
