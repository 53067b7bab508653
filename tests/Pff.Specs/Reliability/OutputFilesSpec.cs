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

    /// <summary>Locks, and the log and index of SQLite, are files that come with whoever looks at a run.</summary>
    private static SortedDictionary<string, string> Contents(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is not (".lock" or ".pid" or ".db-wal" or ".db-shm"))
            .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);
}
