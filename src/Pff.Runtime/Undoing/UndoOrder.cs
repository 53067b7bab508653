using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Undoing;

/// <summary>
/// Which rows wrote to the same entity as a later row. The later one is undone first, so that the entity ends as it was before both:
/// the rows of an undo are taken in descending order, and one waits for those that it shares an entity with. These were taken before
/// it, so that no two wait for one another. No journal tells in which order rows that ran at the same time have written; the order of
/// their numbers stands for it.
/// </summary>
public sealed class UndoOrder
{
    private readonly Dictionary<long, List<LaterWrite>> _laterWrites = [];
    private readonly HashSet<long> _awaited = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _rows = new();

    private UndoOrder()
    {
    }

    /// <summary>Whether any two rows wrote to the same entity.</summary>
    public bool HasShared => _awaited.Count > 0;

    /// <param name="rows">All that there are to undo of the run, by number.</param>
    internal static UndoOrder Of(IEnumerable<RowToUndo> rows)
    {
        var order = new UndoOrder();
        var last = new Dictionary<ulong, long>();
        foreach (var row in rows)
        {
            foreach (var write in row.Writes)
            {
                var entity = EntityOf(write);
                if (last.TryGetValue(entity, out var earlier) && earlier != row.Row)
                {
                    ref var writes = ref CollectionsMarshal.GetValueRefOrAddDefault(order._laterWrites, earlier, out _);
                    (writes ??= []).Add(new LaterWrite(entity, row.Row));
                    order._awaited.Add(row.Row);
                }

                last[entity] = row.Row;
            }
        }

        return order;
    }

    /// <summary>Called before any row is taken.</summary>
    /// <param name="finished">What the undo's own journal says of its rows; they are not taken again.</param>
    internal void Begin(IEnumerable<RowResult> finished)
    {
        if (!HasShared)
        {
            return;
        }

        foreach (var row in finished)
        {
            Finish(row);
        }
    }

    /// <summary>The row is about to be undone.</summary>
    internal void Take(long row)
    {
        if (_awaited.Contains(row))
        {
            StateOf(row);
        }
    }

    internal void Finish(RowResult row)
    {
        if (_awaited.Contains(row.Row))
        {
            StateOf(row.Row).TrySetResult(row.Outcome == RowOutcome.Succeeded || row.Failure?.Code == RowUndoFailures.NotUndoableCode);
        }
    }

    /// <summary>Completes when the later rows that share an entity with this one and were taken are at their end.</summary>
    internal async ValueTask WaitAsync(long row, CancellationToken cancellation)
    {
        foreach (var later in LaterThan(row))
        {
            if (_rows.TryGetValue(later.Row, out var state))
            {
                await state.Task.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The next row that wrote to the same entity after a write, where that is not undone; null where it is, or there is none.</summary>
    internal long? FindNotUndone(long row, WriteToUndo write)
    {
        if (LaterThan(row) is not { Count: > 0 } writes)
        {
            return null;
        }

        var entity = EntityOf(write);
        var later = writes.FindIndex(w => w.Entity == entity && !(_rows.TryGetValue(w.Row, out var state) && state.Task is { IsCompletedSuccessfully: true, Result: true }));
        return later < 0 ? null : writes[later].Row;
    }

    /// <summary>
    /// Two undos with the same path and query are of the same entity, also where one deletes it and the other changes it. Where neither
    /// has parameters, all that is sent says which entity it is.
    /// </summary>
    private static ulong EntityOf(WriteToUndo write)
    {
        var method = write.UndoMethod;
        var text = new StringBuilder(method.Api).Append('\n');
        foreach (var segment in method.Path)
        {
            text.Append(segment.Literal ?? RowChanges.Json(write.Note.Arguments[segment.Parameter]));
        }

        var isNamed = method.Parameters.Any(p => p.Location is ParameterLocation.Path or ParameterLocation.Query);
        foreach (var (parameter, value) in method.Parameters.Zip(write.Note.Arguments))
        {
            if (!value.IsAbsent && (isNamed ? parameter.Location == ParameterLocation.Query : parameter.Location != ParameterLocation.Unsent))
            {
                text.Append('\n').Append(parameter.WireName).Append('=').Append(RowChanges.Json(value));
            }
        }

        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.ToString().AsSpan()));
    }

    private List<LaterWrite> LaterThan(long row) => _laterWrites.GetValueOrDefault(row) ?? [];

    private TaskCompletionSource<bool> StateOf(long row) => _rows.GetOrAdd(row, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private readonly record struct LaterWrite(ulong Entity, long Row);
}
