using System.Diagnostics.CodeAnalysis;

namespace Pff.Runtime.Journal;

/// <summary>What of a call that is in the journal is needed to put another record in its place.</summary>
/// <param name="Intents">How often it was announced.</param>
/// <param name="IsUnknownWrite">It is a write whose effect is not known.</param>
internal readonly record struct PutCall(long Intents, string? IdempotencyKey, string? RequestSha256, bool IsUnknownWrite, long Checksum);

/// <summary>
/// The calls of rows that began in this process and have not ended, so that the journal need not be asked for each record whether
/// it has one there.
/// </summary>
/// <param name="older">Rows that may have calls in the journal which are not here; those that end are added.</param>
internal sealed class OpenCalls(RowSet older)
{
    private readonly Dictionary<long, Dictionary<long, PutCall>> _rows = [];
    private readonly Stack<Dictionary<long, PutCall>> _free = [];

    /// <summary>Whether all calls that the journal has of a row are here.</summary>
    /// <param name="calls">By ordinal.</param>
    public bool TryGet(long row, [NotNullWhen(true)] out Dictionary<long, PutCall>? calls)
    {
        if (_rows.TryGetValue(row, out calls))
        {
            return true;
        }

        if (older.Contains(row))
        {
            return false;
        }

        _rows.Add(row, calls = _free.TryPop(out var free) ? free : []);
        return true;
    }

    /// <summary>The row has ended, and is not kept here any more.</summary>
    public void End(long row)
    {
        older.Add(row);
        if (_rows.Remove(row, out var calls))
        {
            calls.Clear();
            _free.Push(calls);
        }
    }
}
