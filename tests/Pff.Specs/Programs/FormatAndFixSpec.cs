using Pff.Specs.Architecture;

namespace Pff.Specs.Programs;

/// <summary>The commands <c>fmt</c>, <c>fix</c>, <c>explain</c> and their help, as processes.</summary>
public sealed class FormatAndFixSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pff-fmt-").FullName;

    public FormatAndFixSpec()
    {
        foreach (var path in Directory.EnumerateFiles(Repository.PathOf("tests", "Pff.Specs", "fixtures", "crm", "apis")))
        {
            Directory.CreateDirectory(Path.Combine(_folder, "apis"));
            File.Copy(path, Path.Combine(_folder, "apis", Path.GetFileName(path)));
        }
    }

    private string Manifest => Path.Combine(_folder, "manifest.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Formatting_is_checked_shown_and_done()
    {
        const string Before = "version: '1.0'\nsequences:\n  fix:\n  - skip: \"{{ a }}\"   # why\n";
        await File.WriteAllTextAsync(Manifest, Before, TestContext.Current.CancellationToken);
        var (checkCode, checkSaid) = await RunningProgram.RunAsync("pffc", _folder, "fmt", "--check", "manifest.yaml");
        Assert.Equal(1, checkCode);
        Assert.Contains("manifest.yaml", checkSaid, StringComparison.Ordinal);
        var (_, diffSaid) = await RunningProgram.RunAsync("pffc", _folder, "fmt", "--diff", "manifest.yaml");
        Assert.Contains("-  - skip: \"{{ a }}\"   # why", diffSaid, StringComparison.Ordinal);
        Assert.Equal(Before, await File.ReadAllTextAsync(Manifest, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await RunningProgram.RunAsync("pffc", _folder, "fmt", "manifest.yaml")).ExitCode);
        Assert.Equal("version: \"1.0\"\nsequences:\n  fix:\n    - skip: \"{{a}}\"   # why\n", await File.ReadAllTextAsync(Manifest, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await RunningProgram.RunAsync("pffc", _folder, "fmt", "--check", "manifest.yaml")).ExitCode);
    }

    [Fact]
    public async Task Fixes_are_shown_and_then_written()
    {
        const string Before = "version: 1\nsequences:\n  fix:\n    - method: get_custmer\n      args: { msisdn: \"{{msisdn}}\" }\n      save_as: customer\n    - return: { id: \"{{customer.id}}\" }\n";
        await File.WriteAllTextAsync(Manifest, Before, TestContext.Current.CancellationToken);
        var (_, shown) = await RunningProgram.RunAsync("pffc", _folder, "fix", "--dry-run", "manifest.yaml");
        Assert.Contains("+    - method: get_customer", shown, StringComparison.Ordinal);
        Assert.Equal(Before, await File.ReadAllTextAsync(Manifest, TestContext.Current.CancellationToken));
        var (code, said) = await RunningProgram.RunAsync("pffc", _folder, "fix", "--lang", "pt", "manifest.yaml");
        Assert.True(code == 0, said);
        Assert.Contains("manifest.yaml:4: PFF1210 Trocar por 'get_customer'", said, StringComparison.Ordinal);
        Assert.StartsWith("version: \"1.0\"\n", await File.ReadAllTextAsync(Manifest, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, (await RunningProgram.RunAsync("pffc", _folder, "fix", "--code", "PFF9999")).ExitCode);
    }

    [Fact]
    public async Task A_misspelled_code_gets_those_near_it_and_help_speaks_Portuguese()
    {
        var (code, said) = await RunningProgram.RunAsync("pffc", _folder, "explain", "PFF121", "--lang", "pt");
        Assert.Equal(2, code);
        Assert.Contains("Parecidos:", said, StringComparison.Ordinal);
        Assert.Contains("PFF1210", said, StringComparison.Ordinal);
        var (_, page) = await RunningProgram.RunAsync("pffc", _folder, "explain", "PFF1210", "--lang=pt");
        Assert.Contains("## Consertado", page, StringComparison.Ordinal);
        var (_, help) = await RunningProgram.RunAsync("pffc", _folder, "fmt", "--help", "--lang", "pt");
        Assert.Contains("Formatar manifestos, módulos e catálogos", help, StringComparison.Ordinal);
    }
}
