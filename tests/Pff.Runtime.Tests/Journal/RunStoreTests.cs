using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_are_listed_newest_first_with_their_state()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 22, 15, 42, 33, TimeSpan.Zero));
        var store = new RunStore(_folder.Path, clock);
        var finished = await Add(store, clock, new RunEnding(true, clock.GetUtcNow(), 3));
        clock.Now += TimeSpan.FromMinutes(1);
        var killed = await Add(store, clock, null);
        clock.Now += TimeSpan.FromMinutes(1);
        var damaged = store.Create().Value!;
        await File.WriteAllTextAsync(damaged.JournalPath, "nonsense");

        Assert.Matches("^20261122-154233-[a-z0-9]{4}$", finished.RunId);
        var listed = store.List().ToList();
        Assert.Equal([damaged.RunId, killed.RunId, finished.RunId], listed.Select(run => run.RunId));
        Assert.Equal([RunState.Damaged, RunState.Interrupted, RunState.Finished], listed.Select(run => run.State));
        Assert.Equal("Correção de Contratos", listed[2].Name);
        Assert.Equal(3, listed[2].InputRows);
        Assert.Equal(1, listed[2].Rows[RowOutcome.Failed]);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 15, 42, 33, TimeSpan.Zero), listed[2].StartedAt);
        Assert.Equal("PFF3303", listed[0].Failure!.Code);
    }

    [Fact]
    public async Task A_run_is_found_by_its_id_or_a_part_that_no_other_has()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 22, 15, 42, 33, TimeSpan.Zero));
        var store = new RunStore(_folder.Path, clock);
        Assert.Equal("PFF3301", store.Find("last").Failure!.Code);
        var first = await Add(store, clock, null);
        clock.Now += new TimeSpan(1, 0, 0, 0, 123);
        var second = await Add(store, clock, null);
        Assert.Equal(first, store.Find(first.RunId).Value);
        Assert.Equal(first, store.Find("20261122").Value);
        Assert.Equal(second, store.Find(second.RunId[^4..]).Value);
        Assert.Equal(second, store.Find("last").Value);
        Assert.Equal("PFF3301", store.Find("202611").Failure!.Code);
        Assert.Equal("PFF3301", store.Find("../../etc").Failure!.Code);
        var near = store.Find(first.RunId[..^1] + "~").Failure!;
        Assert.Contains(first.RunId, near.Help!.English);
    }

    [Fact]
    public void Runs_that_begin_in_one_second_are_in_their_order()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 22, 15, 42, 59, TimeSpan.Zero));
        var store = new RunStore(_folder.Path, clock);
        var created = new List<RunFolder>();
        foreach (var milliseconds in (int[])[0, 0, 0, 1, 1, 300, 301, 999, 999, 1000])
        {
            clock.Now = new DateTimeOffset(2026, 11, 22, 15, 42, 59, TimeSpan.Zero).AddMilliseconds(milliseconds);
            created.Add(store.Create().Value!);
            Assert.Equal(created[^1], store.Find("last").Value);
        }

        Assert.Equal(created.Select(run => run.RunId).Reverse(), store.List().Select(run => run.RunId));
        Assert.StartsWith("20261122-154300-", created[^1].RunId, StringComparison.Ordinal);
    }

    private static async Task<RunFolder> Add(RunStore store, TimeProvider clock, RunEnding? end)
    {
        var folder = store.Create().Value!;
        await using var journal = RunJournal.Create(folder.JournalPath, Samples.Header with { RunId = folder.RunId }, JournalOptions.Default, clock).Value!;
        journal.RecordRow(Samples.Row(1));
        journal.RecordRow(Samples.Row(2, RowOutcome.Failed));
        if (end is not null)
        {
            await journal.RecordEndAsync(end);
        }

        return folder;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
