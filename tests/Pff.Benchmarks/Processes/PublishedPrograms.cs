using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pff.Benchmarks.Processes;

/// <summary>The programs as a user would have them: published for this platform, ReadyToRun, both in the same way.</summary>
internal sealed record PublishedPrograms(string Pff, string Pffc, string Baseline)
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static async Task<PublishedPrograms> PublishAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "pff-benchmarks", "published");
        var (pffc, baseline) = await PublishCompilerAsync();
        return new PublishedPrograms(await PublishAsync("src/Pff.Cli.Runtime", Path.Combine(folder, "pff"), "pff"), pffc, baseline);
    }

    /// <summary>Only the compiler's command line and the baseline program.</summary>
    public static async Task<(string Pffc, string Baseline)> PublishCompilerAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "pff-benchmarks", "published");
        Console.WriteLine($"publishing to {folder}");
        return (
            await PublishAsync("src/Pff.Cli.Compiler", Path.Combine(folder, "pffc"), "pffc"),
            await PublishAsync("tests/Pff.Benchmarks.Baseline", Path.Combine(folder, "baseline"), "pff-baseline"));
    }

    private static async Task<string> PublishAsync(string project, string output, string program)
    {
        var start = new ProcessStartInfo("dotnet",
            ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", output, "-v", "quiet", "-nologo"])
        {
            WorkingDirectory = RepositoryRoot,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Path.Combine(output, OperatingSystem.IsWindows() ? program + ".exe" : program)
            : throw new InvalidOperationException($"publishing {project} failed:\n{said}");
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile) ?? "" })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "PFF.sln")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("PFF.sln is in no folder above the program or its source.");
    }
}
