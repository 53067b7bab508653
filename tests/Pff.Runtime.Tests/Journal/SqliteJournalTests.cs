using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

public sealed class SqliteJournalTests : JournalContract
{
    protected override string Path => Folder.At("run/journal.db");

    /// <summary>SQLite obeys the pragma at odd moments, so ask it what it does.</summary>
    [Fact]
    public async Task A_durable_commit_waits_for_the_disk_and_another_does_not()
    {
        await Create().DisposeAsync();
        JournalState state;
        using (var reader = JournalReader.Open(Path).Value!)
        {
            state = reader.State();
        }

        var database = SqliteDatabase.Open(Path);
        using var store = new JournalStore(database, state, new RowSet(), JournalOptions.Default);
        JournalRecord[] records = [new(RecordKind.Row, null, null, Samples.Row(1), null)];
        Assert.True(store.Write(records, 1, 0, isDurable: true));
        Assert.Equal(2, database.Scalar("PRAGMA synchronous"));
        Assert.True(store.Write(records, 2, 0, isDurable: false));
        Assert.Equal(1, database.Scalar("PRAGMA synchronous"));
        Assert.True(store.Write([], 3, 0, isDurable: true));
        Assert.Equal(2, database.Scalar("PRAGMA synchronous"));
        Assert.Equal("wal", database.ScalarText("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_full_disk_fails_the_intents_and_everything_after()
    {
        await using var journal = Create(new JournalOptions { MaximumFileBytes = 60_000, CompressFrom = int.MaxValue });
        var failure = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            for (var row = 1; row < 1000; row++)
            {
                await journal.RecordIntentAsync(Samples.Intent(row, 0), CancellationToken.None);
            }
        });
        Assert.Equal("PFF3306", failure.Failure.Code);
        Assert.Equal("PFF3306", journal.Failure!.Code);
        await Assert.ThrowsAsync<JournalException>(async () => await journal.RecordIntentAsync(Samples.Intent(1, 5), CancellationToken.None));
        await Assert.ThrowsAsync<JournalException>(async () => await journal.FlushAsync(CancellationToken.None));
        journal.RecordRow(Samples.Row(1));
    }

    [Fact]
    public async Task What_was_durable_before_the_disk_was_full_is_there()
    {
        var acknowledged = 0;
        await using (var journal = Create(new JournalOptions { MaximumFileBytes = 60_000 }))
        {
            try
            {
                for (var row = 1; row < 1000; row++)
                {
                    await journal.RecordIntentAsync(Samples.Intent(row, 0), CancellationToken.None);
                    acknowledged = row;
                }
            }
            catch (JournalException)
            {
                // As it must.
            }
        }

        Assert.InRange(acknowledged, 10, 998);
        await using var resumed = Open();
        Assert.Equal(acknowledged, resumed.ReadUnknownWrites().Count());
    }

    [Fact]
    public async Task A_closed_journal_is_one_file_whatever_was_asked_of_its_readers()
    {
        await using (var journal = Create())
        {
            await journal.RecordIntentAsync(Samples.Intent(1, 0), CancellationToken.None);
            using var reader = JournalReader.Open(Path).Value!;
            _ = (reader.ReadCalls(), reader.ReadRows(), reader.ReadUnknownWrites(), reader.ReadWrites(), reader.ReadCalls().First(), reader.Ending);
        }

        Assert.False(File.Exists(Path + "-wal"));
        using (var reader = JournalReader.OpenVerified(Path).Value!)
        {
            Assert.Single(reader.ReadCalls());
        }
    }

    [Fact]
    public async Task Only_the_owner_can_read_it()
    {
        await using var journal = Create();
        await journal.FlushAsync(CancellationToken.None);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder.At("run")));
            foreach (var file in Directory.GetFiles(Folder.At("run")))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    protected override void CheckSize(string path) => Assert.True(new FileInfo(path).Length < 50_000, "a large response is stored compressed");
}
