using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>A process that was killed at any moment before its first call, as its folder is then.</summary>
public sealed class RunStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunStore _store;
    private readonly RunFolder _run;

    public RunStartTests()
    {
        _store = new RunStore(_folder.Path, TimeProvider.System);
        _run = _store.Create().Value!;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_started_from_what_its_folder_says()
    {
        Assert.Equal(RunState.NeverStarted, RunStore.Describe(_run).State);
        RunStart.Begin(_run);
        var making = RunStore.Describe(_run);
        Assert.Equal((RunState.NeverStarted, "PFF3321", false), (making.State, making.Failure!.Code, RunStart.IsReady(_run)));
        Assert.Equal("PFF3321", Open().Failure!.Code);

        var header = Samples.Header with { RunId = _run.RunId };
        RunStart.MakeReady(_run, header);
        foreach (var leaveBehind in new Action[] { () => { }, () => File.WriteAllBytes(_run.JournalPath, []), MakeWithoutTables })
        {
            leaveBehind();
            var ready = RunStore.Describe(_run);
            Assert.Equal((RunState.NeverStarted, header.PlanName, true), (ready.State, ready.Name, RunStart.IsReady(_run)));
        }

        using (RunHold.Acquire(_run).Value)
        {
            Assert.Equal(RunState.Running, RunStore.Describe(_run).State);
        }

        await using (var journal = Open().Value!)
        {
            Assert.Equal(header.PlanHash, journal.Header.PlanHash);
            Assert.False(RunStart.IsReady(_run));
        }

        Assert.Equal(RunState.Interrupted, RunStore.Describe(_run).State);
        await Open().Value!.DisposeAsync();

        // What was started once is never taken for what was not.
        File.Delete(_run.JournalPath);
        Assert.Equal((RunState.Damaged, header.PlanName), (RunStore.Describe(_run).State, RunStore.Describe(_run).Name));
        Assert.Equal("PFF3303", Open().Failure!.Code);
        File.Move(_run.StartedPath, _run.ReadyPath);
        Assert.Equal(RunState.Damaged, RunStore.Describe(_run).State);
    }

    [Fact]
    public async Task A_redrive_is_started_with_what_the_earlier_run_left()
    {
        var earlier = _run;
        await using (var journal = RunJournal.Create(earlier.JournalPath, Samples.Header with { RunId = earlier.RunId }, JournalOptions.Default, TimeProvider.System).Value!)
        {
            await journal.RecordIntentAsync(Samples.Intent(3, 0), CancellationToken.None);
        }

        var redrive = _store.Create().Value!;
        RunStart.Begin(redrive);
        RowSelection.Write(redrive.RowsPath, [3]);
        var header = Samples.Header with { RunId = redrive.RunId };
        RunStart.MakeReady(redrive, header with { Settings = header.Settings.Add(RunLinks.RedriveOfKey, earlier.RunId) });
        Assert.Equal(redrive.RunId, Assert.Single(_store.List(links => links.RedriveOf == earlier.RunId)).RunId);
        await using (var journal = Open(redrive).Value!)
        {
            Assert.Single(journal.CallsOf(3));
        }

        // It is known as a redrive also when its journal is lost, and not when what says so is damaged too.
        await File.WriteAllTextAsync(redrive.JournalPath, "nonsense");
        Assert.Equal(RunState.Damaged, Assert.Single(_store.List(links => links.RedriveOf == earlier.RunId)).State);
        Assert.Equal([redrive, earlier], _store.WithEarlier(redrive, links => links.RedriveOf));
        var bytes = await File.ReadAllBytesAsync(redrive.StartedPath);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(redrive.StartedPath, bytes);
        Assert.Equal(RunLinks.None, RunStore.Describe(redrive).Links);
    }

    [Fact]
    public async Task A_run_about_people_is_started_with_an_encrypted_journal()
    {
        RunStart.Begin(_run);
        RunStart.MakeReady(_run, Samples.Header with { RunId = _run.RunId });
        var plan = new TestPlan();
        var model = plan.Build(plan.Call(plan.Read())).Model;
        var settings = new JournalSettings { IsPersonal = true, Key = new SecretSource(TestKeys.Variable, null) };
        model = model with { Apis = [.. model.Apis.Select(api => api with { Journal = settings })] };
        Assert.Equal("PFF3316", RunStart.Open(_run, model, JournalOptions.Default, TimeProvider.System, _ => new TestSecrets()).Failure!.Code);
        Assert.Equal(RunState.NeverStarted, RunStore.Describe(_run).State);
        await RunStart.Open(_run, model, JournalOptions.Default, TimeProvider.System, TestKeys.Of).Value!.DisposeAsync();
        using var reader = JournalReader.Open(_run.JournalPath).Value!;
        Assert.True(reader.IsLocked);
    }

    [Fact]
    public void It_is_pruned_by_the_age_of_its_id()
    {
        RunStart.Begin(_run);
        var pruning = new RunPruning(_store);
        var rules = new PruneRules(TimeProvider.System.GetUtcNow().AddDays(-1), 0, TakesUnfinished: false, TakesUnknown: false);
        Assert.Equal(KeptBecause.New, Assert.Single(pruning.Choose(rules)).Kept);
        Assert.Null(Assert.Single(pruning.Choose(rules with { Before = TimeProvider.System.GetUtcNow().AddDays(1) })).Kept);
        Assert.Null(pruning.Delete(_run));
        Assert.Empty(_store.List());
    }

    /// <summary>A kill before the first transaction.</summary>
    private void MakeWithoutTables()
    {
        using var database = SqliteDatabase.Open(_run.JournalPath, leavesFiles: true);
        database.Execute("PRAGMA journal_mode = WAL");
    }

    private Pff.Runtime.Diagnostics.Result<RunJournal> Open() => Open(_run);

    private static Pff.Runtime.Diagnostics.Result<RunJournal> Open(RunFolder run) =>
        RunStart.Open(run, new TestPlan().Build().Model, JournalOptions.Default, TimeProvider.System, _ => new TestSecrets());
}
