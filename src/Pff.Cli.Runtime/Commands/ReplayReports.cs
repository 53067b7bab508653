using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Hosting.Output;
using Pff.Runtime.Replaying;

namespace Pff.Cli.Runtime.Commands;

/// <summary>A report of the run beside that of its replay.</summary>
internal sealed record ComparedReport(string Path, bool IsIdentical);

/// <summary>Writes the reports of a replay, and compares them with those that the run wrote.</summary>
internal sealed class ReplayReports(HostConsole console, ReplayJob job, RunReplay replay, Language language)
{
    /// <returns>The reports written, and whether all that are wanted are.</returns>
    public (ImmutableArray<string> Paths, bool IsWhole) Write(ImmutableArray<string> paths)
    {
        if (paths.IsEmpty || !replay.HasAllChanges)
        {
            return ([], paths.IsEmpty);
        }

        var (written, hasFailed) = ReportsOf(paths, language).Write();
        return (written, !hasFailed);
    }

    /// <param name="paths">Empty for the report in the run's folder, where there is one.</param>
    public ImmutableArray<ComparedReport> Compare(ImmutableArray<string> paths)
    {
        var own = job.Folder.ReportPath(".xlsx");
        if (paths.IsEmpty)
        {
            paths = File.Exists(own) ? [own] : [];
        }

        return [.. paths.Select(path => new ComparedReport(path, replay.HasAllChanges && IsSame(path)))];
    }

    /// <summary>In the language of the run, or in the other one, because each process of a run wrote its report in its own.</summary>
    private bool IsSame(string path) => IsSame(path, language) || IsSame(path, language == Language.English ? Language.Portuguese : Language.English);

    private bool IsSame(string path, Language tried)
    {
        // Beside the journal, where only its owner can read; the whole name, because its ends say the format.
        var replayed = Path.Combine(job.Folder.Path, "replayed-" + Path.GetFileName(path));
        try
        {
            return !ReportsOf([replayed], tried).Write().HasFailed && HasSameBytes(path, replayed);
        }
        finally
        {
            File.Delete(replayed);
        }
    }

    private RunReports ReportsOf(ImmutableArray<string> paths, Language tried) =>
        new(console, paths, job.Folder, job.Sequence.Inputs) { Language = tried, Rows = replay.RowsOf };

    private static bool HasSameBytes(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        if (first.Length != second.Length)
        {
            return false;
        }

        var (a, b) = (new byte[64 * 1024], new byte[64 * 1024]);
        while (true)
        {
            var read = first.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
            if (second.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) != read || !a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, read)))
            {
                return false;
            }

            if (read < a.Length)
            {
                return true;
            }
        }
    }
}
