using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>
/// Outcomes of reads that are not written yet, because their row has not written anything: when it finishes soon they need
/// never be written, and if the process dies before, the row may run again from its start.
/// </summary>
internal sealed class HeldReads
{
    private readonly Dictionary<long, List<CallOutcome>> _rows = [];
    private readonly Queue<(long Row, List<CallOutcome> Reads, long HeldAt)> _byAge = new();
    private readonly Stack<List<CallOutcome>> _spare = new();

    /// <summary>When the oldest was held, or null.</summary>
    public long? OldestAt
    {
        get
        {
            DropStale();
            return _byAge.TryPeek(out var oldest) ? oldest.HeldAt : null;
        }
    }

    public void Hold(CallOutcome read, long now)
    {
        if (!_rows.TryGetValue(read.Key.Row, out var reads))
        {
            _rows[read.Key.Row] = reads = _spare.TryPop(out var spare) ? spare : [];
            _byAge.Enqueue((read.Key.Row, reads, now));
        }

        reads.Add(read);
    }

    /// <summary>Takes the reads of a row away, to be written or dropped; give them back with <see cref="Recycle"/>.</summary>
    public List<CallOutcome>? Take(long row) => _rows.Remove(row, out var reads) ? reads : null;

    /// <summary>Takes the reads of one row that was held before <paramref name="before"/>; null where there is none.</summary>
    public List<CallOutcome>? TakeOlderThan(long before)
    {
        DropStale();
        return _byAge.TryPeek(out var oldest) && oldest.HeldAt <= before ? Take(oldest.Row) : null;
    }

    public void Recycle(List<CallOutcome> reads)
    {
        // A list is used again only once the queue has forgotten it, or one row's age would be taken for another's.
        reads.Clear();
    }

    private void DropStale()
    {
        while (_byAge.TryPeek(out var oldest) && !(_rows.TryGetValue(oldest.Row, out var reads) && ReferenceEquals(reads, oldest.Reads)))
        {
            _byAge.Dequeue();
            oldest.Reads.Clear();
            if (_spare.Count < 256)
            {
                _spare.Push(oldest.Reads);
            }
        }
    }
}
