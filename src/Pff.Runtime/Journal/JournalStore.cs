using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>Writes records into a journal's tables. Belongs to one thread.</summary>
internal sealed class JournalStore : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly JournalOptions _options;
    private readonly HeldReads _held = new();

    /// <summary>Unfinished rows of which a write was recorded: what they read must be kept.</summary>
    private readonly HashSet<long> _rowsThatWrote = [];

    /// <summary>Unfinished rows of which reads are in the table.</summary>
    private readonly HashSet<long> _rowsWithReads = [];
    private readonly Dictionary<string, long> _names = new(StringComparer.Ordinal);
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _intent;
    private readonly SqliteStatement _notSent;
    private readonly SqliteStatement _outcome;
    private readonly SqliteStatement _row;
    private readonly SqliteStatement _dropReads;
    private readonly SqliteStatement _name;
    private bool _isFull = true;
    private bool _hasWritten;

    public JournalStore(SqliteDatabase database, JournalOptions options)
    {
        _database = database;
        _options = options;
        database.Execute("PRAGMA synchronous = FULL");
        database.Execute("PRAGMA wal_autocheckpoint = 4000");
        if (options.MaximumFileBytes > 0)
        {
            database.Execute($"PRAGMA max_page_count = {Math.Max(1, options.MaximumFileBytes / 4096)}");
        }

        _begin = new SqliteStatement(database, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(database, "COMMIT");
        _name = new SqliteStatement(database, "INSERT INTO name (id, text) VALUES (?1, ?2)");
        _dropReads = new SqliteStatement(database, $"DELETE FROM call WHERE row = ?1 AND effect = {(int)Effect.Read}");
        _intent = new SqliteStatement(database, IntentSql);
        _notSent = new SqliteStatement(database, $"DELETE FROM call WHERE row = ?1 AND ordinal = ?2 AND state = {(int)CallState.Intended}");
        _outcome = new SqliteStatement(database, OutcomeSql);
        _row = new SqliteStatement(database, RowSql);
        LoadNames();
    }

    /// <summary>A write again after a resume is the same call once more: the last intent counts, and how many there were.</summary>
    private static string IntentSql => $"""
        INSERT INTO call (row, ordinal, step, method, effect, state, intents, idempotency_key, request_sha256, undo)
        VALUES (?1, ?2, ?3, ?4, {(int)Effect.Write}, {(int)CallState.Intended}, 1, ?5, ?6, ?7)
        ON CONFLICT (row, ordinal) DO UPDATE SET
          step = ?3, method = ?4, effect = {(int)Effect.Write}, state = {(int)CallState.Intended}, intents = intents + 1,
          idempotency_key = ?5, request_sha256 = ?6, status = NULL, attempts = NULL, duration_ms = NULL,
          response = NULL, response_length = NULL, encoding = NULL, failure = NULL, undo = ?7
        """;

    private static string OutcomeSql => """
        INSERT INTO call (row, ordinal, step, method, effect, state, intents, status, attempts, duration_ms, response, response_length, encoding, failure, undo)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (row, ordinal) DO UPDATE SET
          step = ?3, method = ?4, effect = ?5, state = ?6, status = ?7, attempts = ?8, duration_ms = ?9,
          response = ?10, response_length = ?11, encoding = ?12, failure = ?13, undo = ?14
        """;

    private static string RowSql => """
        INSERT OR REPLACE INTO row (number, outcome, failure, reason, returned, reads, writes, attempts, duration_ms)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """;

    /// <summary>When the oldest of the reads that wait for their row was held, as a timestamp of the clock; null where none waits.</summary>
    public long? OldestHeldAt => _held.OldestAt;

    /// <summary>What an earlier process left of rows that had not finished.</summary>
    public void Resume(long row, bool hasReads, bool hasWrites)
    {
        if (hasReads)
        {
            _rowsWithReads.Add(row);
        }

        if (hasWrites)
        {
            _rowsThatWrote.Add(row);
        }
    }

    /// <summary>Writes records in one transaction.</summary>
    /// <param name="records">In the order in which they were recorded.</param>
    /// <param name="now">The clock's timestamp, by which reads age.</param>
    /// <param name="heldBefore">Reads held since before this timestamp are written too.</param>
    /// <param name="isDurable">Waits for the disk; else only for the operating system.</param>
    /// <returns>Whether the journal has changed: all of it may have been reads that are held.</returns>
    /// <exception cref="JournalException">Then nothing of it is in the journal.</exception>
    public bool Write(IReadOnlyList<JournalRecord> records, long now, long heldBefore, bool isDurable)
    {
        SetDurability(isDurable);
        _hasWritten = isDurable;
        _begin.Run();
        try
        {
            for (var i = 0; i < records.Count; i++)
            {
                WriteRecord(records[i], now);
            }

            WriteHeld(heldBefore);
            if (isDurable)
            {
                // A transaction that changes nothing does not reach the disk, and earlier ones may still have to.
                JournalSchema.SetRunValue(_database, RunKeys.Pulse, now.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            _commit.Run();
            return _hasWritten;
        }
        catch (JournalException)
        {
            Rollback();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _intent, _notSent, _outcome, _row, _dropReads, _name })
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private void WriteRecord(in JournalRecord record, long now)
    {
        switch (record.Kind)
        {
            case RecordKind.Intent:
                WriteIntent(record.Intent!);
                break;
            case RecordKind.NotSent:
                _hasWritten = true;
                _notSent.Bind(1, record.Intent!.Key.Row).Bind(2, record.Intent.Key.Ordinal).Run();
                break;
            case RecordKind.Outcome when record.Outcome!.Effect == Effect.Read && !_rowsThatWrote.Contains(record.Outcome.Key.Row):
                _held.Hold(record.Outcome, now);
                break;
            case RecordKind.Outcome:
                WriteOutcome(record.Outcome!);
                break;
            case RecordKind.Row:
                WriteRow(record.Row!);
                break;
            case RecordKind.End:
                WriteEnd(record.End!);
                break;
            case RecordKind.Flush:
                WriteHeld(long.MaxValue);
                break;
        }
    }

    private void WriteIntent(CallIntent intent)
    {
        if (_held.Take(intent.Key.Row) is { } reads)
        {
            WriteReads(reads);
        }

        _hasWritten = true;
        _rowsThatWrote.Add(intent.Key.Row);
        var (step, method) = (IdOf(intent.StepId), IdOf(intent.Method));
        _intent.Bind(1, intent.Key.Row).Bind(2, intent.Key.Ordinal).Bind(3, step).Bind(4, method)
            .Bind(5, intent.IdempotencyKey).Bind(6, intent.RequestSha256).Bind(7, intent.Undo.Span).Run();
    }

    private void WriteHeld(long heldBefore)
    {
        while (_held.TakeOlderThan(heldBefore) is { } reads)
        {
            WriteReads(reads);
        }
    }

    private void WriteReads(List<CallOutcome> reads)
    {
        foreach (var read in reads)
        {
            WriteOutcome(read);
        }

        _held.Recycle(reads);
    }

    private void WriteOutcome(CallOutcome outcome)
    {
        _hasWritten = true;
        if (outcome.Effect == Effect.Read)
        {
            _rowsWithReads.Add(outcome.Key.Row);
        }

        var (step, method) = (IdOf(outcome.StepId), IdOf(outcome.Method));
        _outcome.Bind(1, outcome.Key.Row).Bind(2, outcome.Key.Ordinal).Bind(3, step).Bind(4, method)
            .Bind(5, (int)outcome.Effect).Bind(6, (int)outcome.State).Bind(7, outcome.Status)
            .Bind(8, outcome.Attempts).Bind(9, outcome.DurationMs).Bind(13, Serialize(outcome.Failure)).Bind(14, outcome.Undo.Span);
        ResponseCodec.Bind(_outcome, 10, 11, 12, outcome.Response.Span, _options.CompressFrom);
        _outcome.Run();
    }

    private void WriteRow(RowResult row)
    {
        if (_held.Take(row.Row) is { } reads)
        {
            _held.Recycle(reads);
        }

        if (_rowsWithReads.Remove(row.Row))
        {
            _dropReads.Bind(1, row.Row).Run();
        }

        _hasWritten = true;
        _rowsThatWrote.Remove(row.Row);
        _row.Bind(1, row.Row).Bind(2, (int)row.Outcome).Bind(3, Serialize(row.Failure)).Bind(4, row.Reason)
            .Bind(5, row.Returned.Span).Bind(6, row.Reads).Bind(7, row.Writes).Bind(8, row.Attempts).Bind(9, row.DurationMs).Run();
    }

    private void WriteEnd(RunEnding end)
    {
        JournalSchema.SetRunValue(_database, RunKeys.EndedAt, JournalSchema.Format(end.EndedAt));
        JournalSchema.SetRunValue(_database, RunKeys.End, end.IsComplete ? "complete" : "interrupted");
        JournalSchema.SetRunValue(_database, RunKeys.InputRows, end.InputRows?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string? Serialize(RowFailure? failure) =>
        failure is null ? null : JournalJson.Write(failure);

    /// <summary>SQLite obeys this pragma when it is compiled, not when it runs, so it cannot be a prepared statement.</summary>
    private void SetDurability(bool isFull)
    {
        if (_isFull != isFull)
        {
            _database.Execute(isFull ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isFull = isFull;
        }
    }

    private void Rollback()
    {
        try
        {
            _database.Execute("ROLLBACK");
        }
        catch (JournalException)
        {
            // SQLite has rolled back by itself where the error was grave.
        }
    }

    private void LoadNames()
    {
        using var statement = new SqliteStatement(_database, "SELECT id, text FROM name");
        while (statement.Step())
        {
            _names[statement.Text(1) ?? ""] = statement.Int(0);
        }
    }

    /// <summary>Steps and methods recur in every row, so their names are stored once.</summary>
    private long IdOf(string name)
    {
        if (!_names.TryGetValue(name, out var id))
        {
            id = _names.Count + 1;
            _name.Bind(1, id).Bind(2, name).Run();
            _names[name] = id;
        }

        return id;
    }
}
