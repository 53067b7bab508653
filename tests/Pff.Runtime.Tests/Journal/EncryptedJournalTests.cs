using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Tests.Journal;

/// <summary>What a journal does it does encrypted too, in a file, and none of it can be read without the key.</summary>
public sealed class EncryptedJournalTests : JournalContract
{
    /// <summary>What the samples have in bodies, keys, hashes, failures, reasons and returned columns.</summary>
    private static readonly string[] Contents = ["xxxxxxxxxxxx", "key-1-", "cccccccccccc", "the contract changed", "no customer", "stake\":", "undo of it"];

    protected override string Path => Folder.At("run/journal.db");

    protected override JournalEncryption? Encryption => TestKeys.Encryption;

    [Fact]
    public async Task Nothing_of_its_contents_is_in_its_files_at_any_time()
    {
        Assert.Equal(Contents.Order(), (await FoundAsync(null)).Order());
        Directory.Delete(Folder.At("run"), recursive: true);
        Assert.Empty(await FoundAsync(Encryption));
    }

    [Fact]
    public async Task Without_the_key_it_is_counted_verified_and_exported_without_contents()
    {
        await WriteAsync(Encryption);
        using var reader = JournalReader.OpenVerified(Path).Value!;
        Assert.True(reader.IsLocked);
        Assert.Equal((2, 1), (reader.CountByOutcome().Values.Sum(), reader.ReadUnknownWrites().Count(w => w is { Method: "set_contract_status", IdempotencyKey: null })));
        Assert.Throws<InvalidOperationException>(() => reader.ReadRows().Count());
        Assert.Throws<InvalidOperationException>(() => reader.ReadCalls().Count());
        Assert.Throws<InvalidOperationException>(() => RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System));
        var locked = Export(reader);
        Assert.Equal(2 + 2, locked.Split("\"encrypted\":true").Length - 1);
        Assert.DoesNotContain(Contents, content => locked.Contains(content, StringComparison.Ordinal));
        using var opened = Reader();
        var whole = Export(opened);
        Assert.DoesNotContain("\"encrypted\"", whole, StringComparison.Ordinal);
        Assert.Contains("\"idempotency_key\":\"key-1-1\"", whole, StringComparison.Ordinal);
        Assert.Contains("the contract changed", whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "PFF3316")]
    [InlineData("", "PFF3316")]
    [InlineData("another key with a good many characters", "PFF3317")]
    public async Task Another_key_is_refused_by_the_name_of_its_variable(string? secret, string code)
    {
        await WriteAsync(Encryption);
        var secrets = new TestSecrets(secret is null ? null : new() { [TestKeys.Variable] = secret });
        var opened = JournalReader.Open(Path, _ => secrets).Failure!;
        var resumed = RunJournal.Open(Path, JournalOptions.Default, TimeProvider.System, _ => secrets).Failure!;
        Assert.Equal((code, code), (opened.Code, resumed.Code));
        Assert.Contains(TestKeys.Variable, opened.Message.English, StringComparison.Ordinal);
        Assert.Contains(TestKeys.Variable, opened.Message.Portuguese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_keys_together_encrypt_it_and_a_new_one_needs_long_keys()
    {
        var file = new JournalKey("billing", new SecretSource(null, "billing.key"));
        TestSecrets Secrets(string? text) => new(new() { [TestKeys.Variable] = TestKeys.Secret }, text is null ? null : new() { ["billing.key"] = text + "\n" });
        JournalEncryption Both(string? text) => new([file, .. TestKeys.Encryption.Keys], Secrets(text));
        Assert.Equal("PFF3316", Begin(Both(null)).Failure!.Code);
        Assert.Equal("PFF3318", Begin(Both("short")).Failure!.Code);
        Assert.False(File.Exists(Path));
        var other = new string('b', 40);
        await WriteAsync(Both(other));
        Assert.Equal("PFF3317", JournalReader.Open(Path, _ => Secrets(new string('c', 40))).Failure!.Code);
        Assert.Contains("billing.key", JournalReader.Open(Path, TestKeys.Of).Failure!.Message.English, StringComparison.Ordinal);
        using var reader = JournalReader.Open(Path, _ => Secrets(other)).Value!;
        Assert.Equal(2, reader.ReadRows().Count());
        Assert.Equal("PFF3017", Begin(new JournalEncryption([new JournalKey("crm", new SecretSource(null, null))], Secrets(null))).Failure!.Code);
    }

    [Theory]
    [InlineData("UPDATE \"row\" SET returned = (SELECT returned FROM \"row\" WHERE number = 2) WHERE number = 1")]
    [InlineData("UPDATE \"row\" SET outcome = 2 WHERE number = 1")]
    [InlineData("UPDATE call SET undo = (SELECT undo FROM call WHERE ordinal = 2) WHERE ordinal = 1")]
    [InlineData("UPDATE call SET state = 1 WHERE ordinal = 2")]
    [InlineData("UPDATE call SET undo = NULL")]
    [InlineData("UPDATE \"row\" SET reason = 'forged', returned = NULL")]
    public async Task A_record_in_the_place_of_another_is_refused_although_its_checksum_is_right(string change)
    {
        await WriteAsync(Encryption);
        Change(Path, change);
        using var reader = JournalReader.Open(Path, TestKeys.Of).Value!;
        var refused = Assert.Throws<JournalException>(() => reader.ReadCalls().Count() + reader.ReadRows().Count());
        Assert.Equal("PFF3305", refused.Failure.Code);
        Assert.Contains("is not what was encrypted there", refused.Failure.Message.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redriven_run_takes_writes_over_into_a_journal_of_its_own_key()
    {
        await WriteAsync(Encryption);
        var path = Folder.At("redriven/journal.db");
        var header = Samples.Header with { RunId = "20261122-154233-zzzz" };
        await using (RunJournal.Create(
            path, header, JournalOptions.Default, TimeProvider.System, new JournalSeed(Path, [1], TestKeys.Of), TestKeys.Encryption).Value!)
        {
        }

        using var reader = JournalReader.OpenVerified(path, TestKeys.Of).Value!;
        var calls = reader.CallsOf(1);
        Assert.Equal([CallState.Succeeded, CallState.Intended], calls.Select(c => c.State));
        Assert.Equal(["key-1-1", "key-1-2"], calls.Select(c => c.Intent!.IdempotencyKey));
        Assert.Equal(Samples.Written(1, 1).Response.ToArray(), calls[0].Outcome!.Response.ToArray());
    }

    [Fact]
    public async Task Only_an_encrypted_journal_has_the_version_that_older_programs_refuse()
    {
        await WriteAsync(null);
        Assert.Equal(3, VersionOf(Path));
        Directory.Delete(Folder.At("run"), recursive: true);
        await WriteAsync(Encryption);
        Assert.Equal(4, VersionOf(Path));
        Change(Path, "UPDATE run SET value = '{}' WHERE key = 'keys'");
        Assert.Equal("PFF3305", JournalReader.Open(Path).Failure!.Code);
    }

    [Fact]
    public void A_plan_is_personal_where_one_of_its_methods_is()
    {
        var plan = new TestPlan();
        var model = plan.Build(plan.Call(plan.Read())).Model;
        var key = new SecretSource(TestKeys.Variable, null);
        PlanModel Of(JournalSettings api, JournalSettings? method) => model with
        {
            Apis = [.. model.Apis.Select(a => a with { Journal = api })],
            Methods = [.. model.Methods.Select(m => m with { Journal = method })],
        };
        var personal = new JournalSettings { IsPersonal = true, Key = key };
        Assert.Null(JournalEncryption.Of(model, new TestSecrets()));
        Assert.Null(JournalEncryption.Of(Of(personal, personal with { IsPersonal = false }), new TestSecrets()));
        Assert.Equal([key], JournalEncryption.Of(Of(personal, null), new TestSecrets())!.Keys.Select(k => k.Source));
        Assert.Equal([key], JournalEncryption.Of(Of(new JournalSettings { Key = key }, personal), new TestSecrets())!.Keys.Select(k => k.Source));
    }

    protected override void CheckSize(string path) => Assert.True(new FileInfo(path).Length < 50_000, "a large response is stored compressed");

    private Result<RunJournal> Begin(JournalEncryption? encryption) =>
        RunJournal.Create(Path, Samples.Header, JournalOptions.Default, TimeProvider.System, encryption: encryption);

    private async Task<List<string>> FoundAsync(JournalEncryption? encryption)
    {
        var journal = Begin(encryption).Value!;
        await FillAsync(journal);
        var found = FoundIn();
        await journal.DisposeAsync();
        return [.. found.Union(FoundIn())];
    }

    private List<string> FoundIn()
    {
        var files = JournalFiles.Read(Path);
        Assert.NotEmpty(files.Database);
        // The texts of an undo are UTF-16.
        var text = Encoding.Latin1.GetString([.. files.Database, .. files.Log, .. files.Mark]).Replace("\0", "", StringComparison.Ordinal);
        return [.. Contents.Where(content => text.Contains(content, StringComparison.Ordinal))];
    }

    private async Task WriteAsync(JournalEncryption? encryption)
    {
        await using var journal = Begin(encryption).Value!;
        await FillAsync(journal);
    }

    /// <summary>A row that succeeded with a write whose effect is not known, and one that was skipped.</summary>
    private static async Task FillAsync(RunJournal journal)
    {
        journal.RecordOutcome(Samples.Read(1, 0));
        await journal.RecordIntentAsync(Samples.Intent(1, 1), CancellationToken.None);
        journal.RecordOutcome(Samples.Written(1, 1) with { Undo = new PossibleUndo(0, 0, [Value.Of("undo of it")], null).ToBytes() });
        await journal.RecordIntentAsync(Samples.Intent(1, 2), CancellationToken.None);
        journal.RecordRow(Samples.Row(1));
        journal.RecordRow(Samples.Row(2, RowOutcome.Skipped) with { Failure = Samples.Failure() });
        await journal.FlushAsync(CancellationToken.None);
    }

    private static string Export(JournalReader reader)
    {
        using var output = new MemoryStream();
        Assert.NotNull(JournalExport.Write(reader, output).Value);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static long VersionOf(string path)
    {
        using var database = SqliteDatabase.Open(path);
        return database.Scalar("PRAGMA user_version");
    }

    /// <summary>As somebody does who knows how checksums are made.</summary>
    private static void Change(string path, string sql)
    {
        using var database = SqliteDatabase.Open(path);
        database.Execute(sql);
        foreach (var (table, name, columns, key) in new[]
        {
            (JournalTable.Call, "call", JournalSchema.CallColumns, "\"row\", ordinal"), (JournalTable.Row, "\"row\"", JournalSchema.RowColumns, "number"),
            (JournalTable.Run, "run", JournalSchema.RunColumns, "key"),
        })
        {
            var count = JournalSchema.CountOf(columns);
            using var one = database.Prepare($"SELECT {columns} FROM {name} ORDER BY {key} LIMIT 1 OFFSET ?1");
            using var put = database.Prepare(database.UpsertSql(name, columns + ", checksum", key));
            var binder = new RecordBinder();
            for (var i = 0; one.Bind(1, i).Step(); i++)
            {
                binder.Begin(table, put);
                for (var column = 0; column < count; column++)
                {
                    binder.Copy(one, column);
                }

                one.Reset();
                binder.Run();
            }
        }
    }
}
