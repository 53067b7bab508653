using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;
using Pff.Runtime.Journal.Postgres;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Journal;

/// <summary>A write of which it is not known whether it took effect.</summary>
public sealed record UnknownWrite(CallKey Key, string StepId, string Method, string? IdempotencyKey);

/// <summary>A call as the journal has it, without its request and its response.</summary>
/// <param name="Attempts">0, as is the duration, where no outcome is known.</param>
/// <param name="Failure">Set where <paramref name="State"/> says that there is one.</param>
public sealed record CallEntry(
    CallKey Key, string StepId, string Method, Effect Effect, CallState State, string? IdempotencyKey, int Status, int Attempts, int DurationMs,
    RowFailure? Failure);

/// <summary>A write as the journal has it.</summary>
/// <param name="Undo">What is said about its undo; null where nothing is.</param>
internal sealed record JournaledWrite(CallKey Key, string StepId, string Method, Effect Effect, CallState State, UndoNote? Undo);

/// <summary>
/// Reads a journal, also while another process writes it. Every record is compared with its checksum, so that reading a damaged
/// one throws <see cref="JournalException"/>; that none is missing is what <see cref="Verify"/> tells. Not thread-safe.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private readonly JournalDatabase _database;
    private readonly JournalRecordReader _records;
    private readonly long? _mark;
    private JournalCipher? _cipher;
    private int _snapshots;

    private JournalReader(JournalDatabase database, Func<RunHeader, ISecretReader>? secrets)
    {
        _database = database;
        database.PrepareToRead();
        var version = database.ReadVersion();
        if (version is not (JournalSchema.Version or JournalSchema.EncryptedVersion))
        {
            throw new JournalException(RuntimeFailures.JournalVersion(database.Path, version, JournalSchema.Version, JournalSchema.EncryptedVersion));
        }

        _records = new JournalRecordReader(database);
        var header = _records.FindText(RunKeys.Header);
        Header = (header is { } found ? JournalJson.ReadHeader(found.Text) : null) ?? throw _records.Damaged(new("its header is not readable", "o seu cabeçalho não é legível"));
        Identity = header!.Value.Checksum;

        // First the mark and then the seal: whoever writes the journal now only makes the seal newer than the mark.
        _mark = JournalMark.Read(database.Path, Identity);
        var seal = Seal();
        if (_mark > seal.Commit)
        {
            throw new JournalException(RuntimeFailures.JournalBehindMark(database.Path, seal.Commit, _mark.Value));
        }

        if (version == JournalSchema.EncryptedVersion)
        {
            Unlock(secrets);
        }
    }

    public RunHeader Header { get; }

    /// <summary>
    /// The journal is encrypted, and nobody has given its keys: what it has of failures, bodies, undos and returned columns cannot be
    /// read then, and what reads it throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public bool IsLocked => _records.IsLocked;

    internal string Path => _database.Path;

    /// <summary>The checksum of the header, which no other journal has.</summary>
    internal long Identity { get; }

    /// <summary>Leaves the file and its log as they are.</summary>
    /// <param name="secrets">
    /// Where the keys of an encrypted journal are; null for whoever needs none of its contents, and leaves it locked.
    /// </param>
    /// <returns>The reader, or PFF3303 to PFF3317.</returns>
    public static Result<JournalReader> Open(string path, Func<RunHeader, ISecretReader>? secrets = null)
    {
        JournalDatabase? database = null;
        try
        {
            if (!PostgresPlace.IsPlace(path) && !RunJournal.HasSignature(path))
            {
                return RuntimeFailures.NotAJournal(path);
            }

            database = JournalDatabase.Open(path, leavesFiles: true);
            var reader = new JournalReader(database, secrets);
            database = null;
            return reader;
        }
        catch (JournalException exception)
        {
            return exception.Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.JournalBroken(path, exception.Message);
        }
        finally
        {
            database?.Dispose();
        }
    }

    /// <summary>A journal whose records have been looked at, every one of them.</summary>
    /// <param name="secrets">As of <see cref="Open"/>.</param>
    /// <returns>The reader, or PFF3303 to PFF3317.</returns>
    public static Result<JournalReader> OpenVerified(string path, Func<RunHeader, ISecretReader>? secrets = null)
    {
        if (!Open(path, secrets).IsSuccess(out var reader, out var failure))
        {
            return failure;
        }

        if (reader.Verify().Failure is { } found)
        {
            reader.Dispose();
            return found;
        }

        return reader;
    }

    /// <summary>Reads everything, and compares it with its checksums and with the seal.</summary>
    /// <returns>What it has, or PFF3305 to PFF3314.</returns>
    public Result<JournalSummary> Verify()
    {
        try
        {
            using var snapshot = TakeSnapshot();
            var seal = Seal();
            var unknown = new JournalScan(_database, _records).Run(seal);
            return new JournalSummary(seal.Commit, _mark, seal.Calls.Count, seal.Rows.Count, unknown);
        }
        catch (JournalException exception)
        {
            return exception.Failure;
        }
    }

    public DateTimeOffset? CreatedAt => Instant(RunKeys.CreatedAt);

    /// <summary>How the run ended; null while it runs, and where it was killed.</summary>
    public RunEnding? Ending
    {
        get
        {
            if (Instant(RunKeys.EndedAt) is not { } endedAt)
            {
                return null;
            }

            var rows = _records.FindText(RunKeys.InputRows)?.Text;
            return new RunEnding(
                _records.FindText(RunKeys.End)?.Text == "complete",
                endedAt,
                long.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null)
            {
                Elapsed = long.TryParse(_records.FindText(RunKeys.ElapsedMs)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var elapsedMs)
                    ? TimeSpan.FromMilliseconds(elapsedMs)
                    : null,
                Cache = CacheCounts.Parse(_records.FindText(RunKeys.Cache)?.Text),
            };
        }
    }

    public ImmutableDictionary<RowOutcome, long> CountByOutcome() => Seal().RowsByOutcome;

    /// <summary>All finished rows, by row number; streams.</summary>
    public IEnumerable<RowResult> ReadRows() => _records.Read(JournalTable.Row, _records.SelectRows).Select(row => StoredRow.Row(row, _records));

    /// <summary>Writes that were announced or sent and whose effect is not known, by row; streams. Without their idempotency keys where the journal is locked.</summary>
    public IEnumerable<UnknownWrite> ReadUnknownWrites()
    {
        if (Seal().UnknownWrites == 0)
        {
            yield break;
        }

        // Which they are is decided here and not by the database, where a flipped bit would hide one before it is looked at.
        foreach (var call in Calls())
        {
            if (StoredCall.IsUnknownWrite(call))
            {
                yield return StoredCall.UnknownWrite(call, _records);
            }
        }
    }

    /// <summary>All calls that are in the journal, by row and ordinal; streams.</summary>
    public IEnumerable<CallEntry> ReadCalls() => Calls().Select(call => StoredCall.Entry(call, _records));

    /// <summary>What hosts did, second by second; streams, and anew each time it is enumerated.</summary>
    public IEnumerable<HostSecond> ReadHealth()
    {
        using var statement = _records.SelectTexts($"WHERE key > '{RunKeys.Health}' AND key < '{RunKeys.Health}a' ORDER BY key");
        while (_records.Next(JournalTable.Run, statement))
        {
            yield return JournalJson.ReadHealth(statement.Text(1) ?? "")
                ?? throw _records.Damaged(new($"its {statement.Text(0)} is not readable", $"o seu {statement.Text(0)} não é legível"));
        }
    }

    /// <summary>The calls of a row that are in the journal, by ordinal.</summary>
    public ImmutableArray<JournaledCall> CallsOf(long row) => [.. Calls(row).Select(call => StoredCall.Call(call, _records))];

    public void Dispose() => _database.Dispose();

    /// <summary>The writes of all rows, or of one, by row and then by ordinal; streams.</summary>
    internal IEnumerable<JournaledWrite> ReadWrites(long? row = null) =>
        Calls(row).Where(IsWrite).Select(call => StoredCall.Write(call, _records));

    /// <summary>The writes of a row with the statement that stands on their columns until the next is taken.</summary>
    internal IEnumerable<(JournaledWrite Write, JournalRows Record)> ReadWriteRecords(long row) =>
        Calls(row).Where(IsWrite).Select(call => (StoredCall.Write(call, _records), call));

    /// <summary>Until it is disposed, what another process writes is not seen; one may be taken inside of another.</summary>
    internal IDisposable TakeSnapshot() => new Snapshot(this);

    /// <summary>Without contents where the journal is locked.</summary>
    internal IEnumerable<(JournaledCall Call, Effect Effect, UndoNote? Undo)> ReadForExport() => Calls().Select(call =>
    {
        if (IsLocked)
        {
            return (StoredCall.LockedCall(call, _records), StoredCall.EffectOf(call, _records), null);
        }

        var write = StoredCall.Write(call, _records);
        return (StoredCall.Call(call, _records), write.Effect, write.Undo);
    });

    /// <inheritdoc cref="ReadForExport"/>
    internal IEnumerable<RowResult> ReadRowsForExport() => IsLocked
        ? _records.Read(JournalTable.Row, _records.SelectRows).Select(row => StoredRow.LockedRow(row, _records))
        : ReadRows();

    /// <summary>What whoever goes on writing must know.</summary>
    internal JournalState State() => new(Header, Identity, Seal(), _cipher);

    /// <summary>For each unfinished row with calls: whether it read and whether it wrote.</summary>
    internal IEnumerable<(long Row, bool HasReads, bool HasWrites)> ReadUnfinishedRows()
    {
        using var statement = _database.Query($"""
            SELECT "row", max(CASE WHEN effect = {(int)Effect.Read} THEN 1 ELSE 0 END), max(CASE WHEN effect = {(int)Effect.Read} THEN 0 ELSE 1 END)
            FROM call WHERE NOT EXISTS (SELECT 1 FROM "row" WHERE "row".number = call."row") GROUP BY "row"
            """);
        while (statement.Step())
        {
            yield return (statement.Int(0), statement.Int(1) != 0, statement.Int(2) != 0);
        }
    }

    internal RowSet ReadFinishedRows()
    {
        var rows = new RowSet();
        using var statement = _database.Query("SELECT number FROM \"row\"");
        while (statement.Step())
        {
            rows.Add(statement.Int(0));
        }

        return rows;
    }

    private static bool IsWrite(JournalRows call) => call.Int(4) != (long)Effect.Read;

    private IEnumerable<JournalRows> Calls(long? row = null) =>
        _records.Read(JournalTable.Call, row is { } one ? () => _records.SelectCallsOf(one) : _records.SelectCalls);

    private void Unlock(Func<RunHeader, ISecretReader>? secrets)
    {
        var ring = _records.FindText(RunKeys.Keys) is { } keys ? JournalKeyRing.Read(keys.Text) : null;
        if (ring is null)
        {
            throw _records.Damaged(new("its keys are not readable", "as suas chaves não são legíveis"));
        }

        _cipher = secrets is null ? null : JournalCipher.Open(ring, secrets(Header), Header.RunId);
        _records.SetEncrypted(_cipher);
    }

    private JournalSeal Seal() =>
        (_records.FindText(RunKeys.Seal) is { } text ? JournalSeal.Parse(text.Text) : null) ?? throw _records.Damaged(new("its seal is not readable", "o seu selo não é legível"));

    private DateTimeOffset? Instant(string key) =>
        DateTimeOffset.TryParse(
            _records.FindText(key)?.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private sealed class Snapshot : IDisposable
    {
        private readonly JournalReader _reader;

        public Snapshot(JournalReader reader)
        {
            _reader = reader;
            if (_reader._snapshots++ == 0)
            {
                _reader._database.BeginSnapshot();
            }
        }

        public void Dispose()
        {
            if (--_reader._snapshots == 0)
            {
                _reader._database.EndSnapshot();
            }
        }
    }
}
