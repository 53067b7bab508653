using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;

namespace Pff.Runtime.Journal;

/// <summary>Writes records into a journal's tables. Belongs to one thread.</summary>
internal sealed class JournalStore : IDisposable
{
    private readonly JournalDatabase _database;
    private readonly bool _keepsReads;
    private readonly HeldReads _held = new();

    /// <summary>Unfinished rows of which a write was recorded: what they read must be kept.</summary>
    private readonly HashSet<long> _rowsThatWrote = [];

    /// <summary>Unfinished rows of which reads are in the table.</summary>
    private readonly HashSet<long> _rowsWithReads = [];
    private readonly JournalTables _tables;
    private readonly JournalMark _mark;
    private readonly long _identity;
    private bool _hasWritten;

    /// <summary>Whether the journal says that the run has not ended.</summary>
    private bool _isUnderWay;

    /// <param name="state">What the journal holds now, as was checked.</param>
    /// <param name="older">Rows of which it has calls; it belongs to the store from now on.</param>
    /// <exception cref="JournalException">The journal cannot be written.</exception>
    public JournalStore(JournalDatabase database, JournalState state, RowSet older, JournalOptions options)
    {
        _database = database;
        _identity = state.Identity;
        _keepsReads = state.Header.KeepsAnswers;
        database.PrepareToWrite(options);
        _tables = new JournalTables(database, state.Seal, options.CompressFrom, older, state.Cipher);
        _mark = JournalMark.Open(database.Path);
    }

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

    /// <summary>The transaction that made a new journal was durable.</summary>
    /// <exception cref="JournalException">The mark cannot be written.</exception>
    public void Begin()
    {
        _isUnderWay = true;
        _mark.Write(_identity, _tables.Seal.Commit);
    }

    /// <summary>Writes records in one transaction.</summary>
    /// <param name="records">In the order in which they were recorded.</param>
    /// <param name="now">The clock's timestamp, by which reads age.</param>
    /// <param name="heldBefore">Reads held since before this timestamp are written too.</param>
    /// <param name="isDurable">Waits for the disk; else only for the operating system.</param>
    /// <returns>Whether the journal has changed: all of it may have been reads that are held.</returns>
    /// <exception cref="JournalException">Then nothing of it is in the journal.</exception>
    public bool Write(IReadOnlyList<JournalRecord> records, long now, long heldBefore, bool isDurable) => Commit(isDurable, () =>
    {
        if (!_isUnderWay && records.Count > 0)
        {
            GoOn();
        }

        for (var i = 0; i < records.Count; i++)
        {
            WriteRecord(records[i], now);
        }

        WriteHeld(heldBefore);
    });

    public void Dispose()
    {
        _tables.Dispose();
        _mark.Dispose();
        _database.Dispose();
    }

    private bool Commit(bool isDurable, Action write)
    {
        _hasWritten = isDurable;
        _database.Begin(isDurable);
        try
        {
            write();
            if (_hasWritten)
            {
                // A transaction that changes nothing does not reach the disk, and earlier ones may still have to.
                _tables.PutSeal();
            }

            _database.Commit();
        }
        catch (JournalException)
        {
            _database.Rollback();
            throw;
        }

        if (isDurable)
        {
            _mark.Write(_identity, _tables.Seal.Commit);
        }

        return _hasWritten;
    }

    /// <summary>
    /// Says that the run goes on. With its first record and not before, so that a run that was opened, and for any reason not gone
    /// on with, stays as it was.
    /// </summary>
    private void GoOn()
    {
        (_isUnderWay, _hasWritten) = (true, true);
        if (_tables.FindText(RunKeys.EndedAt) is null)
        {
            _tables.PutText(RunKeys.ElapsedMs, "killed");
        }

        _tables.PutText(RunKeys.EndedAt, null);
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
                _tables.RemoveIntent(record.Intent!.Key);
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
            case RecordKind.Health:
                WriteHealth(record.Health!);
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
        _tables.PutIntent(intent);
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

        _tables.PutOutcome(outcome);
    }

    private void WriteRow(RowResult row)
    {
        if (_held.Take(row.Row) is { } reads)
        {
            if (_keepsReads)
            {
                WriteReads(reads);
            }
            else
            {
                _held.Recycle(reads);
            }
        }

        if (_rowsWithReads.Remove(row.Row) && !_keepsReads)
        {
            _tables.DropReads(row.Row);
        }

        _hasWritten = true;
        _rowsThatWrote.Remove(row.Row);
        _tables.PutRow(row);
    }

    /// <summary>A second may come twice, of two processes, so the commit is in its key.</summary>
    private void WriteHealth(HostSecond second)
    {
        _hasWritten = true;
        _tables.PutText(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RunKeys.Health}{second.Second} {_tables.Seal.Commit} {second.Api} {second.Host}"),
            JournalJson.Write(second));
    }

    private void WriteEnd(RunEnding end)
    {
        _tables.PutText(RunKeys.EndedAt, JournalSchema.Format(end.EndedAt));
        _tables.PutText(RunKeys.End, end.IsComplete ? "complete" : "interrupted");
        _tables.PutText(RunKeys.InputRows, end.InputRows?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (end.Elapsed is { } elapsed
            && long.TryParse(_tables.FindText(RunKeys.ElapsedMs) ?? "0", System.Globalization.CultureInfo.InvariantCulture, out var beforeMs))
        {
            var elapsedMs = beforeMs + (long)elapsed.TotalMilliseconds;
            _tables.PutText(RunKeys.ElapsedMs, elapsedMs.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (end.Cache is { } counts)
        {
            var before = CacheCounts.Parse(_tables.FindText(RunKeys.Cache));
            _tables.PutText(RunKeys.Cache, counts.Plus(before).ToString());
        }
    }
}
