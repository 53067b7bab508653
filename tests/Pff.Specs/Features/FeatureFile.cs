using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Pff.Specs.Features;

/// <summary>One fenced block: <c>```yaml manifest.yaml</c>.</summary>
/// <param name="Name">A file's path (it has a dot), or the name of a section such as <c>calls</c>.</param>
/// <param name="FirstLine">Index of the block's first line in the feature file.</param>
internal sealed record FeatureBlock(string Name, int FirstLine, ImmutableArray<string> Lines)
{
    public bool IsFile => Name.Contains('.');
}

/// <summary>
/// A test that people can read: prose, and fenced blocks with a name. Blocks named like files are the files of the
/// test; <c>rows.csv</c> is the input, <c>mock.yaml</c> the server; <c>calls</c> and <c>report</c> are what must happen.
/// What the compiler must say stands inside the files, see <see cref="InlineExpectation"/>. A first block's
/// <c>fixture: name</c> line in the prose adds the files of <c>fixtures/name</c>.
/// </summary>
internal sealed partial class FeatureFile
{
    private FeatureFile(string path, ImmutableArray<string> lines, ImmutableArray<FeatureBlock> blocks, ImmutableArray<string> fixtures)
    {
        Path = path;
        Lines = lines;
        Blocks = blocks;
        Fixtures = fixtures;
    }

    public string Path { get; }

    public ImmutableArray<string> Lines { get; }

    public ImmutableArray<FeatureBlock> Blocks { get; }

    /// <summary>Folders under <c>fixtures</c> whose files the test has too.</summary>
    public ImmutableArray<string> Fixtures { get; }

    public FeatureBlock? Find(string name) => Blocks.FirstOrDefault(b => b.Name == name);

    public static FeatureFile Read(string path)
    {
        ImmutableArray<string> lines = [.. File.ReadAllText(path).Split('\n')];
        var blocks = ImmutableArray.CreateBuilder<FeatureBlock>();
        var fixtures = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (FixtureLine().Match(lines[i]) is { Success: true } fixture)
            {
                fixtures.Add(fixture.Groups["name"].Value);
            }
            else if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                var end = lines.IndexOf(fence.Groups["ticks"].Value, i + 1);
                Assert.True(end > i, $"{path}({i + 1}): the block never ends.");
                blocks.Add(new FeatureBlock(fence.Groups["name"].Value, i + 1, lines[(i + 1)..end]));
                i = end;
            }
        }

        return new FeatureFile(path, lines, blocks.ToImmutable(), fixtures.ToImmutable());
    }

    [GeneratedRegex(@"^(?<ticks>```+)\w+ (?<name>\S+)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^fixture: (?<name>[\w-]+)$")]
    private static partial Regex FixtureLine();
}
