using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Journal.Postgres;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>One server for all journals of the class, each of which has a schema of its own.</summary>
public sealed class PostgresFixture : IDisposable
{
    internal PostgresServer? Server { get; } = PostgresServer.TryStart();

    public void Dispose() => Server?.Dispose();
}

public sealed class PostgresJournalTests(PostgresFixture fixture) : JournalContract, IClassFixture<PostgresFixture>
{
    private string? _path;

    protected override string Path => _path ??= NewPlace(Address);

    private string Address
    {
        get
        {
            Assert.SkipWhen(fixture.Server is null, "PostgreSQL is not installed.");
            return fixture.Server.AddressWithoutPassword;
        }
    }

    [Fact]
    public async Task Texts_with_every_character_come_back()
    {
        var texts = new[] { "a\0b", "\u0001", "\u00010\0\u00011", "", "\ud800", "ção 😀", "?1 $1 'x'" };
        await using (var journal = Create())
        {
            for (var i = 0; i < texts.Length; i++)
            {
                journal.RecordRow(Samples.Row(i + 1) with { Reason = texts[i] });
            }
        }

        using var reader = JournalReader.OpenVerified(Path).Value!;
        Assert.Equal(texts.Select(text => text == "\ud800" ? "\ufffd" : text), reader.ReadRows().Select(row => row.Reason));
    }

    [Fact]
    public async Task Many_rows_are_read_by_the_page_while_others_are_written()
    {
        await using var journal = Create();
        for (var row = 1; row <= 3000; row++)
        {
            journal.RecordRow(Samples.Row(row));
        }

        await journal.FlushAsync(CancellationToken.None);
        using var reader = JournalReader.OpenVerified(Path).Value!;
        var seen = 0L;
        foreach (var row in reader.ReadRows())
        {
            Assert.Equal(++seen, row.Row);
            if (seen == 10)
            {
                journal.RecordRow(Samples.Row(3001));
                await journal.FlushAsync(CancellationToken.None);
                Assert.Equal(3000, reader.ReadRows().Count());
            }
        }

        Assert.Equal(3000, seen);
        Assert.Equal(3001, reader.ReadRows().Count());
    }

    [Fact]
    public async Task A_second_writer_is_refused_also_from_another_folder()
    {
        await using var journal = Create();
        Directory.CreateDirectory(Folder.At("copy"));
        var copy = Folder.At("copy/" + PostgresPlace.FileName);
        File.Copy(Path, copy);
        Assert.Equal("PFF3302", RunJournal.Open(copy, JournalOptions.Default, TimeProvider.System).Failure!.Code);
        Assert.Equal("PFF3302", PostgresDatabase.Drop(copy)!.Code);
    }

    [Fact]
    public async Task A_record_that_somebody_changed_is_refused_and_a_missing_one_is_missed()
    {
        await using (var journal = Create())
        {
            journal.RecordRow(Samples.Row(1));
            journal.RecordRow(Samples.Row(2));
        }

        Sql($"UPDATE {SchemaOf(Path)}.\"row\" SET reads = 77 WHERE number = 1");
        Assert.Equal("PFF3305", JournalReader.OpenVerified(Path).Failure!.Code);
        Sql($"DELETE FROM {SchemaOf(Path)}.\"row\" WHERE number = 1");
        Assert.Equal("PFF3311", RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System).Failure!.Code);
        Sql($"COMMENT ON SCHEMA {SchemaOf(Path)} IS 'pff journal 99'");
        Assert.Equal("PFF3304", JournalReader.Open(Path).Failure!.Code);
        Assert.Null(PostgresDatabase.Drop(Path));
        Assert.Equal("PFF3315", JournalReader.Open(Path).Failure!.Code);
    }

    /// <summary>A server that was put back to an older backup does not have what was acknowledged.</summary>
    [Fact]
    public async Task A_journal_that_is_behind_its_mark_is_refused()
    {
        await using (var journal = Create())
        {
            await journal.RecordIntentAsync(Samples.Intent(1, 0), CancellationToken.None);
        }

        var seal = Sql($"SELECT value FROM {SchemaOf(Path)}.run WHERE key = 'seal'") as string;
        Assert.NotNull(seal);
        var mark = File.ReadAllBytes(Path + ".mark");
        await using (var journal = Open())
        {
            await journal.RecordIntentAsync(Samples.Intent(2, 0), CancellationToken.None);
        }

        Assert.NotEqual(mark, File.ReadAllBytes(Path + ".mark"));
        using var database = JournalDatabase.Open(Path);
        database.Begin(isDurable: true);
        var older = JournalSeal.Parse(seal)!;
        using (var tables = new JournalTables(database, older, 0, new RowSet(), null))
        {
            tables.PutSeal();
        }

        database.Commit();
        Assert.Equal("PFF3310", JournalReader.Open(Path).Failure!.Code);
    }

    [Fact]
    public async Task A_server_that_ends_the_connection_stops_everything()
    {
        var acknowledged = 0;
        await using (var journal = Create())
        {
            var failure = await Assert.ThrowsAsync<JournalException>(async () =>
            {
                for (var row = 1; row < 10_000; row++)
                {
                    await journal.RecordIntentAsync(Samples.Intent(row, 0), CancellationToken.None);
                    acknowledged = row;
                    if (row == 20)
                    {
                        Sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pff' AND pid <> pg_backend_pid()");
                    }
                }
            });
            Assert.Equal(("PFF3314", "PFF3314"), (failure.Failure.Code, journal.Failure!.Code));
        }

        await using var resumed = Open();
        Assert.Equal(acknowledged, resumed.ReadUnknownWrites().Count());
    }

    [Fact]
    public void Addresses_are_told_apart_and_no_password_is_kept()
    {
        Assert.Equal("PFF3313", PostgresPlace.Parse("postgres://me:secret@db/x").Failure!.Code);
        Assert.Equal("PFF3313", PostgresPlace.Parse("postgres://me@db/x?Password=secret").Failure!.Code);
        foreach (var wrong in new[] { "mysql://db/x", "Host=db;Password=x", "journal.db", "env:", "env:PFF_NO_SUCH_VARIABLE", "env:a b", "postgres://" })
        {
            Assert.Equal("PFF3312", PostgresPlace.Parse(wrong).Failure!.Code);
        }

        const string Variable = "PFF_JOURNAL_OF_A_TEST";
        Environment.SetEnvironmentVariable(Variable, "postgres://me:hush-hush@127.0.0.1:1/x");
        try
        {
            var path = NewPlace("env:" + Variable);
            Assert.DoesNotContain("hush-hush", File.ReadAllText(path), StringComparison.Ordinal);
            var failure = JournalReader.Open(path).Failure!;
            Assert.Equal("PFF3314", failure.Code);
            Assert.DoesNotContain("hush-hush", failure.Message.English, StringComparison.Ordinal);
            Environment.SetEnvironmentVariable(Variable, null);
            Assert.Equal("PFF3312", JournalReader.Open(path).Failure!.Code);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"format\": 1 }")]
    [InlineData("{ \"format\": 2, \"schema\": \"pff_1\", \"address\": \"Host=h\" }")]
    [InlineData("{ \"format\": 1, \"schema\": \"public; DROP TABLE x\", \"address\": \"Host=h\" }")]
    [InlineData("{ \"format\": 1, \"schema\": \"pff_1\", \"address\": \"nothing\" }")]
    [InlineData("{ \"format\": 1, \"schema\": 5, \"address\": \"Host=h\" }")]
    public void A_file_that_no_run_wrote_is_refused(string text)
    {
        var path = Folder.At(PostgresPlace.FileName);
        File.WriteAllText(path, text);
        Assert.Equal("PFF3312", JournalReader.Open(path).Failure!.Code);
    }

    protected override void CheckSize(string path) =>
        Assert.True((long)Sql($"SELECT sum(octet_length(response))::bigint FROM {SchemaOf(path)}.call")! < 50_000, "a large response is stored compressed");

    private string NewPlace(string address)
    {
        Directory.CreateDirectory(Folder.At("run"));
        var path = Folder.At("run/" + PostgresPlace.FileName);
        File.Delete(path);
        PostgresPlace.Parse(address).Value!.Write(path, "20261122-154233-k3f9");
        return path;
    }

    private static string SchemaOf(string path) => PostgresPlace.Read(path).Schema;

    private object? Sql(string text)
    {
        using var database = JournalDatabase.Open(Path);
        using var statement = database.Prepare(text);
        return !statement.Step() ? null : statement.TypeOf(0) == ColumnType.Integer ? statement.Int(0) : statement.Text(0);
    }
}
