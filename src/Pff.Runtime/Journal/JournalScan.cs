using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>Reads a whole journal and compares it with its seal.</summary>
internal sealed class JournalScan(JournalDatabase database, JournalRecordReader records)
{
    private long _unknownWrites;

    /// <param name="seal">As the file has it now.</param>
    /// <returns>How many writes of unknown effect there are.</returns>
    /// <exception cref="JournalException">PFF3305 or PFF3311.</exception>
    public long Run(JournalSeal seal)
    {
        if (database.FindDamage() is { } found)
        {
            throw new JournalException(RuntimeFailures.DamagedJournal(database.Path, found));
        }

        var rows = new JournalSeal();
        using (var statement = records.SelectRows())
        {
            while (records.Next(JournalTable.Row, statement))
            {
                rows.AddRow(StoredRow.Outcome(statement, records), JournalRecordReader.ChecksumOf(JournalTable.Row, statement));
            }
        }

        Compare("row", rows.Rows, seal.Rows);
        Compare("call", Sum(JournalTable.Call, records.SelectCalls()), seal.Calls);
        if (_unknownWrites != seal.UnknownWrites)
        {
            throw new JournalException(RuntimeFailures.JournalNotAsSealed(database.Path, "unknown writes", _unknownWrites, seal.UnknownWrites));
        }

        Compare("name", Sum(JournalTable.Name, records.SelectNames()), seal.Names);
        Compare("run", Sum(JournalTable.Run, records.SelectTexts($"WHERE key <> '{RunKeys.Seal}'")), seal.Texts);
        return _unknownWrites;
    }

    private Tally Sum(JournalTable table, JournalRows all)
    {
        using var statement = all;
        var tally = default(Tally);
        while (records.Next(table, statement))
        {
            tally = tally.Plus(JournalRecordReader.ChecksumOf(table, statement));
            if (table == JournalTable.Call && StoredCall.IsUnknownWrite(statement))
            {
                _unknownWrites++;
            }
        }

        return tally;
    }

    private void Compare(string table, Tally found, Tally written)
    {
        if (found != written)
        {
            throw new JournalException(RuntimeFailures.JournalNotAsSealed(database.Path, table, found.Count, written.Count));
        }
    }
}
