using System.Globalization;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Crash;

/// <summary>
/// The process is killed at each point of seeded runs, before and after every record of the journal and every call, and the
/// run is resumed from what is left. <c>PFF_CRASH_POINTS</c> sets the number of points for each way of settling (100; the
/// long form is 3,400), <c>PFF_CRASH_SEED</c> the seed of the first run.
/// </summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    /// <summary>Of so many wrecks, one is resumed by a run that is killed too.</summary>
    private const int KilledAgainOneIn = 4;

    [Fact]
    public Task With_a_key_nothing_is_lost_and_nothing_is_done_twice() => KillEverywhereAsync(Settling.Key);

    [Fact]
    public Task With_a_read_back_nothing_is_lost_and_nothing_is_done_twice() => KillEverywhereAsync(Settling.ReadBack);

    [Fact]
    public Task With_neither_nothing_is_done_twice_and_what_was_in_flight_is_listed() => KillEverywhereAsync(Settling.Nothing);

    private async Task KillEverywhereAsync(Settling settling)
    {
        var (wanted, firstSeed) = (LongForm.Number("PFF_CRASH_POINTS", 100), LongForm.Number("PFF_CRASH_SEED", 1));
        var (points, kills, runs, unknown) = (0, 0, 0, 0);
        for (var seed = firstSeed; points < wanted; seed++, runs++)
        {
            var world = new CrashWorld(seed, settling);
            var random = new Random(seed);
            using var folder = new TemporaryFolder();
            var server = new ServerState();
            var (whole, wrecks, path) = await RunAsync(world, folder, "whole", null, server, random, _ => true);
            Assert.All(whole.Rows, row => Assert.NotEqual(RowOutcome.Unknown, row.Outcome));
            foreach (var wreck in wrecks.Take(wanted - points))
            {
                points++;
                kills++;
                var killsHere = 1;
                var what = $"PFF_CRASH_SEED={seed} point {wreck.Point} of {wrecks.Count} ({wreck.What})";
                var left = wreck;
                if (random.Next(KilledAgainOneIn) == 0)
                {
                    var again = random.Next(1, 30);
                    var (_, next, _) = await RunAsync(world, folder, $"{wreck.Point}a", wreck, wreck.Server.Copy(), random, point => point == again);
                    if (next.Count > 0)
                    {
                        (left, killsHere) = (next[0], 2);
                        kills++;
                        what += $", then point {again} ({left.What})";
                    }
                }

                var (resumed, _, resumedPath) = await RunAsync(world, folder, $"{wreck.Point}b", left, left.Server, random, _ => false);
                unknown += Check(world, whole, server, resumed, left.Server, killsHere, what);
                Remove(resumedPath);
            }

            Remove(path);
        }

        output.WriteLine(
            $"PFF_CRASH_SEED={firstSeed} PFF_CRASH_POINTS={wanted} {settling}: {points} points of {runs} runs, {kills} kills: 0 lost, 0 done twice, {unknown} unknown");
    }

    /// <summary>The number of writes whose effect nobody knows.</summary>
    private static int Check(
        CrashWorld world, Finished whole, ServerState wholeServer, Finished resumed, ServerState server, int kills, string what)
    {
        Assert.True(whole.Rows.Select(row => row.Row).SequenceEqual(resumed.Rows.Select(row => row.Row)), what + ": a row is lost");
        foreach (var (path, times) in server.Effects)
        {
            Assert.True(times <= wholeServer.Effects.GetValueOrDefault(path), $"{what}: {path} took effect {times} times");
        }

        foreach (var (row, before) in resumed.Rows.Zip(whole.Rows))
        {
            if (row.Outcome == RowOutcome.Unknown && world.Settling == Settling.Nothing)
            {
                Assert.True(resumed.Unknown.Any(write => write.Key.Row == row.Row), $"{what}: row {row.Row} is unknown and no write of it is listed");
                continue;
            }

            Assert.True(row.Outcome == before.Outcome, $"{what}: row {row.Row} is {row.Outcome} and not {before.Outcome}: {row.Failure?.Message.English}");
            var suffix = $"/{row.Row}";
            foreach (var (path, times) in wholeServer.Effects.Where(effect => effect.Key.EndsWith(suffix, StringComparison.Ordinal)))
            {
                Assert.True(server.Effects.GetValueOrDefault(path) == times, $"{what}: {path} took effect {server.Effects.GetValueOrDefault(path)} times and not {times}");
            }
        }

        Assert.All(resumed.Unknown, write => Assert.Equal(RowOutcome.Unknown, resumed.Rows.Single(row => row.Row == write.Key.Row).Outcome));
        Assert.True(resumed.Unknown.Count <= kills * world.Workers * world.Width, $"{what}: {resumed.Unknown.Count} writes are unknown");
        return resumed.Unknown.Count;
    }

    /// <summary>Runs to the end, from the start or from what a kill left.</summary>
    private static async Task<(Finished Run, IReadOnlyList<Wreck> Wrecks, string Path)> RunAsync(
        CrashWorld world, TemporaryFolder folder, string name, Wreck? from, ServerState state, Random random, Func<int, bool> isWanted)
    {
        var path = System.IO.Path.Combine(folder.At(name), "journal.db");
        if (from is not null)
        {
            Directory.CreateDirectory(folder.At(name));
            await File.WriteAllBytesAsync(path, from.Database);
            await File.WriteAllBytesAsync(path + "-wal", from.Log);
        }

        var options = JournalOptions.Default with { GatherFor = world.Gather };
        var opened = from is null
            ? RunJournal.Create(path, Samples.Header, options, TimeProvider.System, encryption: world.IsEncrypted ? TestKeys.Encryption : null)
            : RunJournal.Open(path, options, TimeProvider.System, TestKeys.Of);
        Assert.True(opened.IsSuccess(out var journal, out var failure), failure?.Message.English);
        await using (journal)
        {
            var points = new CrashPoints(path, state, random, isWanted);
            using var server = new CrashServer(state, points, world.Loses);
            var rows = TestRun.Rows([.. Enumerable.Range(1, world.Rows).Select(row => row.ToString(CultureInfo.InvariantCulture))]);
            var summary = await TestRun.RunAsync(
                world.Plan, rows, new CrashJournal(journal, points), new RunSettings { Workers = world.Workers }, transport: server);
            Assert.Equal(RunEnd.Completed, summary.End);
            return (new Finished([.. journal.ReadRows()], [.. journal.ReadUnknownWrites()]), points.Wrecks, path);
        }
    }

    private static void Remove(string journalPath) => Directory.Delete(System.IO.Path.GetDirectoryName(journalPath)!, recursive: true);

    /// <summary>What the journal has at the end.</summary>
    private sealed record Finished(IReadOnlyList<RowResult> Rows, IReadOnlyList<UnknownWrite> Unknown);
}
