using System.Diagnostics;
using System.Globalization;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Crash;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>
/// A run whose journal is in PostgreSQL, with a real server. <c>PFF_CRASH_COUNT</c> sets how often a run is killed (3), and
/// <c>PFF_CRASH_SEED</c> the seed, which is printed.
/// </summary>
public sealed class PostgresJournalSpec(ITestOutputHelper output)
{
    private const int RequestsInARun = 3 * CrashBench.Rows;

    [Fact]
    public async Task Every_command_works_on_it_as_on_a_file_and_no_password_is_kept()
    {
        using var server = Start();
        await using var bench = await UndoBench.CreateAsync(isIdempotent: true, isReadBack: true);
        var before = bench.StateHash;
        foreach (var (address, code) in new[] { (server.Address, "PFF3313"), ("mysql://here/db", "PFF3312"), ("postgres://pff@127.0.0.1:1/no", "PFF3314") })
        {
            var refused = await bench.PffAsync("run", "manifest.yaml", "--file", "rows.csv", "--journal", address);
            Assert.True(refused.ExitCode != 0 && refused.Said.Contains(code, StringComparison.Ordinal) && !refused.Said.Contains("not/checked", StringComparison.Ordinal), refused.Said);
        }

        Assert.Equal((0, before), (bench.Mock.Journal.Effects, bench.StateHash));
        Assert.DoesNotContain("-", (await bench.PffAsync("runs", "--json")).Said, StringComparison.Ordinal);
        var variables = new Dictionary<string, string> { ["PFF_JOURNAL"] = server.Address };
        await bench.BreakAsync("refuses");
        var run = await RunningProgram.RunWithAsync(
            variables, "pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv", "--report", "report.jsonl", "--journal", "env:PFF_JOURNAL");
        Assert.True(run.ExitCode == 1, run.Said);
        var first = Directory.GetDirectories(Path.Combine(bench.Folder, ".pff", "runs")).Single();
        Assert.DoesNotContain("journal.db", Directory.GetFiles(first).Select(Path.GetFileName));
        Assert.DoesNotContain("checked", await File.ReadAllTextAsync(Path.Combine(first, "journal.postgres.json")), StringComparison.Ordinal);
        await bench.BreakAsync("none");
        await SaysAsync(bench, variables, "finished           60        0      30", "runs");
        await SaysAsync(bench, variables, "is whole: 90 rows, 360 calls", "journal", "verify", "last");
        await SaysAsync(bench, variables, "\"kind\":\"end\"", "journal", "export", "last");
        await SaysAsync(bench, variables, "", "report", "last", "--report", "again.jsonl");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(bench.Folder, "report.jsonl")), await File.ReadAllTextAsync(Path.Combine(bench.Folder, "again.jsonl")));
        await SaysAsync(bench, variables, "", "replay", "last", "--compare", "report.jsonl");
        await SaysAsync(bench, variables, "is whole", "journal", "verify", first);
        await SaysAsync(bench, variables, "were exported", "journal", "export", first, "-o", "all.jsonl");

        // What follows a run has its journal in the same place, unless it is told another one.
        await SaysAsync(bench, variables, "", "redrive", "last", "--failed");
        Assert.Equal(2, Schemas(server));
        await SaysAsync(bench, variables, "", "undo", "last", "--journal", server.AddressWithoutPassword);
        await SaysAsync(bench, variables, "", "undo", Path.GetFileName(first), "--journal", "file");
        Assert.Equal(before, bench.StateHash);
        Assert.Equal(3, Schemas(server));
        await RefusesAsync(bench, 3, "PFF3312", "report", Path.GetFileName(first));
        await RefusesAsync(bench, 2, "PFF3312", "redrive", Path.GetFileName(first), "--failed");
        await RefusesAsync(bench, 2, "PFF3312", "replay", Path.GetFileName(first));

        Assert.Equal(2, (await bench.PffAsync("runs")).Said.Split("unreachable").Length - 1);
        var kept = await bench.PffAsync("journal", "prune", "--keep", "0", "--dry-run");
        Assert.Contains("its journal cannot be reached now", kept.Said, StringComparison.Ordinal);
        await SaysAsync(bench, variables, "4 runs were deleted", "journal", "prune", "--keep", "0", "--yes");
        Assert.Equal(0, Schemas(server));
    }

    /// <summary>The other terminals do not know the address, and need not.</summary>
    [Fact]
    public async Task It_is_controlled_and_watched_by_other_processes()
    {
        using var server = Start();
        await using var bench = await UndoBench.CreateAsync(isIdempotent: true, isReadBack: true);
        var variables = new Dictionary<string, string> { ["PFF_JOURNAL"] = server.Address };
        string[] command = ["run", "manifest.yaml", "--file", "rows.csv", "--workers", "1", "--journal", "env:PFF_JOURNAL"];
        using (var run = RunningProgram.StartWithVariables(variables, "pff", bench.Folder, command))
        {
            for (var i = 0; bench.Mock.Journal.Total < 5; i++)
            {
                Assert.True(i < 6_000 && !run.HasExited, run.Said);
                await Task.Delay(10);
            }

            var none = new Dictionary<string, string>();
            await SaysAsync(bench, none, "paused", "pause", "last");
            await RefusesAsync(bench, 2, "PFF5121", "undo", "last");
            Assert.Contains("running", (await bench.PffAsync("runs")).Said, StringComparison.Ordinal);
            await SaysAsync(bench, none, "at most 20 calls/s", "throttle", "last", "20");
            await SaysAsync(bench, none, "running", "resume", "last");
            var watch = RunningProgram.Start("pff", bench.Folder, "watch", "last", "--json");
            await SaysAsync(bench, none, "stopping", "cancel", "last");
            Assert.Equal((3, 0), (await run.WaitAsync(), await watch.WaitAsync()));
            Assert.Contains("\"state\":\"stopping\"", watch.Said, StringComparison.Ordinal);
        }

        await RefusesAsync(bench, 3, "PFF3312", "resume", "last");
        await SaysAsync(bench, variables, "", "resume", "last");
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
    }

    /// <summary>The server does not answer, so that the kill comes between the folder and the journal in it.</summary>
    [Fact]
    public async Task A_run_that_is_killed_before_it_has_a_journal_was_never_started_and_is_by_resume()
    {
        using var server = Start();
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        var before = bench.StateHash;
        var run = await KilledAsync(server, bench, "run", "manifest.yaml", "--file", "rows.csv");
        await SaysAsync(bench, [], "not started", "runs");
        await RefusesAsync(bench, 2, "PFF3321", "undo", "last");
        await RefusesAsync(bench, 2, "PFF3321", "redrive", run, "--failed");
        await RefusesAsync(bench, 3, "PFF3321", "report", "last");
        await RefusesAsync(bench, 2, "PFF3321", "journal", "verify", "last");
        await SaysAsync(bench, [], "Report:", "resume", "last");
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));

        // The journal of the earlier run is a file, so that it can be read while the server does not answer.
        bench.Reset();
        await bench.BreakAsync("refuses");
        await bench.RunAsync(exitCode: 1);
        await bench.BreakAsync("none");
        run = await LastRunAsync(bench);
        var redrive = await KilledAsync(server, bench, "redrive", run, "--failed");
        await SaysAsync(bench, [], $"30 rows are those of run {redrive}", "redrive", run, "--failed");
        await SaysAsync(bench, [], $"Redrives rows of run {run}", "resume", redrive);
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));

        bench.Reset();
        await bench.RunAsync();
        run = await LastRunAsync(bench);
        var undo = await KilledAsync(server, bench, "undo", run, "--unchecked");
        await RefusesAsync(bench, 2, "PFF5123", "undo", run, "--unchecked");
        await SaysAsync(bench, [], $"Undoes run {run}", "resume", undo);
        Assert.Equal(before, bench.StateHash);

        var schemas = Schemas(server);
        var left = await KilledAsync(server, bench, "run", "manifest.yaml", "--file", "rows.csv");
        var pruned = await bench.PffAsync("journal", "prune", "--older-than", "0m", "--keep", "0", "--yes");
        Assert.True(pruned.ExitCode == 0 && pruned.Said.Contains("6 runs were deleted", StringComparison.Ordinal), pruned.Said);
        Assert.Contains(left, pruned.Said, StringComparison.Ordinal);
        Assert.Equal((3, 0), (schemas, Schemas(server)));
    }

    [Fact]
    public async Task A_run_that_is_killed_is_resumed_and_nothing_is_lost_or_done_twice()
    {
        using var server = Start();
        await using var bench = await CrashBench.CreateAsync(isIdempotent: true, moreOfRun: ["--journal", server.AddressWithoutPassword]);
        var seed = LongForm.Number("PFF_CRASH_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"PFF_CRASH_SEED={seed}");
        var random = new Random(seed);
        for (var episode = 1; episode <= LongForm.Number("PFF_CRASH_COUNT", 3); episode++)
        {
            var folder = bench.NewEpisode();
            using (var run = bench.StartRun(folder))
            {
                await ReachAsync(bench, run, random.Next(1, RequestsInARun));
                run.Kill();
            }

            await FinishAsync(bench, folder, $"seed {seed}, episode {episode}, killed at request {bench.Mock.Journal.Total}: ");
        }
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_stops_the_run_which_is_resumed_when_it_is_back()
    {
        using var server = Start();
        await using var bench = await CrashBench.CreateAsync(isIdempotent: true, moreOfRun: ["--journal", server.AddressWithoutPassword]);
        var folder = bench.NewEpisode();
        using (var run = bench.StartRun(folder))
        {
            await ReachAsync(bench, run, RequestsInARun / 3);
            server.StopAtOnce();
            Assert.Equal(3, await run.WaitAsync());
            Assert.Contains("PFF3314", run.Said, StringComparison.Ordinal);
            Assert.Contains("pff resume", run.Said, StringComparison.Ordinal);
        }

        var sent = bench.Mock.Journal.Total;
        Assert.True(sent < RequestsInARun, $"{sent} requests");
        var refused = await RunningProgram.RunAsync("pff", folder, "resume", "last");
        Assert.True(refused.ExitCode == 3 && refused.Said.Contains("PFF3314", StringComparison.Ordinal), refused.Said);
        Assert.Equal(sent, bench.Mock.Journal.Total);
        server.Start();
        await FinishAsync(bench, folder, $"stopped at request {sent}: ");
    }

    [Fact]
    public async Task A_second_runner_is_refused()
    {
        using var server = Start();
        await using var bench = await CrashBench.CreateAsync(isIdempotent: true, moreOfRun: ["--journal", server.AddressWithoutPassword]);
        var folder = bench.NewEpisode();
        using var run = bench.StartRun(folder);
        await ReachAsync(bench, run, 50);
        var copy = Directory.CreateDirectory(Path.Combine(folder, "elsewhere")).FullName;
        var original = Directory.GetDirectories(Path.Combine(folder, ".pff", "runs")).Single();
        var copied = Directory.CreateDirectory(Path.Combine(copy, ".pff", "runs", Path.GetFileName(original))).FullName;
        foreach (var name in new[] { "plan.pffplan", "journal.postgres.json" })
        {
            File.Copy(Path.Combine(original, name), Path.Combine(copied, name));
        }

        Signal(run, "-STOP");
        var refused = await RunningProgram.RunAsync("pff", copy, "resume", "last");
        var notUndone = await RunningProgram.RunAsync("pff", copy, "undo", "last");
        Signal(run, "-CONT");
        Assert.True(refused.ExitCode == 3 && refused.Said.Contains("PFF3302", StringComparison.Ordinal), refused.Said);
        Assert.True(notUndone.ExitCode == 2 && notUndone.Said.Contains("PFF3302", StringComparison.Ordinal), notUndone.Said);
        Assert.Equal(0, await run.WaitAsync());
    }

    private async Task FinishAsync(CrashBench bench, string folder, string what)
    {
        using (var resumed = bench.StartAgain(folder))
        {
            var exitCode = await resumed.WaitAsync();
            Assert.True(exitCode == 0, what + resumed.Said);
        }

        var rows = CrashBench.ReadReport(folder);
        Assert.True(rows.Select(row => row.Row).SequenceEqual(Enumerable.Range(1, CrashBench.Rows)), what + $"{rows.Length} rows are reported");
        Assert.True(rows.All(row => row.Outcome == "succeeded"), what + string.Join("; ", rows.Where(row => row.Outcome != "succeeded").Take(10)));
        Assert.True(bench.ChangesByRow().All(count => count == 1), what + "changes " + string.Join(' ', bench.ChangesByRow().Index().Where(c => c.Item != 1)));
        var verified = await RunningProgram.RunAsync("pff", folder, "journal", "verify", "last");
        Assert.True(verified.ExitCode == 0, what + verified.Said);
        output.WriteLine($"{what}{bench.Mock.Journal.Total} requests, {bench.Mock.Journal.Effects} effects");
    }

    private static async Task ReachAsync(CrashBench bench, RunningProgram run, long requests)
    {
        while (bench.Mock.Journal.Total < requests)
        {
            Assert.False(run.HasExited, run.Said);
            await Task.Delay(1);
        }
    }

    private static async Task SaysAsync(UndoBench bench, Dictionary<string, string> variables, string text, params string[] command)
    {
        var (exitCode, said) = await RunningProgram.RunWithAsync(variables, "pff", bench.Folder, command);
        Assert.True(exitCode == 0 && said.Contains(text, StringComparison.Ordinal), $"{string.Join(' ', command)}: {exitCode} {said}");
    }

    /// <summary>Starts a command whose run is to have its journal there, and kills it when only that is missing.</summary>
    /// <returns>The run.</returns>
    private static async Task<string> KilledAsync(PostgresServer server, UndoBench bench, params string[] command)
    {
        var runs = Path.Combine(bench.Folder, ".pff", "runs");
        string[] Ready() => Directory.Exists(runs) ? Directory.GetFiles(runs, "run.ready", SearchOption.AllDirectories) : [];
        var sent = bench.Mock.Journal.Total;
        server.Freeze(isFrozen: true);
        try
        {
            using var program = RunningProgram.Start("pff", bench.Folder, [.. command, "--journal", server.AddressWithoutPassword]);
            for (var i = 0; Ready().Length == 0; i++)
            {
                Assert.True(i < 6_000 && !program.HasExited, program.Said);
                await Task.Delay(10);
            }

            program.Kill();
        }
        finally
        {
            server.Freeze(isFrozen: false);
        }

        Assert.Equal(sent, bench.Mock.Journal.Total);
        return Path.GetFileName(Path.GetDirectoryName(Ready().Single()))!;
    }

    private static async Task<string> LastRunAsync(UndoBench bench) =>
        System.Text.Json.JsonDocument.Parse((await bench.PffAsync("runs", "--json")).Said.Split('\n')[0]).RootElement.GetProperty("run").GetString()!;

    private static async Task RefusesAsync(UndoBench bench, int exitCode, string code, params string[] command)
    {
        var refused = await bench.PffAsync(command);
        Assert.True(refused.ExitCode == exitCode && refused.Said.Contains(code, StringComparison.Ordinal), $"{string.Join(' ', command)}: {refused.ExitCode} {refused.Said}");
    }

    private static PostgresServer Start()
    {
        var server = PostgresServer.TryStart();
        Assert.SkipWhen(server is null, "PostgreSQL is not installed.");
        return server;
    }

    /// <summary>How many runs have their journals there.</summary>
    private static int Schemas(PostgresServer server) => int.Parse(server.Query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pff\\_2%'"), CultureInfo.InvariantCulture);

    private static void Signal(RunningProgram run, string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{run.Id}"]);
        kill.WaitForExit();
    }
}
