using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>What stands in the columns of a finished row, for those who read it from a statement that stands on all of them.</summary>
internal static class StoredRow
{
    public static RowOutcome Outcome(JournalRows row, JournalRecordReader records) =>
        row.Int(1) is >= 0 and <= (long)RowOutcome.Unknown and var outcome ? (RowOutcome)outcome : throw Unreadable(row, records);

    public static RowResult Row(JournalRows row, JournalRecordReader records) => new()
    {
        Row = row.Int(0),
        Outcome = Outcome(row, records),
        Failure = row.Text(2) is { } failure ? JournalJson.ReadFailure(failure) ?? throw Unreadable(row, records) : null,
        Reason = row.Text(3),
        Returned = row.Blob(4).ToArray(),
        Reads = (int)row.Int(5),
        Writes = (int)row.Int(6),
        Attempts = (int)row.Int(7),
        DurationMs = (int)row.Int(8),
    };

    /// <summary>What is in the clear.</summary>
    public static RowResult LockedRow(JournalRows row, JournalRecordReader records) => new()
    {
        Row = row.Int(0),
        Outcome = Outcome(row, records),
        Reads = (int)row.Int(5),
        Writes = (int)row.Int(6),
        Attempts = (int)row.Int(7),
        DurationMs = (int)row.Int(8),
    };

    private static JournalException Unreadable(JournalRows row, JournalRecordReader records) =>
        records.Damaged(new($"row {row.Int(0)} is not readable", $"a linha {row.Int(0)} não é legível"));
}
