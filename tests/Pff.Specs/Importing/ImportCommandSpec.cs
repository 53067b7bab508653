using Pff.Specs.Architecture;
using Pff.Specs.Programs;

namespace Pff.Specs.Importing;

/// <summary><c>pffc import</c> and <c>pffc export</c> as a person meets them.</summary>
public sealed class ImportCommandSpec
{
    [Fact]
    public async Task An_export_imports_again_and_nothing_is_overwritten_unasked()
    {
        var folder = Directory.CreateTempSubdirectory("pff-import-").FullName;
        try
        {
            var example = Repository.PathOf("examples", "contract-fix");
            Directory.CreateDirectory(Path.Combine(folder, "apis"));
            File.Copy(Path.Combine(example, "manifest.yaml"), Path.Combine(folder, "manifest.yaml"));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(example, "apis")))
            {
                File.Copy(file, Path.Combine(folder, "apis", Path.GetFileName(file)));
            }

            var (exit, said) = await RunningProgram.RunAsync("pffc", folder, "export", "arazzo", "manifest.yaml");
            Assert.True(exit == 0, said);
            Assert.Contains("wrote manifest.arazzo.yaml", said, StringComparison.Ordinal);

            (exit, said) = await RunningProgram.RunAsync("pffc", folder, "import", "arazzo", "manifest.arazzo.yaml", "-o", "again");
            Assert.True(exit == 0, said);
            (exit, said) = await RunningProgram.RunAsync("pffc", folder, "check", "again");
            Assert.True(exit == 0, said);

            await File.AppendAllTextAsync(Path.Combine(folder, "again", "manifest.yaml"), "# mine\n", TestContext.Current.CancellationToken);
            (exit, said) = await RunningProgram.RunAsync("pffc", folder, "import", "arazzo", "manifest.arazzo.yaml", "-o", "again");
            Assert.Equal(2, exit);
            Assert.Contains("PFF5040", said, StringComparison.Ordinal);
            (exit, said) = await RunningProgram.RunAsync("pffc", folder, "import", "arazzo", "manifest.arazzo.yaml", "-o", "again", "--force", "--format", "json", "--lang", "pt");
            Assert.True(exit == 0, said);
            Assert.Contains("\"written\"", said, StringComparison.Ordinal);
            Assert.DoesNotContain("# mine", await File.ReadAllTextAsync(Path.Combine(folder, "again", "manifest.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

            (exit, said) = await RunningProgram.RunAsync("pffc", folder, "import", "openapi", "missing.json");
            Assert.Equal(2, exit);
            Assert.Contains("PFF5001", said, StringComparison.Ordinal);
            (exit, said) = await RunningProgram.RunAsync("pffc", folder, "import", "openapi", "apis/crm.openapi.json", "-o", "-");
            Assert.True(exit == 0 && said.Contains("api: ", StringComparison.Ordinal), said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
