using System.Text;
using System.Text.Json;

namespace Pff.Specs.Reliability;

/// <summary><c>pff journal verify | export | prune</c>, and what every other command says of a damaged journal.</summary>
public sealed class JournalCommandsSpec
{
    [Fact]
    public async Task A_journal_is_verified_and_exported_and_a_damaged_one_is_refused_by_every_command()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: true, isReadBack: true);
        await bench.RunAsync();
        var whole = await bench.PffAsync("journal", "verify", "last");
        Assert.True(whole.ExitCode == 0, whole.Said);
        Assert.Contains("is whole: 90 rows, 360 calls, 0 writes of unknown effect", whole.Said);
        var exported = await bench.PffAsync("journal", "export", "last", "-o", "all.jsonl");
        Assert.True(exported.ExitCode == 0, exported.Said);
        var lines = await File.ReadAllLinesAsync(Path.Combine(bench.Folder, "all.jsonl"));
        Assert.Equal(1 + 360 + 90 + 1, lines.Length);
        Assert.Equal("end", JsonDocument.Parse(lines[^1]).RootElement.GetProperty("kind").GetString());
        Assert.Contains(lines[^1], (await bench.PffAsync("journal", "export", "last")).Said);

        var journal = Directory.GetFiles(Path.Combine(bench.Folder, ".pff", "runs"), "journal.db", SearchOption.AllDirectories).Single();
        FlipNames(journal);
        string[][] commands =
        [
            ["journal", "verify", journal], ["journal", "export", "last", "-o", "none.jsonl"], ["resume", "last"], ["undo", "last"],
            ["redrive", "last", "--failed"], ["report", "last"],
        ];
        var seen = bench.Mock.Journal.Total;
        foreach (var command in commands)
        {
            var (exitCode, said) = await bench.PffAsync(command);
            Assert.True(exitCode != 0 && said.Contains("PFF3305", StringComparison.Ordinal), $"{string.Join(' ', command)}: {exitCode} {said}");
        }

        Assert.Equal(seen, bench.Mock.Journal.Total);
        Assert.False(File.Exists(Path.Combine(bench.Folder, "none.jsonl")));
        var told = JsonDocument.Parse((await bench.PffAsync("journal", "verify", "last", "--json")).Said).RootElement;
        Assert.Equal((false, "PFF3305"), (told.GetProperty("whole").GetBoolean(), told.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Old_runs_are_deleted_when_that_is_asked_for()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: true, isReadBack: false);
        await bench.RunAsync();
        var old = await RunsAsync(bench);
        await bench.RunAsync();
        foreach (var (arguments, code) in new[]
        {
            (Array.Empty<string>(), "PFF5150"), (["--older-than", "3months"], "PFF5151"), (["--keep", "-1"], "PFF5151"), (["--keep", "1"], "PFF5152"),
        })
        {
            var refused = await bench.PffAsync(["journal", "prune", .. arguments]);
            Assert.True(refused.ExitCode == 2 && refused.Said.Contains(code, StringComparison.Ordinal), refused.Said);
        }

        Assert.Contains("0 of 2 runs", (await bench.PffAsync("journal", "prune", "--older-than", "90d", "--dry-run")).Said);
        Assert.Contains("1 of 2 runs", (await bench.PffAsync("journal", "prune", "--keep", "1", "--dry-run", "--json")).Said);
        Assert.Equal(2, (await RunsAsync(bench)).Count);
        var pruned = await bench.PffAsync("journal", "prune", "--keep", "1", "--yes");
        Assert.True(pruned.ExitCode == 0, pruned.Said);
        Assert.DoesNotContain(old.Single(), await RunsAsync(bench));
        Assert.Single(Directory.GetDirectories(Path.Combine(bench.Folder, ".pff", "runs")));
    }

    private static async Task<List<string>> RunsAsync(UndoBench bench) =>
    [
        .. (await bench.PffAsync("runs", "--json")).Said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("run").GetString()!),
    ];

    /// <summary>One bit of each place where the journal says the name of a method.</summary>
    private static void FlipNames(string journal)
    {
        var bytes = File.ReadAllBytes(journal);
        var name = Encoding.UTF8.GetBytes("set_status");
        for (var at = bytes.AsSpan().IndexOf(name); at >= 0; at = bytes.AsSpan().IndexOf(name))
        {
            bytes[at] ^= 1;
        }

        File.WriteAllBytes(journal, bytes);
    }
}
