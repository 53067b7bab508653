using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>Where commands write: never over what they read, and never first found to be impossible when everything was sent.</summary>
public sealed class OutputFilesSpec
{
    [Fact]
    public async Task No_command_writes_over_what_it_reads()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        await bench.RunAsync();
        Assert.Equal(0, (await bench.PffAsync("plan", "manifest.yaml", "--file", "rows.csv", "-o", "c.pffchanges")).ExitCode);
        var folder = Directory.GetDirectories(Path.Combine(bench.Folder, ".pff", "runs"))[0];
        File.Copy(Path.Combine(bench.Folder, "c.pffchanges"), Path.Combine(bench.Folder, "c.html"));
        File.CreateSymbolicLink(Path.Combine(bench.Folder, "link.csv"), Path.Combine(bench.Folder, "rows.csv"));
        var (before, seen) = (Contents(bench.Folder), bench.Mock.Journal.Total);
        string[] plan = ["plan", "manifest.yaml", "--file", "rows.csv", "-o"];
        foreach (var (code, command) in new (string, string[])[]
        {
            ("PFF5016", [.. plan, "rows.csv"]),
            ("PFF5016", [.. plan, "./apis/../rows.csv"]),
            ("PFF5016", [.. plan, "link.csv"]),
            ("PFF5016", [.. plan, "manifest.yaml"]),
            ("PFF5016", [.. plan, "apis/crm.yaml"]),
            ("PFF5016", ["show", "c.html", "-o", "c.html"]),
            ("PFF5016", ["run", "manifest.yaml", "--file", "rows.csv", "--report", "link.csv"]),
            ("PFF5016", ["report", "last", "--report", "rows.csv"]),
            ("PFF5016", ["replay", "last", "--requests", "rows.csv"]),
            ("PFF5016", ["journal", "export", "last", "-o", "rows.csv"]),
            ("PFF5016", ["journal", "export", "last", "-o", Path.Combine(folder, "journal.db")]),
            ("PFF5136", ["journal", "export", "last", "-o", Path.Combine(folder, "plan.pffplan")]),
            ("PFF5136", ["journal", "export", folder, "-o", Path.Combine(folder, "new.jsonl")]),
        })
        {
            var (exitCode, said) = await bench.PffAsync(command);
            Assert.True(exitCode == 2 && said.Contains(code, StringComparison.Ordinal), $"{string.Join(' ', command)}: {exitCode}, {said}");
        }

        Assert.Equal(before, Contents(bench.Folder));
        Assert.Equal(seen, bench.Mock.Journal.Total);
        Assert.Equal(0, (await bench.PffAsync("journal", "export", "last", "-o", "run.jsonl")).ExitCode);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_found_before_anything_is_sent()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        await bench.RunAsync();
        Assert.Equal(0, (await bench.PffAsync("plan", "manifest.yaml", "--file", "rows.csv", "-o", "c.pffchanges")).ExitCode);
        var seen = bench.Mock.Journal.Total;
        Directory.CreateDirectory(Path.Combine(bench.Folder, "d.csv"));
        foreach (var command in new string[][]
        {
            ["run", "manifest.yaml", "--file", "rows.csv"], ["apply", "c.pffchanges", "--by", "Ana"], ["resume", "last"], ["redrive", "last", "--failed"], ["undo", "last"],
        })
        {
            foreach (var place in new[] { "d.csv", "manifest.yaml/r.csv", "manifest.yaml/r/r.csv" })
            {
                var (exitCode, said) = await bench.PffAsync([.. command, "--report", "fine.csv", "--report", place]);
                Assert.True(exitCode == 2 && said.Contains($"PFF5137: the report '{place}' could not be written, so nothing was sent", StringComparison.Ordinal), said);
            }
        }

        Assert.Equal(seen, bench.Mock.Journal.Total);
        Assert.Single(Directory.GetDirectories(Path.Combine(bench.Folder, ".pff", "runs")));
        Assert.Empty(Directory.GetFiles(bench.Folder, "*.partial"));
        Assert.False(File.Exists(Path.Combine(bench.Folder, "fine.csv")));
    }

    [Fact]
    public async Task A_report_that_fails_at_the_end_takes_nothing_else_with_it()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        using var run = RunningProgram.Start("pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "1", "--report", "r.csv", "--report", "d.csv");
        for (var i = 0; bench.Mock.Journal.Total < 5; i++)
        {
            Assert.True(i < 6_000 && !run.HasExited, run.Said);
            await Task.Delay(10);
        }

        Directory.CreateDirectory(Path.Combine(bench.Folder, "d.csv"));
        Directory.CreateDirectory(Path.Combine(bench.Folder, "r.csv"));
        Assert.Equal(3, await run.WaitAsync());
        var id = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(bench.Folder, ".pff", "runs"))));
        Assert.Contains("PFF3401", run.Said, StringComparison.Ordinal);
        Assert.Contains($"Run {id} of", run.Said, StringComparison.Ordinal);
        Assert.Matches(@"\s90 succeeded", run.Said);
        Assert.Contains($"pff report {id}", run.Said, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.PffAsync("report", id)).ExitCode);
    }

    /// <summary>Locks, and the log and index of SQLite, are files that come with whoever looks at a run.</summary>
    private static SortedDictionary<string, string> Contents(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is not (".lock" or ".pid" or ".db-wal" or ".db-shm"))
            .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);
}
