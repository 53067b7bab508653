using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Execution;

internal enum WriteFate : byte
{
    Undoable,

    /// <summary>Nobody said how, or what the undo needs is not there.</summary>
    NotUndoable,

    /// <summary>Whether it took effect is not known.</summary>
    Unknown,

    Undone,

    /// <summary>Its undo was sent, and whether that took effect is not known: it is not sent again.</summary>
    UndoUnknown,
}

/// <summary>A write of the row that took effect, or may have.</summary>
internal sealed class DoneWrite(string stepId, string method, WriteFate fate)
{
    public WriteFate Fate { get; set; } = fate;

    /// <summary>The place of the call in the row.</summary>
    public long Ordinal { get; init; }

    /// <summary>The undo and its arguments, evaluated when the write had succeeded.</summary>
    public UndoCallPlan? Undo { get; init; }

    public Value[] Arguments { get; init; } = [];

    public string Name => $"{method} ({stepId})";
}

/// <summary>The writes of one walker, in the order in which it made them. Those of branches are added behind a parallel step, branch by branch.</summary>
internal sealed class DoneWrites
{
    private readonly List<DoneWrite> _writes = [];

    /// <summary>What the last <c>undo</c> had to leave as it was; empty where there was no such step.</summary>
    public string NotUndone { get; private set; } = string.Empty;

    /// <summary>How many writes have an effect that is not known.</summary>
    public int UnknownCount => _writes.Count(w => w.Fate is WriteFate.Unknown or WriteFate.UndoUnknown);

    public string Unknown => Listed(_writes.Where(w => w.Fate is WriteFate.Unknown or WriteFate.UndoUnknown));

    public void Clear()
    {
        _writes.Clear();
        NotUndone = string.Empty;
    }

    public void Add(DoneWrite write) => _writes.Add(write);

    public void AddAll(DoneWrites branch) => _writes.AddRange(branch._writes);

    /// <summary>Those that an <c>undo</c> has to undo, the last one first.</summary>
    public List<DoneWrite> TakeUndoable()
    {
        var undoable = _writes.Where(w => w.Fate == WriteFate.Undoable).Reverse().ToList();
        NotUndone = Listed(_writes.Where(w => w.Fate is WriteFate.NotUndoable or WriteFate.Unknown or WriteFate.UndoUnknown));
        return undoable;
    }

    public static string Listed(IEnumerable<DoneWrite> writes) => string.Join(", ", writes.Select(w => w.Name));

    /// <summary>A row's failure, with what stays of its writes.</summary>
    public RowFailure Explain(RowFailure failure) => NotUndone.Length == 0 || failure.Code == RowControlFailures.UndoFailedCode
        ? failure
        : failure with
        {
            Message = new($"{failure.Message.English} (not undone: {NotUndone})", $"{failure.Message.Portuguese} (não desfeito: {NotUndone})"),
        };

    /// <summary>A row's reason, with what stays of its writes.</summary>
    public string? Explain(string? reason) => NotUndone.Length == 0 ? reason
        : string.IsNullOrEmpty(reason) ? $"not undone: {NotUndone}"
        : $"{reason} (not undone: {NotUndone})";
}
