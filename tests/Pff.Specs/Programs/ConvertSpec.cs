using Pff.Specs.Architecture;

namespace Pff.Specs.Programs;

/// <summary>The command <c>convert</c>, and <c>fmt</c> on modules, as processes.</summary>
public sealed class ConvertSpec : IDisposable
{
    private const string Untidy = "language 1\nsequence  fix( n:int ){\n skip  \"a\"  // why\n}\n";

    private const string Tidy = "language 1\n\nsequence fix(n: int) {\n  skip \"a\"  // why\n}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-convert-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_example_goes_there_and_back_with_its_tests()
    {
        var example = Repository.PathOf("examples", "contract-fix");
        foreach (var path in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".pff", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(example, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var (_, before) = await Run("hash", "manifest.yaml");
        Assert.Equal((0, true), await Succeeds("convert", "manifest.yaml"));
        Assert.Contains("4 passed", (await Run("test", "manifest.pff")).Said, StringComparison.Ordinal);
        var (refused, said) = await Run("convert", "manifest.pff");
        Assert.Equal(2, refused);
        Assert.Contains("PFF5040", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "manifest.tests.yaml")), "all files are written, or none");
        Assert.Equal((0, true), await Succeeds("convert", "manifest.pff", "--force"));
        Assert.Equal(before, (await Run("hash", "manifest.yaml")).Said);
        Assert.Contains("4 passed", (await Run("test", "manifest.tests.yaml")).Said, StringComparison.Ordinal);
        Assert.Contains("PFF1881", (await Run("convert", "tests.yaml", "-o", "-")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_converted_where_the_form_is_said()
    {
        const string Manifest = "version: \"1.0\"\nsequences:\n  fix:\n    - skip: done\n";
        Assert.Contains("PFF5080", (await RunningProgram.RunReadingAsync(Manifest, "pffc", _folder, "convert", "-")).Said, StringComparison.Ordinal);
        var (code, said) = await RunningProgram.RunReadingAsync(Manifest, "pffc", _folder, "convert", "--to", "pff", "-");
        Assert.Equal(0, code);
        Assert.Contains("  skip \"done\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modules_are_formatted_from_standard_input_several_at_once_and_in_folders()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        string[] paths = ["a.pff", Path.Combine("sub", "b.pff")];
        foreach (var path in paths)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, path), Untidy, TestContext.Current.CancellationToken);
        }

        var (code, said) = await RunningProgram.RunReadingAsync(Untidy, "pffc", _folder, "fmt", "-");
        Assert.Equal(0, code);
        Assert.Contains("  skip \"a\"  // why", said, StringComparison.Ordinal);
        Assert.Equal(1, (await RunningProgram.RunReadingAsync(Untidy, "pffc", _folder, "fmt", "--check", "-")).ExitCode);
        Assert.Equal(0, (await RunningProgram.RunReadingAsync(Tidy, "pffc", _folder, "fmt", "--check", "-")).ExitCode);
        Assert.Equal(1, (await Run("fmt", "--check", "a.pff", paths[1])).ExitCode);
        Assert.Equal(0, (await Run("fmt", ".")).ExitCode);
        Assert.All(paths, path => Assert.Equal(Tidy, File.ReadAllText(Path.Combine(_folder, path))));
        Assert.Equal(0, (await Run("fmt", "--check", ".")).ExitCode);
    }

    private Task<(int ExitCode, string Said)> Run(params string[] arguments) => RunningProgram.RunAsync("pffc", _folder, arguments);

    private async Task<(int ExitCode, bool SaysSo)> Succeeds(params string[] arguments)
    {
        var (code, said) = await Run(arguments);
        return (code, said.Contains("wrote ", StringComparison.Ordinal));
    }
}
