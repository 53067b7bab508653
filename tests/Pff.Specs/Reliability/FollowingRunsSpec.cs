using System.Globalization;
using System.Text.Json;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>
/// Runs that follow an earlier one while somebody else does, or while it goes on. Nothing here is idempotent or read back, so that
/// whatever is sent twice is seen. <c>PFF_RACE_COUNT</c> sets how often two processes start at the same time (2).
/// </summary>
public sealed class FollowingRunsSpec
{
    private static int Races => LongForm.Number("PFF_RACE_COUNT", 2);

    [Fact]
    public async Task Of_two_undos_that_start_together_one_is_refused()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        var before = bench.StateHash;
        for (var i = 0; i < Races; i++)
        {
            bench.Reset();
            await bench.RunAsync();
            var (run, seen) = (await LastRunAsync(bench), bench.Mock.Journal.Total);
            var refused = await RaceAsync(bench, "undo", run, "--unchecked", "--workers", "8");
            Assert.True(refused.Contains("PFF3320", StringComparison.Ordinal) || refused.Contains("PFF5123", StringComparison.Ordinal), refused);
            Assert.All(bench.EffectsByContract(seen), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
            Assert.Equal(before, bench.StateHash);
        }
    }

    [Fact]
    public async Task Of_two_redrives_that_start_together_one_has_no_rows()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        for (var i = 0; i < Races; i++)
        {
            bench.Reset();
            await bench.BreakAsync("refuses");
            await bench.RunAsync(exitCode: 1);
            await bench.BreakAsync("none");
            var refused = await RaceAsync(bench, "redrive", await LastRunAsync(bench), "--failed", "--workers", "8");
            Assert.True(
                refused.Contains("PFF3320", StringComparison.Ordinal) || refused.Contains("30 rows are those of run", StringComparison.Ordinal)
                || refused.Contains("30 rows were redriven by run", StringComparison.Ordinal), refused);
            Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
        }
    }

    [Fact]
    public async Task Nothing_begins_with_a_run_that_somebody_else_begins_with()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.BreakAsync("refuses");
        await bench.RunAsync(exitCode: 1);
        var (run, seen) = (await LastRunAsync(bench), bench.Mock.Journal.Total);
        var folder = new RunFolder(run, Path.Combine(bench.Folder, ".pff", "runs", run));
        using (var hold = RunHold.Acquire(folder).Value!)
        {
            foreach (var command in new string[][] { ["undo", run, "--unchecked"], ["redrive", run, "--failed"], ["resume", run], ["journal", "prune", "--keep", "0", "--yes"] })
            {
                var (exitCode, said) = await bench.PffAsync(command);
                Assert.True(exitCode != 0 && said.Contains($"is just beginning to go on with run {run}", StringComparison.Ordinal), said);
                Assert.Contains($"{Environment.ProcessId}", said, StringComparison.Ordinal);
            }

            Assert.Contains("would be undone", (await bench.PffAsync("undo", run, "--dry-run")).Said, StringComparison.Ordinal);
        }

        Assert.Equal((run, seen), (Assert.Single(await RunsAsync(bench)), bench.Mock.Journal.Total));
        Assert.Equal(0, (await bench.PffAsync("undo", run, "--unchecked")).ExitCode);
    }

    /// <summary>Whatever the reason: an option without effect, a place that cannot be written, another input.</summary>
    [Fact]
    public async Task A_finished_run_that_is_not_gone_on_with_stays_finished()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.RunAsync();
        await RefusedAsync("PFF5139", "--widen");
        await RefusedAsync("PFF5137", "--report", "manifest.yaml/report.csv");
        await File.AppendAllTextAsync(Path.Combine(bench.Folder, "rows.csv"), "7\n");
        await RefusedAsync("PFF5018");

        async Task RefusedAsync(string code, params string[] more)
        {
            var (exitCode, said) = await bench.PffAsync(["resume", "last", .. more]);
            Assert.True(exitCode != 0 && said.Contains(code, StringComparison.Ordinal), said);
            Assert.Contains("\"state\":\"finished\"", (await bench.PffAsync("runs", "--json")).Said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_that_goes_on_or_is_paused_is_neither_undone_nor_redriven()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        using var run = RunningProgram.Start("pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "1");
        for (var i = 0; bench.Mock.Journal.Total < 5; i++)
        {
            Assert.True(i < 6_000 && !run.HasExited, run.Said);
            await Task.Delay(10);
        }

        Assert.Equal(0, (await bench.PffAsync("pause", "last")).ExitCode);
        foreach (var command in new string[][] { ["undo", "last", "--unchecked"], ["undo", "last", "--dry-run"], ["redrive", "last", "--failed"], ["replay", "last"] })
        {
            var (exitCode, said) = await bench.PffAsync(command);
            Assert.True(exitCode == 2 && said.Contains("PFF5121", StringComparison.Ordinal), said);
        }

        Assert.Equal(0, (await bench.PffAsync("resume", "last")).ExitCode);
        Assert.Equal(0, await run.WaitAsync());
        Assert.Single(await RunsAsync(bench));
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
    }

    /// <summary>The redriven rows count on what the first run wrote: that is undone after they ended, and then they do not go on.</summary>
    [Fact]
    public async Task A_run_is_not_undone_under_the_one_that_redrives_it()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.BreakAsync("refuses");
        await bench.RunAsync(exitCode: 1);
        var first = await LastRunAsync(bench);
        var later = DateTime.Now.AddHours(6);
        string[] notNow = ["--window", string.Create(CultureInfo.InvariantCulture, $"{later:HH:mm}-{later.AddHours(1):HH:mm}")];
        using (var redrive = RunningProgram.Start("pff", bench.Folder, ["redrive", first, "--failed", .. notNow]))
        {
            for (var i = 0; (await RunsAsync(bench)).Count < 2; i++)
            {
                Assert.True(i < 600 && !redrive.HasExited, redrive.Said);
            }

            var (exitCode, said) = await bench.PffAsync("undo", first, "--unchecked");
            Assert.True(exitCode == 2 && said.Contains("PFF5174", StringComparison.Ordinal), said);
            redrive.Kill();
        }

        var second = await LastRunAsync(bench);
        Assert.Contains($"pff resume {second}", (await bench.PffAsync("redrive", first, "--failed")).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.PffAsync("undo", first, "--unchecked")).ExitCode);
        var seen = bench.Mock.Journal.Total;
        foreach (var command in new string[][] { ["resume", second], ["redrive", second, "--failed"] })
        {
            var refused = await bench.PffAsync(command);
            Assert.True(refused.ExitCode != 0 && refused.Said.Contains("PFF5126", StringComparison.Ordinal), refused.Said);
        }

        Assert.Equal(seen, bench.Mock.Journal.Total);
    }

    [Fact]
    public async Task What_an_undo_did_whose_journal_cannot_be_read_is_not_done_again()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.RunAsync();
        var run = await LastRunAsync(bench);
        Assert.Equal(0, (await bench.PffAsync("undo", run, "--unchecked", "--row", "5")).ExitCode);
        var seen = bench.Mock.Journal.Total;
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, ".pff", "runs", await LastRunAsync(bench), "journal.db"), "nonsense");
        foreach (var (command, code) in new (string[], string)[] { (["undo", run, "--unchecked"], "PFF5175"), (["redrive", run, "--failed"], "PFF5126") })
        {
            var (exitCode, said) = await bench.PffAsync(command);
            Assert.True(exitCode == 2 && said.Contains(code, StringComparison.Ordinal), said);
        }

        Assert.Equal(seen, bench.Mock.Journal.Total);
    }

    /// <returns>What the one of two processes with the same command said that did nothing.</returns>
    private static async Task<string> RaceAsync(UndoBench bench, params string[] command)
    {
        var count = (await RunsAsync(bench)).Count;
        using var one = RunningProgram.Start("pff", bench.Folder, command);
        using var other = RunningProgram.Start("pff", bench.Folder, command);
        await Task.WhenAll(one.WaitAsync(), other.WaitAsync());
        Assert.Equal(count + 1, (await RunsAsync(bench)).Count);
        var isOneFirst = one.Said.Contains("Report:", StringComparison.Ordinal);
        Assert.True(isOneFirst != other.Said.Contains("Report:", StringComparison.Ordinal), one.Said + other.Said);
        return isOneFirst ? other.Said : one.Said;
    }

    private static async Task<string> LastRunAsync(UndoBench bench) => (await RunsAsync(bench))[0];

    private static async Task<List<string>> RunsAsync(UndoBench bench) =>
    [
        .. (await bench.PffAsync("runs", "--json")).Said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("run").GetString()!),
    ];
}
