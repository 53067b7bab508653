using System.Text.Json;
using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>What the checksums, the seal and the mark of a journal notice, and what they let pass.</summary>
public sealed class SealTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("journal.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE call SET state = 2 WHERE row = 3", "PFF3305", "call 1 of row 3 is not what was written")]
    [InlineData("UPDATE row SET outcome = 2 WHERE number = 4", "PFF3305", "row 4 is not what was written")]
    [InlineData("UPDATE row SET number = 400 WHERE number = 4", "PFF3305", "row 400 is not what was written")]
    [InlineData("UPDATE run SET value = replace(value, 'customers', 'clients') WHERE key = 'header'", "PFF3305", "header is not what was written")]
    [InlineData("UPDATE name SET text = 'get_contract' WHERE text = 'get_customer'", "PFF3305", "is not what was written")]
    [InlineData("DELETE FROM row WHERE number = 4", "PFF3311", "9 records of 'row' where 10 were written")]
    [InlineData("DELETE FROM call WHERE row = 3", "PFF3311", "records of 'call'")]
    [InlineData("DELETE FROM run WHERE key = 'ended_at'", "PFF3311", "records of 'run'")]
    [InlineData("DELETE FROM run WHERE key = 'seal'", "PFF3305", "its seal is not readable")]
    [InlineData("DELETE FROM name WHERE id = 1", "PFF3311", "records of 'name'")]
    public async Task What_another_program_changed_is_refused_by_name(string sql, string code, string says)
    {
        await WriteAsync();
        using (var database = SqliteDatabase.Open(Path))
        {
            database.Execute(sql);
        }

        foreach (var failure in new[] { JournalReader.OpenVerified(Path).Failure, RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System).Failure })
        {
            Assert.Equal(code, failure!.Code);
            Assert.Contains(says, failure.Message.English, StringComparison.Ordinal);
        }

        using var output = new MemoryStream();
        using var reader = JournalReader.Open(Path).Value;
        Assert.Equal(code, reader is null ? code : JournalExport.Write(reader, output).Failure!.Code);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task An_old_copy_put_back_into_its_folder_is_refused_by_everybody()
    {
        await WriteAsync();
        var old = JournalFiles.Read(Path);
        await using (var journal = Open())
        {
            await journal.RecordIntentAsync(Samples.Intent(70, 0), CancellationToken.None);
        }

        var newer = JournalFiles.Read(Path);
        (old with { Mark = newer.Mark }).Write(Path);
        Assert.Equal("PFF3310", JournalReader.Open(Path).Failure!.Code);
        Assert.Equal("PFF3310", RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System).Failure!.Code);
        Assert.Equal(RunState.Damaged, RunStore.Describe(new RunFolder("x", _folder.Path)).State);
        Assert.Equal(old.Database, JournalFiles.Read(Path).Database);
    }

    [Fact]
    public void A_log_that_is_missing_is_refused_and_comes_back()
    {
        using var recorded = new RecordedJournal();
        recorded.WriteGroup(0);
        var files = recorded.Files;
        (files with { Log = [] }).Write(Path);
        Assert.Equal("PFF3310", JournalReader.Open(Path).Failure!.Code);
        files.Write(Path);
        using var reader = JournalReader.OpenVerified(Path).Value!;
        Assert.Equal(9, reader.ReadRows().Count());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("torn")]
    [InlineData("of another journal")]
    [InlineData("behind")]
    public async Task A_mark_that_says_nothing_is_no_error(string mark)
    {
        await WriteAsync();
        var files = JournalFiles.Read(Path);
        await using (var journal = Open())
        {
            await journal.RecordIntentAsync(Samples.Intent(70, 0), CancellationToken.None);
        }

        var newer = JournalFiles.Read(Path);
        var left = mark switch
        {
            "missing" or "empty" => [],
            "torn" => [.. newer.Mark[..16], .. files.Mark[16..24], .. newer.Mark[24..]],
            "of another journal" => await MarkOfAnotherAsync(),
            _ => files.Mark,
        };
        (newer with { Mark = left }).Write(Path);
        if (mark == "missing")
        {
            File.Delete(Path + ".mark");
        }

        await using (var journal = Open())
        {
            Assert.Single(journal.CallsOf(70));
        }

        Assert.Equal(32, JournalFiles.Read(Path).Mark.Length);
    }

    [Fact]
    public async Task A_reader_of_a_journal_that_is_written_is_never_told_that_it_lost_something()
    {
        await using var journal = Create();
        using var isDone = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var row = 1L; !isDone.IsCancellationRequested; row++)
            {
                await journal.RecordIntentAsync(Samples.Intent(row, 0), CancellationToken.None);
                journal.RecordOutcome(Samples.Written(row, 0));
                journal.RecordRow(Samples.Row(row));
            }
        });
        for (var i = 0; i < 40; i++)
        {
            var opened = JournalReader.OpenVerified(Path);
            Assert.True(opened.IsSuccess(out var reader, out var failure), failure?.Message.English);
            reader.Dispose();
        }

        await isDone.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task An_export_has_everything_and_says_where_it_ends()
    {
        await WriteAsync();
        using var output = new MemoryStream();
        using (var reader = JournalReader.Open(Path).Value!)
        {
            Assert.Equal(new JournalSummary(reader.Verify().Value!.Commit, reader.Verify().Value!.Mark, 12, 10, 2), JournalExport.Write(reader, output).Value);
        }

        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var kinds = lines.Select(line => line.GetProperty("kind").GetString()!).ToList();
        Assert.Equal(["run", .. Enumerable.Repeat("call", 12), .. Enumerable.Repeat("row", 10), "unknown_write", "unknown_write", "end"], kinds);
        Assert.Equal("Correção de Contratos", lines[0].GetProperty("header").GetProperty("plan_name").GetString());
        var call = CallOf(3);
        Assert.Equal(("set_contract_status", "write", "succeeded", "key-3-1"),
            (Text(call, "method"), Text(call, "effect"), Text(call, "state"), Text(call, "idempotency_key")));
        Assert.Equal("3", call.GetProperty("response").GetProperty("id").GetString());
        Assert.Equal("intended", Text(CallOf(50), "state"));
        Assert.Equal(2, lines[^1].GetProperty("unknown_writes").GetInt64());

        JsonElement CallOf(long row) =>
            lines.Single(line => Text(line, "kind") == "call" && line.GetProperty("row").GetInt64() == row && line.GetProperty("call").GetInt64() == 1);

        static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
    }

    private RunJournal Create() => RunJournal.Create(Path, Samples.Header, JournalOptions.Default, TimeProvider.System).Value!;

    private RunJournal Open()
    {
        Assert.True(RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System).IsSuccess(out var journal, out var failure), failure?.Message.English);
        return journal;
    }

    /// <summary>Ten rows with a write each, and two writes of unknown effect, one of them with a read before it.</summary>
    private async Task WriteAsync()
    {
        await using var journal = Create();
        for (var row = 1; row <= 10; row++)
        {
            journal.RecordOutcome(Samples.Read(row, 0));
            await journal.RecordIntentAsync(Samples.Intent(row, 1), CancellationToken.None);
            journal.RecordOutcome(Samples.Written(row, 1, row == 5 ? CallState.Unknown : CallState.Succeeded));
            journal.RecordRow(Samples.Row(row, row == 5 ? RowOutcome.Unknown : RowOutcome.Succeeded));
        }

        journal.RecordOutcome(Samples.Read(50, 0));
        await journal.RecordIntentAsync(Samples.Intent(50, 1), CancellationToken.None);
        await journal.RecordEndAsync(new RunEnding(false, DateTimeOffset.UnixEpoch, null));
    }

    private async Task<byte[]> MarkOfAnotherAsync()
    {
        var other = _folder.At("other.db");
        await using (var journal = RunJournal.Create(other, Samples.Header with { RunId = "other" }, JournalOptions.Default, TimeProvider.System).Value!)
        {
            for (var row = 1; row < 100; row++)
            {
                await journal.FlushAsync(CancellationToken.None);
            }
        }

        return JournalFiles.Read(other).Mark;
    }
}
