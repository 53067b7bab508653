using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Journal;

/// <summary>
/// What a run that redrives rows of an earlier one takes over from its journal: writes that took effect, as they are; those of
/// unknown effect as intents, so that the new run settles them as a resumed one would. Writes that certainly had no effect, or
/// that the row itself undid, are made again.
/// </summary>
/// <param name="JournalPath">Of the earlier run.</param>
public sealed record JournalSeed(string JournalPath, IReadOnlyCollection<long> Rows)
{
    /// <summary>A database cannot be attached once a transaction has begun.</summary>
    internal void Attach(SqliteDatabase database)
    {
        using var attach = new SqliteStatement(database, "ATTACH DATABASE ?1 AS earlier");
        attach.Bind(1, JournalPath).Run();
    }

    internal void Copy(SqliteDatabase database)
    {
        database.Execute("INSERT INTO main.name (id, text) SELECT id, text FROM earlier.name");
        using var takenOver = new SqliteStatement(database, $"""
            INSERT INTO main.call (row, ordinal, step, method, effect, state, intents, idempotency_key, request_sha256,
              status, attempts, duration_ms, response, response_length, encoding, failure, undo)
            SELECT row, ordinal, step, method, effect, state, intents, idempotency_key, request_sha256,
              status, attempts, duration_ms, response, response_length, encoding, failure, ?3
            FROM earlier.call WHERE row = ?1 AND ordinal = ?2
            """);
        using var unsettled = new SqliteStatement(database, $"""
            INSERT INTO main.call (row, ordinal, step, method, effect, state, intents, idempotency_key, request_sha256)
            SELECT row, ordinal, step, method, effect, {(int)CallState.Intended}, max(intents, 1), idempotency_key, request_sha256
            FROM earlier.call WHERE row = ?1 AND ordinal = ?2
            """);
        if (!JournalReader.Open(JournalPath).IsSuccess(out var reader, out var failure))
        {
            throw new JournalException(failure);
        }

        using (reader)
        {
            foreach (var row in Rows)
            {
                foreach (var write in Kept(reader.ReadWrites(row)))
                {
                    var statement = write.State == CallState.Succeeded ? takenOver.Bind(3, UndoNote.Earlier.Span) : unsettled;
                    statement.Bind(1, row).Bind(2, write.Key.Ordinal).Run();
                }
            }
        }
    }

    /// <summary>Those of some rows with an <c>undo</c> of their own whose effect is not known: what of them is still there cannot be told.</summary>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    public static ImmutableArray<long> WithUnknownUndo(JournalReader journal, IEnumerable<long> rows) =>
        [.. rows.Where(row => journal.ReadWrites(row).Any(w => w is { Undo: UndoOfWrite, State: CallState.Intended or CallState.Unknown }))];

    private static IEnumerable<JournaledWrite> Kept(IEnumerable<JournaledWrite> ofRow)
    {
        var writes = ofRow.ToList();
        var undone = writes.Where(w => w.State == CallState.Succeeded).Select(w => w.Undo).OfType<UndoOfWrite>().Select(u => u.Ordinal).ToHashSet();
        return writes.Where(w => w.State != CallState.Failed && w.Undo is not UndoOfWrite && !undone.Contains(w.Key.Ordinal));
    }
}
