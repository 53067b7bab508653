using System.Collections.Concurrent;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Caching;

/// <summary>
/// Rows read and write a few things at random, on a server that answers when it likes, and whose answers say what was there at some
/// moment meanwhile. No read sees what is older than a write that had finished before the read began.
/// </summary>
public sealed class InvalidationPropertyTests
{
    private const int Things = 4;
    private const int RowCount = 600;

    private static readonly int Seed = LongForm.Number("PFF_CACHE_SEED", 11);

    private static readonly int Count = LongForm.Number("PFF_CACHE_COUNT", 3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_read_is_older_than_a_write_that_was_over_before(bool isOnDisk)
    {
        long hits = 0;
        for (var i = 0; i < Count; i++)
        {
            using var folder = new TemporaryFolder();
            var settings = isOnDisk
                ? new CacheSettings { DiskMs = 3_600_000, IsPersonal = false }
                : new CacheSettings { TimeToLiveMs = 60_000 };
            var (stale, found) = await RunAsync(Seed + i, settings, isInvalidated: true, isOnDisk ? folder.Path : null);
            Assert.True(stale == 0, $"seed {Seed + i}: {stale} stale reads");
            hits += found;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seeds {Seed} to {Seed + Count - 1}: {Count * RowCount} rows, {hits} reads from the cache, 0 stale");
        Assert.True(hits > 0);
    }

    /// <summary>So that it is known that the harness would see it.</summary>
    [Fact]
    public async Task Without_the_rule_some_are() =>
        Assert.True((await RunAsync(Seed, new CacheSettings { TimeToLiveMs = 60_000 }, isInvalidated: false, folder: null)).Stale > 0);

    private static async Task<(int Stale, long Hits)> RunAsync(int seed, CacheSettings settings, bool isInvalidated, string? folder)
    {
        var random = new Random(seed);
        var versions = new int[Things];
        var delays = new ConcurrentQueue<int>(Enumerable.Range(0, 4 * RowCount).Select(_ => random.Next(0, 4)));
        int Delay() => delays.TryDequeue(out var delay) ? delay : 1;
        var watch = new Watch();
        await using var server = new FaultServer(async request =>
        {
            var thing = int.Parse(request.Target.Split('/', '?')[2]);
            await Task.Delay(Delay());
            int seen;
            if (request.Verb == "POST")
            {
                seen = Interlocked.Increment(ref versions[thing]);
                watch.VersionOf[JsonDocument.Parse(request.Body).RootElement.GetProperty("note").GetString()!] = (thing, seen);
            }
            else
            {
                seen = Volatile.Read(ref versions[thing]);
            }

            await Task.Delay(Delay());
            return WireReply.Json($$"""{ "v": {{seen}} }""");
        });
        var rows = Enumerable.Range(1, RowCount).Select(i => $"{(random.Next(8) == 0 ? 'w' : 'r')}:{random.Next(Things)}:{i}").ToList();
        var journal = new InMemoryJournal();
        var summary = await new CachePlan(server.Address, settings, isInvalidated)
            .RunAsync(CachePlan.Rows(rows), workers: 12, folder, journal, watch, trace: watch);
        Assert.Equal(RowCount, summary.Counts.Succeeded);
        var stale = journal.Rows.Where(r => !r.Returned.IsEmpty)
            .Count(r => JsonDocument.Parse(r.Returned).RootElement.GetProperty("v").GetInt32() < watch.LeastOf[r.Row.ToString()]);
        return (stale, summary.Counts.CacheHits + summary.Counts.DiskHits);
    }

    /// <summary>What was certain when each read began. Rows are known to the server and to the trace by the note that they send.</summary>
    private sealed class Watch : IRunObserver, IRowTrace
    {
        private readonly int[] _finished = new int[Things];

        public ConcurrentDictionary<string, (int Thing, int Version)> VersionOf { get; } = new();

        public ConcurrentDictionary<string, int> LeastOf { get; } = new();

        public void RowFinished(RowResult row)
        {
            if (VersionOf.TryGetValue(row.Row.ToString(), out var written))
            {
                lock (_finished)
                {
                    _finished[written.Thing] = Math.Max(_finished[written.Thing], written.Version);
                }
            }
        }

        public void CallBegins(StepPlan step, MethodDescriptor method, ReadOnlySpan<Value> arguments)
        {
            if (method.Effect == Effect.Read)
            {
                lock (_finished)
                {
                    LeastOf[arguments[1].AsText] = _finished[int.Parse(arguments[0].AsText)];
                }
            }
        }

        public void WritePlanned(PlannedWrite write)
        {
        }

        public void HostHealthChanged(string api, string host, bool isHealthy)
        {
        }

        public void Cautioned(RuntimeFailure caution) => Assert.Fail(caution.Message.English);

        public void StepReached(StepPlan step)
        {
        }

        public void BranchTaken(ConditionPlan step, bool holds)
        {
        }

        public void LoopEntered(ForEachPlan step, int count)
        {
        }

        public void BranchesBegin(ParallelPlan step)
        {
        }

        public void BranchEnds(ParallelPlan step)
        {
        }

        public void HandlerEntered(TryPlan step, HandlerPlan handler)
        {
        }
    }
}
