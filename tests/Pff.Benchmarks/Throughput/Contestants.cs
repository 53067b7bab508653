using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Throughput;

/// <summary>Who is measured, and how each is started on a table.</summary>
internal sealed class Contestants(PublishedPrograms programs, Workspace workspace, int workers)
{
    private int _runs;

    /// <summary>Compiles the plan once: what is measured is the run.</summary>
    public async Task CompileAsync()
    {
        var compiled = await ChildProcess.MeasureAsync(programs.Pffc, workspace.Folder, "compile", "manifest.yaml", "-o", workspace.Plan);
        if (compiled.ExitCode != 0)
        {
            throw new InvalidOperationException($"the manifest did not compile:\n{compiled.Output}");
        }
    }

    public Task<Usage> RunBaselineAsync(string table, bool hasJournal)
    {
        var run = NextFolder();
        string[] journal = hasJournal ? ["--journal", Path.Combine(run, "journal.log")] : [];
        return ChildProcess.MeasureAsync(
            programs.Baseline,
            run,
            ["--base-url", workspace.Mock.Address.ToString(), "--file", table, "--out", Path.Combine(run, "results.csv"), "--workers", $"{workers}", .. journal]);
    }

    /// <param name="more">Further options of the run.</param>
    public Task<Usage> RunPffAsync(string table, params string[] more)
    {
        var run = NextFolder();
        return ChildProcess.MeasureAsync(
            programs.Pff, run, ["run", workspace.Plan, "--file", table, "--report", Path.Combine(run, "report.csv"), "--workers", $"{workers}", .. more]);
    }

    /// <summary>The size of the journal of the last run of PFF, in bytes.</summary>
    public long JournalBytes => Directory.EnumerateFiles(Path.Combine(workspace.Folder, $"run-{_runs}"), "journal.db*", SearchOption.AllDirectories)
        .Sum(path => new FileInfo(path).Length);

    // Each run has a folder of its own, so that nobody finds what another left.
    private string NextFolder() => Directory.CreateDirectory(Path.Combine(workspace.Folder, $"run-{++_runs}")).FullName;
}
