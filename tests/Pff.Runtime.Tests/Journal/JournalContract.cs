using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Http;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>What a journal does, wherever it is.</summary>
public abstract class JournalContract : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    /// <summary>Of the journal, as a run's folder has it.</summary>
    protected abstract string Path { get; }

    /// <summary>Null for a journal in the clear.</summary>
    protected virtual JournalEncryption? Encryption => null;

    public virtual void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_recorded_comes_back()
    {
        await using (var journal = Create())
        {
            journal.RecordOutcome(Samples.Read(1, 0));
            await journal.RecordIntentAsync(Samples.Intent(1, 1), CancellationToken.None);
            journal.RecordOutcome(Samples.Written(1, 1));
            journal.RecordRow(Samples.Row(1));
            journal.RecordRow(Samples.Row(3, RowOutcome.Skipped));
            journal.RecordRow(Samples.Row(2, RowOutcome.Failed));
            await journal.RecordEndAsync(new RunEnding(true, DateTimeOffset.UnixEpoch, 4));
        }

        using var reader = Reader();
        Assert.Equal(Samples.Header with { Columns = [], Settings = reader.Header.Settings }, reader.Header with { Columns = [] });
        Assert.Equal(Samples.Header.Columns, reader.Header.Columns);
        Assert.Equal("20", reader.Header.Settings["workers"]);
        Assert.Equal(new RunEnding(true, DateTimeOffset.UnixEpoch, 4), reader.Ending);
        Assert.Equal([1L, 2L, 3L], reader.ReadRows().Select(row => row.Row));
        foreach (var row in reader.ReadRows())
        {
            var expected = Samples.Row(row.Row, row.Row switch { 1 => RowOutcome.Succeeded, 2 => RowOutcome.Failed, _ => RowOutcome.Skipped });
            Assert.Equal(Encoding.UTF8.GetString(expected.Returned.Span), Encoding.UTF8.GetString(row.Returned.Span));
            Assert.Equal(expected with { Returned = default }, row with { Returned = default });
        }

        Assert.Equal(1, reader.CountByOutcome()[RowOutcome.Skipped]);
    }

    [Fact]
    public async Task Reads_stay_where_answers_are_kept_with_the_health_of_hosts_and_the_time_of_all_processes()
    {
        var header = Samples.Header with { Settings = Samples.Header.Settings.SetItem(RunHeader.KeepAnswersSetting, "true") };
        var latencies = new LatencyCounts();
        latencies.Add(LatencyCounts.BucketOf(7), 3);
        latencies.Add(LatencyCounts.LargestBucket, 1_000_000);
        var settled = new CallKey(1, 1).ReadBack(2)!.Value;
        await using (var journal = RunJournal.Create(Path, header, JournalOptions.Default, TimeProvider.System, encryption: Encryption).Value!)
        {
            journal.RecordOutcome(Samples.Read(1, 0) with { RequestSha256 = "aa" });
            await journal.RecordIntentAsync(Samples.Intent(1, 1), CancellationToken.None);
            journal.RecordOutcome(Samples.Read(1, 2) with { Key = settled, RequestSha256 = "bb" });
            journal.RecordOutcome(Samples.Written(1, 1));
            journal.RecordRow(Samples.Row(1));
            journal.RecordOutcome(Samples.Read(2, 0));
            journal.RecordRow(Samples.Row(2));
            journal.RecordHealth(new HostSecond("crm", "crm:80", 1_700_000_000, 4, 1, 2, latencies));
            await journal.RecordEndAsync(new RunEnding(false, DateTimeOffset.UnixEpoch, null) { Elapsed = TimeSpan.FromSeconds(2) });
        }

        await using (var journal = Open())
        {
            await journal.RecordEndAsync(new RunEnding(true, DateTimeOffset.UnixEpoch, 2) { Elapsed = TimeSpan.FromSeconds(3) });
        }

        using var reader = Reader();
        var calls = reader.CallsOf(1);
        Assert.Equal([settled.Ordinal, 0, 1], calls.Select(c => c.Key.Ordinal));
        Assert.Equal(["bb", "aa", null], calls.Select(c => c.Outcome!.RequestSha256));
        Assert.Equal((true, 1L), (settled.IsReadBack, settled.Settled));
        Assert.Single(reader.CallsOf(2));
        var health = Assert.Single(reader.ReadHealth());
        Assert.Equal(("crm", "crm:80", 1_700_000_000, 4, 1, 2), (health.Api, health.Host, health.Second, health.Requests, health.Errors, health.Retries));
        Assert.Equal(latencies.Buckets, health.Latencies.Buckets);
        Assert.Equal(TimeSpan.FromSeconds(5), reader.Ending!.Elapsed);
    }

    [Fact]
    public async Task An_unfinished_row_has_its_calls_when_the_run_is_resumed()
    {
        var large = Samples.Read(7, 1, 50_000);
        await using (var journal = Create())
        {
            journal.RecordOutcome(Samples.Read(7, 0));
            journal.RecordOutcome(large);
            await journal.RecordIntentAsync(Samples.Intent(7, 2), CancellationToken.None);
            journal.RecordOutcome(Samples.Written(7, 2, CallState.Failed));
            await journal.RecordIntentAsync(Samples.Intent(7, 3), CancellationToken.None);
            journal.RecordRow(Samples.Row(6));
            Assert.Empty(journal.CallsOf(7));
            Assert.False(journal.IsFinished(6));
        }

        CheckSize(Path);
        await using var resumed = Open();
        Assert.True(resumed.IsFinished(6));
        Assert.False(resumed.IsFinished(7));
        Assert.Empty(resumed.CallsOf(6));
        var calls = resumed.CallsOf(7);
        Assert.Equal([CallState.Succeeded, CallState.Succeeded, CallState.Failed, CallState.Intended], calls.Select(call => call.State));
        Assert.Equal(large.Response.ToArray(), calls[1].Outcome!.Response.ToArray());
        Assert.Null(calls[1].Intent);
        Assert.Equal(Samples.Written(7, 2, CallState.Failed) with { Response = default }, calls[2].Outcome! with { Response = default });
        Assert.Equal(Samples.Intent(7, 3), calls[3].Intent);
        Assert.Null(calls[3].Outcome);
        var unknown = Assert.Single(resumed.ReadUnknownWrites());
        Assert.Equal((new CallKey(7, 3), "set_contract_status", "key-7-3"), (unknown.Key, unknown.Method, unknown.IdempotencyKey));
    }

    [Fact]
    public async Task Reads_of_a_finished_row_are_dropped_and_writes_are_kept()
    {
        await using (var journal = Create())
        {
            journal.RecordOutcome(Samples.Read(1, 0));
            await journal.FlushAsync(CancellationToken.None);
            Assert.Single(Calls(1));
            await journal.RecordIntentAsync(Samples.Intent(1, 1), CancellationToken.None);
            journal.RecordOutcome(Samples.Written(1, 1));
            journal.RecordRow(Samples.Row(1));
            journal.RecordOutcome(Samples.Read(2, 0));
            journal.RecordRow(Samples.Row(2));
        }

        Assert.Equal([1], Calls(1).Select(call => call.Key.Ordinal));
        Assert.Empty(Calls(2));
        using var reader = Reader();
        Assert.Equal(
            [new CallEntry(new CallKey(1, 1), "3", "set_contract_status", Effect.Write, CallState.Succeeded, "key-1-1", 200, 2, 34, null)],
            reader.ReadCalls());
    }

    [Fact]
    public async Task Reads_of_a_resumed_row_are_dropped_when_it_finishes()
    {
        await using (var journal = Create())
        {
            journal.RecordOutcome(Samples.Read(1, 0));
        }

        await using (var resumed = Open())
        {
            Assert.Single(resumed.CallsOf(1));
            resumed.RecordRow(Samples.Row(1));
        }

        Assert.Empty(Calls(1));
    }

    [Fact]
    public async Task A_write_sent_again_after_a_resume_has_its_last_outcome()
    {
        await using (var journal = Create())
        {
            await journal.RecordIntentAsync(Samples.Intent(1, 0), CancellationToken.None);
            journal.RecordOutcome(Samples.Written(1, 0, CallState.Unknown));
        }

        await using (var resumed = Open())
        {
            await resumed.RecordIntentAsync(Samples.Intent(1, 0), CancellationToken.None);
            await resumed.FlushAsync(CancellationToken.None);
            Assert.Equal(CallState.Intended, Assert.Single(Calls(1)).State);
            resumed.RecordOutcome(Samples.Written(1, 0));
        }

        Assert.Equal(CallState.Succeeded, Assert.Single(Calls(1)).State);
    }

    [Fact]
    public async Task Outcomes_reach_the_file_without_anybody_waiting()
    {
        await using var journal = Create();
        journal.RecordRow(Samples.Row(1));
        journal.RecordOutcome(Samples.Read(2, 0));
        for (var i = 0; i < 400 && (RowCount() == 0 || Calls(2).IsEmpty); i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(1, RowCount());
        Assert.Single(Calls(2));
    }

    [Fact]
    public async Task Twenty_writers_lose_nothing()
    {
        await using (var journal = Create(new JournalOptions { MaximumPendingRecords = 16, MaximumPendingBytes = 2_000 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(worker => Task.Run(async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var row = (i * 20) + worker + 1;
                    journal.RecordOutcome(Samples.Read(row, 0));
                    if (row % 3 == 0)
                    {
                        await journal.RecordIntentAsync(Samples.Intent(row, 1), CancellationToken.None);
                        journal.RecordOutcome(Samples.Written(row, 1));
                    }

                    journal.RecordRow(Samples.Row(row));
                }
            })));
        }

        await using var resumed = Open();
        Assert.Equal(Enumerable.Range(1, 2000).Select(row => (long)row), resumed.ReadRows().Select(row => row.Row));
        Assert.Empty(resumed.ReadUnknownWrites());
        Assert.True(Enumerable.Range(1, 2000).All(row => resumed.IsFinished(row)));
        Assert.False(resumed.IsFinished(2001));
    }

    protected abstract void CheckSize(string path);

    protected RunJournal Create(JournalOptions? options = null)
    {
        var created = RunJournal.Create(Path, Samples.Header, options ?? JournalOptions.Default, TimeProvider.System, encryption: Encryption);
        Assert.True(created.IsSuccess(out var journal, out var failure), failure?.Message.English);
        return journal;
    }

    protected RunJournal Open()
    {
        var opened = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System, Secrets);
        Assert.True(opened.IsSuccess(out var journal, out var failure), failure?.Message.English);
        return journal;
    }

    protected JournalReader Reader()
    {
        var opened = JournalReader.Open(Path, Secrets);
        Assert.True(opened.IsSuccess(out var reader, out var failure), failure?.Message.English);
        return reader;
    }

    private ISecretReader Secrets(RunHeader header) => Encryption?.Secrets ?? new TestSecrets();

    protected System.Collections.Immutable.ImmutableArray<JournaledCall> Calls(long row)
    {
        using var reader = Reader();
        return reader.CallsOf(row);
    }

    private int RowCount()
    {
        using var reader = Reader();
        return reader.ReadRows().Count();
    }
}
