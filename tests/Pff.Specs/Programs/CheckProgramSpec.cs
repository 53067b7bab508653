using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pff.Compiler;
using Pff.Hosting.Files;
using Pff.Specs.Architecture;

namespace Pff.Specs.Programs;

/// <summary><c>pffc check</c> as a process.</summary>
public sealed partial class CheckProgramSpec
{
    /// <summary>Without Roslyn's assemblies: what needs them fails, and <c>check</c> does not.</summary>
    [Fact]
    public async Task Checking_does_not_load_Roslyn()
    {
        // The host looks for assemblies beside the file that lists them.
        var folder = Directory.CreateTempSubdirectory("pff-check-").FullName;
        var dependencies = Path.Combine(AppContext.BaseDirectory, $"pffc-{Path.GetFileName(folder)}.deps.json");
        try
        {
            await File.WriteAllTextAsync(dependencies, WithoutRoslyn(), TestContext.Current.CancellationToken);
            var example = Repository.PathOf("examples", "contract-fix", "manifest.yaml");

            using var check = RunningProgram.StartWith(["--depsfile", dependencies], "pffc", folder, "check", example);
            Assert.True(await check.WaitAsync() == 0, check.Said);
            using var compile = RunningProgram.StartWith(["--depsfile", dependencies], "pffc", folder, "compile", example, "-o", Path.Combine(folder, "out.pffplan"));
            Assert.True(await compile.WaitAsync() != 0, "compiling does need Roslyn, so that this test would have noticed nothing");
        }
        finally
        {
            File.Delete(dependencies);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Many_manifests_give_what_each_of_them_gives_in_the_order_of_their_paths()
    {
        var folder = Directory.CreateTempSubdirectory("pff-check-").FullName;
        try
        {
            for (var i = 0; i < 24; i++)
            {
                Directory.CreateDirectory(Path.Combine(folder, $"team{i % 3}"));
                await File.WriteAllTextAsync(
                    Path.Combine(folder, $"team{i % 3}", $"m{i:00}.yaml"),
                    $"version: \"1.0\"\nsequences:\n  a:\n    - let: {{ x: \"{{{{len(column) + true}}}}\" }}\n    - method: nothing_{i}\n",
                    TestContext.Current.CancellationToken);
            }

            var files = new DiskFileSource(folder);
            var (manifests, _) = ManifestFinder.Find([folder]);
            var expected = manifests
                .SelectMany(path => ManifestCompiler.Compile(Path.GetRelativePath(folder, path).Replace('\\', '/'), files, new CompileSettings()).Diagnostics)
                .Select(d => $"{d.Source.Path}:{d.Source.GetPosition(d.Span.Start).Line + 1}:{d.Source.GetPosition(d.Span.Start).Column + 1}");

            var (exitCode, said) = await RunningProgram.RunAsync("pffc", folder, "check", ".");
            Assert.Equal(1, exitCode);
            Assert.Equal(expected, Place().Matches(said).Select(m => m.Groups[1].Value));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string WithoutRoslyn()
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pffc.deps.json")))!.AsObject();
        foreach (var section in root["targets"]!.AsObject().Select(t => t.Value!.AsObject()).Append(root["libraries"]!.AsObject()).ToList())
        {
            foreach (var name in section.Select(e => e.Key).Where(k => k.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).ToList())
            {
                section.Remove(name);
            }
        }

        return root.ToJsonString();
    }

    [GeneratedRegex("--> (\\S+)")]
    private static partial Regex Place();
}
