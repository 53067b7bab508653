using System.Collections.Concurrent;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>
/// A disk that is full at whichever write of a small run: the run stops sending, and goes on when there is space, with nothing
/// lost and nothing done twice. Each run is made with a little more space than the last, until one comes to its end.
/// </summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Workers = 3;
    private const int PageBytes = 4096;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_that_may_not_grow_stops_the_run_and_loses_nothing(bool isIdempotent)
    {
        const int rows = 150;
        var (stopped, isComplete) = (0, false);
        for (var pages = 5; !isComplete; pages++)
        {
            using var folder = new TemporaryFolder();
            await using var server = new CountingServer(isIdempotent);
            var path = folder.At("run/journal.db");
            var begun = await RunAsync(RunJournal.Create(path, Samples.Header, Small(pages), TimeProvider.System).Value, server, rows);
            isComplete = begun is null;
            stopped += isComplete ? 0 : 1;
            Assert.True(begun is null or "PFF3306", begun);
            await GoOnAsync(path, server, rows, isComplete);
        }

        output.WriteLine($"{stopped} runs met a full database; all went on");
        Assert.InRange(stopped, 3, 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_without_space_stops_the_run_and_loses_nothing(bool isIdempotent)
    {
        const int rows = 16;
        var (stopped, unbegun, isComplete) = (0, 0, false);
        for (var kilobytes = PageBytes / 1024 * 2; !isComplete; kilobytes += PageBytes / 1024)
        {
            using var disk = SmallDisk.TryMount(kilobytes);
            Assert.SkipWhen(disk is null, "mounting a small disk needs root");
            await using var server = new CountingServer(isIdempotent);
            var path = Path.Combine(disk.Path, "run", "journal.db");
            var created = RunJournal.Create(path, Samples.Header, JournalOptions.Default, TimeProvider.System);
            if (!created.IsSuccess(out var journal, out var failure))
            {
                Assert.True(failure.Code == "PFF3306", $"{kilobytes} kB: {failure.Code} {failure.Message.English}");
                unbegun++;
                continue;
            }

            var begun = await RunAsync(journal, server, rows);
            isComplete = begun is null;
            stopped += isComplete ? 0 : 1;
            Assert.True(begun is null or "PFF3306", $"{kilobytes} kB: {begun}");
            disk.Grow(64 * 1024);
            await GoOnAsync(path, server, rows, isComplete);
        }

        output.WriteLine($"{unbegun} disks were too small to begin, {stopped} runs met a full disk; all went on");
        Assert.InRange(stopped, 10, 200);
    }

    private static JournalOptions Small(int pages) => new() { MaximumFileBytes = pages * PageBytes };

    /// <summary>Runs all rows; the code of what stopped it, or null.</summary>
    private static async Task<string?> RunAsync(RunJournal? opened, CountingServer server, int count)
    {
        Assert.NotNull(opened);
        await using var journal = opened;
        try
        {
            var rows = TestRun.Rows([.. Enumerable.Range(1, count).Select(i => $"{i}")]);
            var summary = await TestRun.RunAsync(server.Plan, rows, journal, new RunSettings { Workers = Workers });
            await journal.RecordEndAsync(new RunEnding(summary.End == RunEnd.Completed, TimeProvider.System.GetUtcNow(), count));
            return null;
        }
        catch (JournalException exception)
        {
            var sent = server.Requests;
            await Assert.ThrowsAsync<JournalException>(async () => await journal.RecordIntentAsync(Samples.Intent(1, 9), CancellationToken.None));
            Assert.Equal(sent, server.Requests);
            return exception.Failure.Code;
        }
    }

    private static async Task GoOnAsync(string path, CountingServer server, int count, bool isComplete)
    {
        if (!isComplete)
        {
            var opened = RunJournal.Open(path, JournalOptions.Default, TimeProvider.System);
            Assert.True(opened.IsSuccess(out var journal, out var failure), failure?.Message.English);
            Assert.Null(await RunAsync(journal, server, count));
        }

        using var reader = JournalReader.OpenVerified(path).Value;
        Assert.NotNull(reader);
        var rows = reader.ReadRows().ToDictionary(row => row.Row);
        var unknown = reader.ReadUnknownWrites().Select(write => write.Key.Row).ToHashSet();
        Assert.Equal(count, rows.Count);
        Assert.Equal(rows.Values.Where(row => row.Outcome == RowOutcome.Unknown).Select(row => row.Row).ToHashSet(), unknown);
        Assert.True(unknown.Count <= (server.IsIdempotent ? 0 : Workers), $"{unknown.Count} writes are unknown");
        Assert.All(rows.Values.Where(row => row.Outcome != RowOutcome.Unknown), row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.All(rows.Values, row => Assert.InRange(server.EffectsOf(row.Row), row.Outcome == RowOutcome.Succeeded ? 1 : 0, 1));
    }

    /// <summary>A read and a write for each row; the write takes effect once for each key where there is one, else each time.</summary>
    private sealed class CountingServer : IAsyncDisposable
    {
        private readonly FaultServer _server;
        private readonly ConcurrentDictionary<string, int> _effects = new();
        private readonly ConcurrentDictionary<string, bool> _keys = new();
        private int _requests;

        public CountingServer(bool isIdempotent)
        {
            IsIdempotent = isIdempotent;
            _server = new FaultServer(request =>
            {
                Interlocked.Increment(ref _requests);
                if (request.Verb == "POST" && (!isIdempotent || _keys.TryAdd(request.Header("Idempotency-Key")!, true)))
                {
                    _effects.AddOrUpdate(request.Target, 1, (_, count) => count + 1);
                }

                return WireReply.Json($$"""{"pad":"{{new string('x', 300)}}"}""");
            });
            var plan = new TestPlan();
            plan.Api = plan.Api with { Hosts = [_server.Address] };
            Plan = plan.Build(plan.Call(plan.Read()), plan.Call(plan.Write(isIdempotent)));
        }

        public bool IsIdempotent { get; }

        public CompiledPlan Plan { get; }

        public int Requests => Volatile.Read(ref _requests);

        public int EffectsOf(long row) => _effects.GetValueOrDefault($"/things/{row}");

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
