using Pff.Core.Ports;
using Pff.Runtime.Caching;

namespace Pff.Runtime.Journal;

internal enum RecordKind : byte
{
    Intent,
    NotSent,
    Outcome,
    Row,
    Health,
    End,
    Flush,
}

/// <summary>One thing to write; exactly the reference that its kind names is set.</summary>
internal readonly record struct JournalRecord(RecordKind Kind, CallIntent? Intent, CallOutcome? Outcome, RowResult? Row, RunEnding? End)
{
    public HostSecond? Health { get; init; }

    public int ResponseBytes => (Outcome?.Response.Length ?? 0) + (Row?.Returned.Length ?? 0);
}

/// <summary>How a run ended.</summary>
/// <param name="IsComplete">Every input row was reached.</param>
/// <param name="InputRows">How many rows the input has, where that is known.</param>
public sealed record RunEnding(bool IsComplete, DateTimeOffset EndedAt, long? InputRows)
{
    /// <summary>
    /// How long the process that ends took, when it is recorded; all of the run's processes together, when it is read. Null where
    /// that is not known.
    /// </summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>How many reads were not sent, over all processes of the run that came to an end; null where nobody says.</summary>
    public CacheCounts? Cache { get; init; }
}

/// <summary>Records that go to the disk together; everybody who waits for one of them waits for the same task.</summary>
internal sealed class JournalBatch
{
    public List<JournalRecord> Records { get; } = [];

    /// <summary>Set where somebody waits until the batch is durable.</summary>
    public TaskCompletionSource? Durable { get; set; }

    public long Bytes { get; set; }

    /// <summary>A timestamp of the clock.</summary>
    public long FirstAt { get; set; }

    public void Clear()
    {
        Records.Clear();
        Durable = null;
        Bytes = 0;
    }
}
