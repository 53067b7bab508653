using Pff.Specs.Features;
using Pff.Specs.Programs;

namespace Pff.Specs.Testing;

/// <summary>
/// What <c>pffc test</c> prints, one readable file a case under <c>test-runs</c>: the files, the arguments, the exit code
/// and the output to the letter. <c>PFF_UPDATE=1</c> writes the output anew.
/// </summary>
public sealed class TestRunSpec
{
    private const string Folder = "test-runs";

    public static TheoryData<string> Cases => [.. FeatureRun.Names(Folder)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Tests_run_as_the_file_says(string name)
    {
        var feature = FeatureRun.Open(Folder, name);
        using var workspace = TestWorkspace.Of(feature);
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", workspace.Path, LineOf(feature, "arguments: ").Split(' '));
        var output = feature.Find("output")!;
        if (Environment.GetEnvironmentVariable("PFF_UPDATE") == "1")
        {
            Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), "Baselines are never updated in CI.");
            var lines = feature.Lines.ToList();
            lines.RemoveRange(output.FirstLine, output.Lines.Length);
            lines.InsertRange(output.FirstLine, said.TrimEnd().Split('\n').Select(l => l.TrimEnd('\r')));
            File.WriteAllText(feature.Path, string.Join('\n', lines));
            return;
        }

        Assert.Equal(string.Join('\n', output.Lines), said.TrimEnd().ReplaceLineEndings("\n"));
        Assert.Equal(LineOf(feature, "exit: "), $"{exitCode}");
    }

    private static string LineOf(FeatureFile feature, string start) => feature.Lines.First(l => l.StartsWith(start, StringComparison.Ordinal))[start.Length..];
}
