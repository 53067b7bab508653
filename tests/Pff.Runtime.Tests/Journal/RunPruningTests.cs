using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

public sealed class RunPruningTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new() { Now = _start };
    private readonly RunStore _store;
    private readonly RunPruning _pruning;

    public RunPruningTests()
    {
        _store = new RunStore(_folder.Path, _clock);
        _pruning = new RunPruning(_store);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_old_finished_runs_without_unknown_writes_go()
    {
        var old = await AddAsync();
        var interrupted = await AddAsync(end: false);
        var unknown = await AddAsync(outcome: RowOutcome.Unknown);
        var damaged = await AddAsync();
        await File.WriteAllTextAsync(damaged.JournalPath, "nonsense");
        var running = await AddAsync();
        await using var journal = RunJournal.Open(running.JournalPath, JournalOptions.Default, _clock).Value;
        _clock.Now += TimeSpan.FromDays(100);
        var young = await AddAsync();

        var choices = _pruning.Choose(Rules()).ToDictionary(c => c.Run.RunId, c => c.Kept);
        Assert.Null(choices[old.RunId]);
        Assert.Equal(
            [KeptBecause.Unfinished, KeptBecause.Unknown, KeptBecause.Damaged, KeptBecause.Running, KeptBecause.New],
            new[] { interrupted, unknown, damaged, running, young }.Select(run => choices[run.RunId]!.Value));

        var told = _pruning.Choose(Rules() with { TakesUnfinished = true, TakesUnknown = true }).Where(c => c.Kept is null).Select(c => c.Run.RunId);
        Assert.Equal([unknown.RunId, interrupted.RunId, old.RunId], told);
        Assert.True(_pruning.Choose(Rules()).Single(c => c.Kept is null).Bytes > 4096);
        Assert.Equal(KeptBecause.New, _pruning.Choose(Rules() with { Keep = 6 })[^1].Kept);
        Assert.Equal("PFF3302", _pruning.Delete(running)!.Code);
    }

    [Fact]
    public async Task What_another_run_needs_stays()
    {
        var first = await AddAsync();
        var undo = await AddAsync(link: (RunLinks.UndoOfKey, first.RunId), end: false);
        var second = await AddAsync();
        var redrive = await AddAsync(link: (RunLinks.RedriveOfKey, second.RunId));
        _clock.Now += TimeSpan.FromDays(100);

        // The undo is unfinished, so what it undoes stays; the redrive and its run go together.
        var choices = _pruning.Choose(Rules()).ToDictionary(c => c.Run.RunId);
        Assert.Equal((KeptBecause.Needed, undo.RunId), (choices[first.RunId].Kept!.Value, choices[first.RunId].NeededBy));
        Assert.Null(choices[second.RunId].Kept);
        Assert.Null(choices[redrive.RunId].Kept);

        // Without what was redriven, its rows could be redriven once more from the run that stays.
        await using var held = RunJournal.Open(second.JournalPath, JournalOptions.Default, _clock).Value;
        choices = _pruning.Choose(Rules()).ToDictionary(c => c.Run.RunId);
        Assert.Equal((KeptBecause.Needed, second.RunId), (choices[redrive.RunId].Kept!.Value, choices[redrive.RunId].NeededBy));
    }

    [Fact]
    public async Task What_was_deleted_is_gone_and_the_rest_is_as_it_was()
    {
        var (old, young) = (await AddAsync(), await AddAsync());
        _clock.Now += TimeSpan.FromDays(100);
        Assert.Null(_pruning.Delete(old));
        Assert.Equal([young.RunId], _store.List().Select(run => run.RunId));
        Assert.True(Directory.Exists(_folder.At(".pff/pruned")));
        _pruning.Empty();
        Assert.False(Directory.Exists(_folder.At(".pff/pruned")));
        Assert.Equal(RunState.Finished, RunStore.Describe(young).State);
    }

    private PruneRules Rules() => new(_clock.Now - TimeSpan.FromDays(90), 0, TakesUnfinished: false, TakesUnknown: false);

    private async Task<RunFolder> AddAsync(RowOutcome outcome = RowOutcome.Succeeded, (string Key, string Run)? link = null, bool end = true)
    {
        _clock.Now += TimeSpan.FromMinutes(1);
        var folder = _store.Create().Value!;
        var header = Samples.Header with { RunId = folder.RunId };
        header = link is { } other ? header with { Settings = header.Settings.Add(other.Key, other.Run) } : header;
        await using var journal = RunJournal.Create(folder.JournalPath, header, JournalOptions.Default, _clock).Value!;
        journal.RecordRow(Samples.Row(1, outcome));
        if (end)
        {
            await journal.RecordEndAsync(new RunEnding(true, _clock.Now, 1));
        }

        return folder;
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
