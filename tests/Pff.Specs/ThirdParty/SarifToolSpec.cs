using System.Diagnostics;
using System.Text;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Hosting.Output;
using Pff.Specs.Features;

namespace Pff.Specs.ThirdParty;

/// <summary>
/// Microsoft's SARIF tool holds the output for every fixture against the schema of SARIF 2.1.0 and its own rules. It is
/// installed once, from npm, into a folder of this user's cache.
/// </summary>
public sealed class SarifToolSpec
{
    private const string Version = "5.7.0";

    [Fact]
    public async Task The_output_for_every_fixture_is_valid()
    {
        var tool = await FindOrInstallAsync();
        Assert.SkipWhen(tool is null, "npm @microsoft/sarif-multitool-linux could not be installed.");
        var all = new DiagnosticBag();
        var allowed = new DiagnosticBag();
        foreach (var (folder, name) in new[] { "wrong", "features" }.SelectMany(f => FeatureRun.Names(f).Select(n => (f, n))))
        {
            var result = ManifestCompiler.Compile(FeatureRun.ManifestName, FeatureRun.FilesOf(FeatureRun.Open(folder, name)), new CompileSettings());
            all.AddRange(result.Diagnostics);
            allowed.AddRange(result.Allowed);
        }

        var path = Path.Combine(Path.GetTempPath(), $"pff-{Environment.ProcessId}.sarif");
        try
        {
            await using (var file = File.Create(path))
            {
                DiagnosticSarif.Write(file, all.ToSorted(), allowed.ToSorted(), "0.1.0", Language.English);
            }

            var (exitCode, said) = await RunAsync(tool!, Path.GetTempPath(), "validate", path);
            Assert.True(exitCode == 0 && !said.Contains(": error ", StringComparison.Ordinal), said);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string?> FindOrInstallAsync()
    {
        var folder = Path.Combine(
            Environment.GetEnvironmentVariable("PFF_TEST_CACHE") ?? Path.Combine(Path.GetTempPath(), "pff-test-cache"), $"sarif-{Version}");
        var tool = Path.Combine(folder, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool");
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        if (!File.Exists(tool))
        {
            Directory.CreateDirectory(folder);
            var (exitCode, _) = await RunAsync("npm", folder, "install", "--no-audit", "--no-fund", "--ignore-scripts", $"@microsoft/sarif-multitool-linux@{Version}");
            if (exitCode != 0 || !File.Exists(tool))
            {
                return null;
            }
        }

        File.SetUnixFileMode(tool, File.GetUnixFileMode(tool) | UnixFileMode.UserExecute);
        return tool;
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            var said = new StringBuilder();
            var errors = process.StandardError.ReadToEndAsync(tooLong.Token);
            said.Append(await process.StandardOutput.ReadToEndAsync(tooLong.Token)).Append(await errors);
            await process.WaitForExitAsync(tooLong.Token);
            return (process.ExitCode, said.ToString());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, $"{program} is not installed");
        }
    }
}
