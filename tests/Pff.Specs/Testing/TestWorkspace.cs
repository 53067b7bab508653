using Pff.Specs.Architecture;
using Pff.Specs.Features;

namespace Pff.Specs.Testing;

/// <summary>The files of a feature in a folder that goes when the test ends.</summary>
internal sealed class TestWorkspace : IDisposable
{
    private TestWorkspace(string path) => Path = path;

    public string Path { get; }

    public static TestWorkspace Of(FeatureFile feature)
    {
        var workspace = new TestWorkspace(Directory.CreateTempSubdirectory("pff-test-").FullName);
        workspace.Add(feature, string.Empty);
        return workspace;
    }

    /// <summary>Each feature's files in a folder that is called as it is.</summary>
    public static TestWorkspace OfAll(IEnumerable<FeatureFile> features)
    {
        var workspace = new TestWorkspace(Directory.CreateTempSubdirectory("pff-test-").FullName);
        foreach (var feature in features)
        {
            workspace.Add(feature, System.IO.Path.GetFileNameWithoutExtension(feature.Path));
        }

        return workspace;
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Add(FeatureFile feature, string folder)
    {
        foreach (var fixture in feature.Fixtures)
        {
            var root = Repository.PathOf("tests", "Pff.Specs", "fixtures", fixture);
            foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                Write(System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(root, path)), File.ReadAllText(path));
            }
        }

        foreach (var block in feature.Blocks.Where(b => b.IsFile))
        {
            Write(System.IO.Path.Combine(folder, block.Name), string.Join('\n', block.Lines) + "\n");
        }
    }
}
