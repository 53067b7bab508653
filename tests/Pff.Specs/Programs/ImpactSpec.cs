using Pff.Specs.Architecture;

namespace Pff.Specs.Programs;

/// <summary><c>pffc impact</c> as a person runs it.</summary>
public sealed class ImpactSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pff-impact-").FullName;

    public ImpactSpec()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        foreach (var file in new[] { "manifest.yaml", "apis/crm.yaml", "apis/crm.openapi.json" })
        {
            File.Copy(Repository.PathOf(["examples", "contract-fix", .. file.Split('/')]), Path.Combine(_folder, file));
        }

        var document = File.ReadAllText(Path.Combine(_folder, "apis", "crm.openapi.json"));
        File.WriteAllText(Path.Combine(_folder, "new.json"), document.Replace("business_errors", "faults", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_is_gone_breaks_the_sequence_that_reads_it()
    {
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", _folder, "impact", "apis/crm.openapi.json", "new.json");
        Assert.Equal(1, exitCode);
        Assert.Contains("manifest.yaml: corrigir_contrato breaks", said, StringComparison.Ordinal);
        Assert.Contains("manifest.yaml:12: error PFF1204: 'ValidationResult' has no field 'business_errors'.", said, StringComparison.Ordinal);
        Assert.Contains("1 of 1 sequence in 1 manifest would break.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format json", "\"code\": \"PFF1204\"", 1)]
    [InlineData("--format github", "::error file=manifest.yaml,line=12", 1)]
    [InlineData("--lang pt", "quebrariam", 1)]
    [InlineData("--manifest manifest.yaml", "would break", 1)]
    public async Task It_has_other_forms(string options, string expected, int expectedCode)
    {
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", _folder, ["impact", "apis/crm.openapi.json", "new.json", .. options.Split(' ')]);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(expectedCode, exitCode);
    }

    [Theory]
    [InlineData("apis/crm.openapi.json", "apis/crm.openapi.json", 0, "0 of 1 sequence in 1 manifest would break.")]
    [InlineData("apis/crm.openapi.json", "none.json", 2, "PFF5070")]
    [InlineData("new.json", "new.json", 2, "PFF5071")]
    public async Task It_says_where_there_is_nothing_to_compare(string old, string @new, int expectedCode, string expected)
    {
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", _folder, "impact", old, @new);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(expectedCode, exitCode);
    }

    [Fact]
    public async Task Modules_are_found_beside_manifests()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "look.pff"),
            "language 1\nuse api crm from \"apis/crm.yaml\"\n\nsequence look(data: any) {\n  let seen = get_validation(data)\n  return { errors: len(seen.business_errors) }\n}\n",
            TestContext.Current.CancellationToken);
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", _folder, "impact", "apis/crm.openapi.json", "new.json");
        Assert.Equal(1, exitCode);
        Assert.Contains("look.pff: look breaks", said, StringComparison.Ordinal);
        Assert.Contains("2 of 2 sequences in 2 manifests would break.", said, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
