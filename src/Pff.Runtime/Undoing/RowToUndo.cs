using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Changes;

namespace Pff.Runtime.Undoing;

/// <summary>What there is to undo of one row.</summary>
/// <param name="Writes">To be undone, in this order: the last one first.</param>
/// <param name="Kept">Those that stay as they are.</param>
public sealed record RowToUndo(long Row, ImmutableArray<WriteToUndo> Writes, ImmutableArray<KeptWrite> Kept)
{
    public bool IsEmpty => Writes.IsEmpty && Kept.IsEmpty;

    /// <summary>Whether a write has no read that tells whether somebody changed it since.</summary>
    public bool HasUnchecked => Writes.Any(w => w.Note.Check is null);

    /// <summary>The writes from one on, and those that stay in any case.</summary>
    internal string NamesFrom(int first) => string.Join(", ", Writes.Skip(first).Select(w => w.Name).Concat(Kept.Select(k => k.Name)));
}

/// <param name="Ordinal">The place of the write in its row.</param>
/// <param name="UndoMethod">What undoes it.</param>
/// <param name="IsUnsettled">Whether it is undone only if a read shows that it took effect.</param>
public sealed record WriteToUndo(long Ordinal, string StepId, string Method, MethodDescriptor UndoMethod, PossibleUndo Note, bool IsUnsettled)
{
    /// <summary>The call that undoes it, for people.</summary>
    public string UndoCall => UndoMethod.Name + "(" + string.Join(", ", UndoMethod.Parameters
        .Zip(Note.Arguments)
        .Where(p => !p.Second.IsAbsent)
        .Select(p => $"{p.First.Name}: {RowChanges.Json(p.Second)}")) + ")";

    public string Name => $"{Method} ({StepId})";
}

/// <summary>A write that cannot be undone.</summary>
public sealed record KeptWrite(string StepId, string Method, KeptReason Reason)
{
    public string Name => $"{Method} ({StepId})";

    public LocalizedText Why => Reason switch
    {
        KeptReason.NoUndo => new("no undo is declared", "nenhum undo foi declarado"),
        KeptReason.Irreversible => new("it is irreversible", "é irreversível"),
        KeptReason.Unknown => new("whether it took effect is not known", "não se sabe se teve efeito"),
        KeptReason.Secret => new("its undo needs a secret, which no journal keeps", "o seu undo precisa de um segredo, que nenhum diário guarda"),
        KeptReason.NoValue => new("what its undo needs was not there", "o que o seu undo precisa não existia"),
        KeptReason.UndoUnknown => new("whether it was undone already is not known", "não se sabe se já foi desfeita"),
        _ => throw new InvalidOperationException($"no words for {Reason}"),
    };
}

public enum KeptReason
{
    NoUndo,
    Irreversible,

    /// <summary>Whether it took effect is not known.</summary>
    Unknown,

    /// <summary>Its undo takes a secret.</summary>
    Secret,

    /// <summary>Its undo reads what was not there.</summary>
    NoValue,

    /// <summary>It may have been undone already, and nothing can tell.</summary>
    UndoUnknown,
}
