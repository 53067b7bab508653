namespace Pff.Runtime.Journal;

/// <summary>How long the journal may hold what nobody waits for, and how much.</summary>
public sealed record JournalOptions
{
    public static JournalOptions Default { get; } = new();

    /// <summary>
    /// Outcomes and rows wait this long for company before they are handed to the operating system, which is what a
    /// killed process needs.
    /// </summary>
    public TimeSpan GatherFor { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Then at most this long for the disk, which is what a power cut needs.</summary>
    public TimeSpan SyncWithin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Reads of a row that has not written anything wait this long, in the hope that the row finishes and they need not be
    /// written at all: a row without a write may run again from its start.
    /// </summary>
    public TimeSpan HoldReadsFor { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Records not yet taken by the writer; one more makes its caller wait.</summary>
    public int MaximumPendingRecords { get; init; } = 32_768;

    /// <summary>Bytes of responses not yet taken by the writer; more make their caller wait.</summary>
    public long MaximumPendingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Responses from this length on are stored compressed, in bytes.</summary>
    public int CompressFrom { get; init; } = 1024;

    /// <summary>The journal does not grow past this, in bytes; 0 for no limit.</summary>
    public long MaximumFileBytes { get; init; }

    /// <summary>How many pages of its log SQLite gathers before it writes them into the database.</summary>
    internal int CheckpointPages { get; init; } = 4000;
}
