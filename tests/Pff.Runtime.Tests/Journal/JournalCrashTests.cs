using System.Globalization;
using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

public sealed class JournalCrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("journal.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(3000)]
    public async Task A_killed_process_loses_no_acknowledged_intent(int after)
    {
        var acknowledged = new List<long>();
        using (var child = ChildProcess.Start("journal", Path))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
            while (acknowledged.Count < after && await child.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                acknowledged.Add(Row(line));
            }

            child.Kill();
            foreach (var line in (await child.StandardOutput.ReadToEndAsync()).Split('\n')[..^1])
            {
                acknowledged.Add(Row(line));
            }

            await child.WaitForExitAsync();
        }

        var opened = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System);
        Assert.True(opened.IsSuccess(out var journal, out var failure), failure?.Message.English);
        await using (journal)
        {
            foreach (var row in acknowledged.Where(row => !journal.IsFinished(row)))
            {
                // The row had announced its write, so what it read before is there too.
                var calls = journal.CallsOf(row);
                Assert.Equal([0, 1, 2], calls.Select(call => call.Key.Ordinal));
                Assert.Equal(Samples.Intent(row, 2), calls[2].Intent);
            }

            Assert.Equal(journal.ReadRows().Count(), journal.ReadRows().Count(row => journal.IsFinished(row.Row)));
            Assert.True(journal.ReadUnknownWrites().Count() <= 20, "at most one write of each worker is uncertain");
            Assert.True(acknowledged.Count >= after);
        }

        static long Row(string line) => long.Parse(line["intent ".Length..], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Whoever_asks_whether_a_run_goes_on_is_not_taken_for_its_process()
    {
        await Create();
        var folder = new RunFolder("x", _folder.Path);
        var states = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 50).Select(_ => RunStore.Describe(folder).State).ToList())));
        Assert.All(states.SelectMany(s => s), state => Assert.Equal(RunState.Interrupted, state));
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                RunStore.Describe(folder);
            }
        });
        for (var i = 0; i < 20; i++)
        {
            var opened = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System);
            Assert.Null(opened.Failure);
            await opened.Value!.DisposeAsync();
        }

        await stop.CancelAsync();
        await asking;
    }

    [Fact]
    public async Task A_second_writer_is_refused_with_the_first_one_s_number()
    {
        await Create();
        using var child = ChildProcess.Start("hold", Path);
        Assert.Equal("held", await child.StandardOutput.ReadLineAsync());
        var refused = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System).Failure!;
        Assert.Equal("PFF3302", refused.Code);
        Assert.Contains($"process {child.Id}", refused.Message.English);
        Assert.Equal(RunState.Running, RunStore.Describe(new RunFolder("x", _folder.Path)).State);
        using (var reader = JournalReader.Open(Path).Value)
        {
            Assert.NotNull(reader);
        }

        child.Kill();
        await child.WaitForExitAsync();
        await using var journal = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System).Value;
        Assert.NotNull(journal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_or_read_but_never_throws()
    {
        await Create();
        var bytes = await File.ReadAllBytesAsync(Path);
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 150; i++)
        {
            var hurt = i % 3 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            for (var flip = 0; i % 3 != 0 && flip < 20; flip++)
            {
                hurt[random.Next(hurt.Length)] ^= (byte)(1 << random.Next(8));
            }

            foreach (var extra in new[] { "-wal", "-shm" })
            {
                File.Delete(Path + extra);
            }

            await File.WriteAllBytesAsync(Path, hurt);
            var opened = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System);
            if (!opened.IsSuccess(out var journal, out var failure))
            {
                Assert.Matches("^PFF33(03|04|05|10|11)$", failure.Code);
                refused++;
                continue;
            }

            await using (journal)
            {
                try
                {
                    _ = journal.ReadRows().Count() + journal.ReadUnknownWrites().Count() + journal.CallsOf(2000).Length;
                }
                catch (JournalException exception)
                {
                    Assert.Equal("PFF3305", exception.Failure.Code);
                }
            }
        }

        Assert.True(refused > 75, $"only {refused} of 150 were refused");
    }

    [Fact]
    public async Task Other_files_and_versions_are_refused_by_name()
    {
        Assert.Equal("PFF3303", Refused(Path));
        Assert.Equal("PFF3303", Refused(_folder.Write("text.db", "this is no journal, only some text")));
        await Create();
        using (var database = SqliteDatabase.Open(Path))
        {
            database.Execute("PRAGMA user_version = 99");
        }

        Assert.Equal("PFF3304", Refused(Path));
        using (var database = SqliteDatabase.Open(Path))
        {
            database.Execute("PRAGMA user_version = 3");
            database.Execute("PRAGMA application_id = 7");
        }

        Assert.Equal("PFF3303", Refused(Path));
    }

    private static string Refused(string path) => RunJournal.Open(path, JournalOptions.Default, TimeProvider.System).Failure!.Code;

    private async Task Create()
    {
        await using var journal = RunJournal.Create(Path, Samples.Header, JournalOptions.Default, TimeProvider.System).Value!;
        for (var row = 1; row <= 500; row++)
        {
            journal.RecordOutcome(Samples.Written(row, 0));
            journal.RecordRow(Samples.Row(row, (RowOutcome)(row % 4)));
        }

        await journal.RecordIntentAsync(Samples.Intent(2000, 0), CancellationToken.None);
    }
}
