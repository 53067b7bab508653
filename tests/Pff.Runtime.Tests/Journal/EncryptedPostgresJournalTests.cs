using Pff.Runtime.Journal;
using Pff.Runtime.Journal.Postgres;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>What a journal does it does encrypted too, in PostgreSQL.</summary>
public sealed class EncryptedPostgresJournalTests(PostgresFixture fixture) : JournalContract, IClassFixture<PostgresFixture>
{
    private string? _path;

    protected override string Path => _path ??= NewPlace();

    protected override JournalEncryption? Encryption => TestKeys.Encryption;

    [Fact]
    public async Task Of_its_contents_nothing_but_one_column_of_bytes_is_there()
    {
        await using (var journal = Create())
        {
            await journal.RecordIntentAsync(Samples.Intent(1, 0), CancellationToken.None);
            journal.RecordOutcome(Samples.Written(1, 0));
            await journal.RecordIntentAsync(Samples.Intent(1, 1), CancellationToken.None);
            journal.RecordRow(Samples.Row(1));
        }

        var schema = PostgresPlace.Read(Path).Schema;
        Assert.Equal("2", fixture.Server!.Query($"""
            SELECT count(*) FROM {schema}.call WHERE position('key-1'::bytea IN undo) = 0 AND position('xxxxx'::bytea IN undo) = 0
            AND idempotency_key IS NULL AND request_sha256 IS NULL AND response IS NULL AND failure IS NULL
            """));
        Assert.Equal("1", fixture.Server.Query($"SELECT count(*) FROM {schema}.\"row\" WHERE position('stake'::bytea IN returned) = 0 AND reason IS NULL AND failure IS NULL"));
        Assert.Equal($"pff journal 4", fixture.Server.Query($"SELECT obj_description(to_regnamespace('{schema}')::oid, 'pg_namespace')"));
        Assert.Equal("PFF3317", JournalReader.Open(Path, _ => new TestSecrets(new() { [TestKeys.Variable] = "another" })).Failure!.Code);
    }

    protected override void CheckSize(string path) =>
        Assert.InRange(int.Parse(fixture.Server!.Query($"SELECT sum(octet_length(undo)) FROM {PostgresPlace.Read(path).Schema}.call")), 1, 50_000);

    private string NewPlace()
    {
        Assert.SkipWhen(fixture.Server is null, "PostgreSQL is not installed.");
        Directory.CreateDirectory(Folder.At("run"));
        var path = Folder.At("run/" + PostgresPlace.FileName);
        PostgresPlace.Parse(fixture.Server.AddressWithoutPassword).Value!.Write(path, Samples.Header.RunId);
        return path;
    }
}
