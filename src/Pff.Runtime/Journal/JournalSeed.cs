using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Http;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Journal;

/// <summary>
/// What a run that redrives rows of an earlier one takes over from its journal: writes that took effect, as they are; those of
/// unknown effect as intents, so that the new run settles them as a resumed one would. Writes that certainly had no effect, or
/// that the row itself undid, are made again.
/// </summary>
/// <param name="JournalPath">Of the earlier run.</param>
/// <param name="Secrets">Where its keys are, if it is encrypted.</param>
public sealed record JournalSeed(string JournalPath, IReadOnlyCollection<long> Rows, Func<RunHeader, ISecretReader>? Secrets = null)
{
    /// <exception cref="JournalException">The earlier journal cannot be read, or is damaged.</exception>
    internal void Copy(JournalTables tables)
    {
        if (!JournalReader.Open(JournalPath, Secrets).IsSuccess(out var reader, out var failure))
        {
            throw new JournalException(failure);
        }

        using (reader)
        {
            foreach (var row in Rows)
            {
                var kept = Kept(reader.ReadWrites(row)).Select(write => write.Key.Ordinal).ToHashSet();
                foreach (var (write, record) in reader.ReadWriteRecords(row))
                {
                    if (kept.Contains(write.Key.Ordinal))
                    {
                        tables.PutEarlier(write, record, isKnown: write.State == CallState.Succeeded);
                    }
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
