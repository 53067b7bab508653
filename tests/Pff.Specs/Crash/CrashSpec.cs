using Pff.Runtime.Tests.Support;
using Pff.Specs.Programs;

namespace Pff.Specs.Crash;

/// <summary>
/// <c>kill -9</c> at random moments of a run, then <c>pff resume</c>. <c>PFF_CRASH_COUNT</c> sets the number of episodes
/// (6; the long form is 100), <c>PFF_CRASH_SEED</c> the seed, which is printed.
/// </summary>
public sealed class CrashSpec(ITestOutputHelper output)
{
    private const int RequestsInARun = 3 * CrashBench.Rows;

    private static int Episodes => LongForm.Number("PFF_CRASH_COUNT", 6);

    [Fact]
    public async Task A_server_that_honours_the_key_sees_each_effect_once_and_no_row_is_lost()
    {
        await using var bench = await CrashBench.CreateAsync(isIdempotent: true);
        await ForEachEpisodeAsync(bench, (_, rows, changes, what) =>
        {
            Assert.True(rows.All(row => row.Outcome == "succeeded"), what + Listed(rows.Where(row => row.Outcome != "succeeded")));
            Assert.True(changes.All(count => count == 1), what + "changes " + string.Join(' ', changes.Index().Where(c => c.Item != 1)));
        });
    }

    [Fact]
    public async Task A_server_that_does_not_sees_no_effect_twice_and_what_is_not_known_is_listed()
    {
        await using var bench = await CrashBench.CreateAsync(isIdempotent: false);
        await ForEachEpisodeAsync(bench, (kills, rows, changes, what) =>
        {
            Assert.True(changes.All(count => count <= 1), what + "changes " + string.Join(' ', changes.Index().Where(c => c.Item > 1)));
            var unknown = rows.Where(row => row.Outcome == "unknown").ToArray();
            Assert.True(unknown.Length <= kills * CrashBench.Workers, what + Listed(unknown));
            Assert.True(unknown.All(row => row.Message.Length > 0), what + Listed(unknown));
            Assert.True(
                rows.All(row => row.Outcome == "unknown" || (row.Outcome == "succeeded" && changes[row.Row - 1] == 1)),
                what + Listed(rows.Where(row => row.Outcome is not ("unknown" or "succeeded") || changes[row.Row - 1] != 1)));
        });
    }

    [Fact]
    public async Task A_read_settles_what_the_kill_left_open()
    {
        await using var bench = await CrashBench.CreateAsync(isIdempotent: false, isReadBack: true);
        await ForEachEpisodeAsync(bench, (_, rows, changes, what) =>
        {
            Assert.True(rows.All(row => row.Outcome == "succeeded"), what + Listed(rows.Where(row => row.Outcome != "succeeded")));
            Assert.True(changes.All(count => count == 1), what + "changes " + string.Join(' ', changes.Index().Where(c => c.Item != 1)));
        });
    }

    [Fact]
    public async Task Branches_and_undos_have_each_effect_once()
    {
        await using var bench = await CrashBench.CreateAsync(isIdempotent: true, CrashBench.UndoingManifest);
        await ForEachEpisodeAsync(bench, (_, rows, changes, what) =>
        {
            var wrong = rows.Where(row => row.Outcome != (row.Row % 2 == 1 ? "failed" : "succeeded") || changes[row.Row - 1] != (row.Row % 2 == 1 ? 4 : 2));
            Assert.True(!wrong.Any(), what + Listed(wrong) + " changes " + string.Join(' ', wrong.Select(row => changes[row.Row - 1])));
        });
    }

    private async Task ForEachEpisodeAsync(CrashBench bench, Action<int, ReportedRow[], int[], string> check)
    {
        var seed = LongForm.Number("PFF_CRASH_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"PFF_CRASH_SEED={seed} PFF_CRASH_COUNT={Episodes}");
        var random = new Random(seed);
        var totalUnknown = 0;
        for (var episode = 1; episode <= Episodes; episode++)
        {
            var (kills, at, folder) = await RunWithKillsAsync(bench, random);
            var what = $"seed {seed}, episode {episode}, killed {kills} times at requests {at}: ";
            var rows = CrashBench.ReadReport(folder);
            Assert.True(rows.Select(row => row.Row).SequenceEqual(Enumerable.Range(1, CrashBench.Rows)), what + $"{rows.Length} rows are reported");
            check(kills, rows, bench.ChangesByRow(), what);
            var replay = await RunningProgram.RunAsync("pff", folder, "replay", "last", "--compare", "report.jsonl");
            Assert.True(replay.ExitCode == 0, what + replay.Said);
            var unknown = rows.Count(row => row.Outcome == "unknown");
            totalUnknown += unknown;
            output.WriteLine($"{what}{unknown} unknown, {bench.Mock.Journal.Total} requests, {bench.Mock.Journal.Effects} effects");
        }

        output.WriteLine($"{totalUnknown} rows unknown in all");
    }

    /// <summary>Runs to the end with one to three kills on the way.</summary>
    private static async Task<(int Kills, string At, string Folder)> RunWithKillsAsync(CrashBench bench, Random random)
    {
        var folder = bench.NewEpisode();
        var planned = random.Next(3) == 0 ? random.Next(2, 4) : 1;
        var at = new List<long>();
        var program = bench.StartRun(folder);
        try
        {
            for (var kill = 0; kill < planned && await KillAsync(bench, program, random); kill++)
            {
                at.Add(bench.Mock.Journal.Total);
                program.Dispose();
                program = bench.StartAgain(folder);
            }

            var exitCode = await program.WaitAsync();
            Assert.True(exitCode is 0 or 1, $"exit code {exitCode}:\n{program.Said}");
        }
        finally
        {
            program.Dispose();
        }

        return (at.Count, string.Join(", ", at), folder);
    }

    /// <summary>
    /// Kills once the mock has seen a random number of requests, and a little later; where the program ended before, false.
    /// </summary>
    private static async Task<bool> KillAsync(CrashBench bench, RunningProgram program, Random random)
    {
        var seen = bench.Mock.Journal.Total;
        var target = random.Next(20) == 0 ? 0 : random.NextInt64(seen, Math.Max(seen, RequestsInARun) + 1);
        var later = TimeSpan.FromMilliseconds(random.NextDouble() * 8);
        while (bench.Mock.Journal.Total < target && !program.HasExited)
        {
            await Task.Delay(1);
        }

        await Task.Delay(later);
        if (program.HasExited)
        {
            return false;
        }

        program.Kill();
        return true;
    }

    private static string Listed(IEnumerable<ReportedRow> rows) => string.Join("; ", rows.Take(10));
}
