using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
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
/// Reads a journal, also while another process writes it. Reading a damaged file throws <see cref="JournalException"/>.
/// Not thread-safe.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private readonly SqliteDatabase _database;

    private JournalReader(SqliteDatabase database, RunHeader header)
    {
        _database = database;
        Header = header;
    }

    public RunHeader Header { get; }

    internal string Path => _database.Path;

    /// <returns>The reader, or PFF3303 to PFF3307.</returns>
    public static Result<JournalReader> Open(string path)
    {
        SqliteDatabase? database = null;
        try
        {
            if (!SqliteJournal.HasSignature(path))
            {
                return RuntimeFailures.NotAJournal(path);
            }

            database = SqliteDatabase.Open(path);
            database.Execute("PRAGMA query_only = ON");
            database.Execute("PRAGMA busy_timeout = 5000");
            var reader = new JournalReader(database, JournalSchema.Check(database, checksPages: false));
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

            var rows = JournalSchema.GetRunValue(_database, RunKeys.InputRows);
            return new RunEnding(
                JournalSchema.GetRunValue(_database, RunKeys.End) == "complete",
                endedAt,
                long.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null);
        }
    }

    public ImmutableDictionary<RowOutcome, long> CountByOutcome()
    {
        var counts = ImmutableDictionary.CreateBuilder<RowOutcome, long>();
        using var statement = new SqliteStatement(_database, "SELECT outcome, count(*) FROM row GROUP BY outcome");
        while (statement.Step())
        {
            counts[OutcomeOf(statement.Int(0))] = statement.Int(1);
        }

        return counts.ToImmutable();
    }

    /// <summary>All finished rows, by row number; streams.</summary>
    public IEnumerable<RowResult> ReadRows()
    {
        using var statement = new SqliteStatement(
            _database, "SELECT number, outcome, failure, reason, returned, reads, writes, attempts, duration_ms FROM row ORDER BY number");
        while (statement.Step())
        {
            yield return new RowResult
            {
                Row = statement.Int(0),
                Outcome = OutcomeOf(statement.Int(1)),
                Failure = Deserialize(statement.Text(2)),
                Reason = statement.Text(3),
                Returned = statement.IsNull(4) ? ReadOnlyMemory<byte>.Empty : statement.Blob(4).ToArray(),
                Reads = (int)statement.Int(5),
                Writes = (int)statement.Int(6),
                Attempts = (int)statement.Int(7),
                DurationMs = (int)statement.Int(8),
            };
        }
    }

    /// <summary>Writes that were announced or sent and whose effect is not known, by row; streams.</summary>
    public IEnumerable<UnknownWrite> ReadUnknownWrites()
    {
        using var statement = new SqliteStatement(_database, $"""
            SELECT call.row, call.ordinal, step.text, method.text, call.idempotency_key
            FROM call JOIN name step ON step.id = call.step JOIN name method ON method.id = call.method
            WHERE call.effect <> {(int)Effect.Read} AND call.state IN ({(int)CallState.Intended}, {(int)CallState.Unknown})
            ORDER BY call.row, call.ordinal
            """);
        while (statement.Step())
        {
            yield return new UnknownWrite(
                new CallKey(statement.Int(0), statement.Int(1)), statement.Text(2) ?? "", statement.Text(3) ?? "", statement.Text(4));
        }
    }

    /// <summary>All calls that are in the journal, by row and ordinal; streams.</summary>
    public IEnumerable<CallEntry> ReadCalls()
    {
        using var statement = new SqliteStatement(_database, """
            SELECT call.row, call.ordinal, step.text, method.text, call.effect, call.state, call.idempotency_key, call.status, call.attempts,
              call.duration_ms, call.failure
            FROM call JOIN name step ON step.id = call.step JOIN name method ON method.id = call.method
            ORDER BY call.row, call.ordinal
            """);
        while (statement.Step())
        {
            var (effect, state) = ((Effect)statement.Int(4), (CallState)statement.Int(5));
            if (!Enum.IsDefined(effect) || !Enum.IsDefined(state))
            {
                throw Damaged();
            }

            yield return new CallEntry(
                new CallKey(statement.Int(0), statement.Int(1)), statement.Text(2) ?? "", statement.Text(3) ?? "", effect, state, statement.Text(6),
                (int)statement.Int(7), (int)statement.Int(8), (int)statement.Int(9), Deserialize(statement.Text(10)));
        }
    }

    /// <summary>The calls of a row that are in the journal, by ordinal.</summary>
    public ImmutableArray<JournaledCall> CallsOf(long row)
    {
        using var statement = new SqliteStatement(_database, """
            SELECT call.ordinal, step.text, method.text, call.effect, call.state, call.intents, call.idempotency_key, call.request_sha256,
              call.status, call.attempts, call.duration_ms, call.response, call.response_length, call.encoding, call.failure
            FROM call JOIN name step ON step.id = call.step JOIN name method ON method.id = call.method
            WHERE call.row = ?1 ORDER BY call.ordinal
            """);
        statement.Bind(1, row);
        var calls = ImmutableArray.CreateBuilder<JournaledCall>();
        while (statement.Step())
        {
            calls.Add(CallAt(statement, row));
        }

        return calls.ToImmutable();
    }

    /// <summary>The writes of all rows, or of one, by row and then by ordinal; streams.</summary>
    internal IEnumerable<JournaledWrite> ReadWrites(long? row = null)
    {
        using var statement = new SqliteStatement(_database, $"""
            SELECT call.row, call.ordinal, step.text, method.text, call.effect, call.state, call.undo
            FROM call JOIN name step ON step.id = call.step JOIN name method ON method.id = call.method
            WHERE call.effect <> {(int)Effect.Read}{(row is null ? "" : " AND call.row = ?1")} ORDER BY call.row, call.ordinal
            """);
        if (row is { } only)
        {
            statement.Bind(1, only);
        }

        while (statement.Step())
        {
            var (effect, state) = ((Effect)statement.Int(4), (CallState)statement.Int(5));
            if (!Enum.IsDefined(effect) || !Enum.IsDefined(state) || !UndoNote.TryRead(statement.Blob(6), out var undo))
            {
                throw Damaged();
            }

            var key = new CallKey(statement.Int(0), statement.Int(1));
            yield return new JournaledWrite(key, statement.Text(2) ?? "", statement.Text(3) ?? "", effect, state, undo);
        }
    }

    public void Dispose() => _database.Dispose();

    /// <summary>For each unfinished row with calls: whether it read and whether it wrote.</summary>
    internal IEnumerable<(long Row, bool HasReads, bool HasWrites)> ReadUnfinishedRows()
    {
        using var statement = new SqliteStatement(_database, $"""
            SELECT row, max(effect = {(int)Effect.Read}), max(effect <> {(int)Effect.Read})
            FROM call WHERE NOT EXISTS (SELECT 1 FROM row WHERE row.number = call.row) GROUP BY row
            """);
        while (statement.Step())
        {
            yield return (statement.Int(0), statement.Int(1) != 0, statement.Int(2) != 0);
        }
    }

    internal RowSet ReadFinishedRows()
    {
        var rows = new RowSet();
        using var statement = new SqliteStatement(_database, "SELECT number FROM row");
        while (statement.Step())
        {
            rows.Add(statement.Int(0));
        }

        return rows;
    }

    private JournaledCall CallAt(SqliteStatement statement, long row)
    {
        var key = new CallKey(row, statement.Int(0));
        var (step, method) = (statement.Text(1) ?? "", statement.Text(2) ?? "");
        var (effect, state) = ((Effect)statement.Int(3), (CallState)statement.Int(4));
        if (!Enum.IsDefined(effect) || !Enum.IsDefined(state))
        {
            throw Damaged();
        }

        var intent = statement.Int(5) > 0
            ? new CallIntent(key, step, method, statement.Text(6), statement.Text(7) ?? "")
            : null;
        if (state == CallState.Intended)
        {
            return new JournaledCall(key, step, method, state, intent, null);
        }

        var response = ResponseCodec.Decode(statement.Blob(11), statement.Int(12), statement.Int(13)) ?? throw Damaged();
        var outcome = new CallOutcome(
            key, step, method, effect, state, (int)statement.Int(8), response, (int)statement.Int(9), (int)statement.Int(10))
        {
            Failure = Deserialize(statement.Text(14)),
        };
        return new JournaledCall(key, step, method, state, intent, outcome);
    }

    private RowFailure? Deserialize(string? json) => json is null ? null : JournalJson.ReadFailure(json) ?? throw Damaged();

    private RowOutcome OutcomeOf(long stored) =>
        stored is >= 0 and <= (long)RowOutcome.Unknown ? (RowOutcome)stored : throw Damaged();

    private DateTimeOffset? Instant(string key) =>
        DateTimeOffset.TryParse(
            JournalSchema.GetRunValue(_database, key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private JournalException Damaged() => new(RuntimeFailures.DamagedJournal(_database.Path, "a record is not readable"));
}
