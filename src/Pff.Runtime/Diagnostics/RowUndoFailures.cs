using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3620 to PFF3639: what fails a row of <c>pff undo</c>.</summary>
public static class RowUndoFailures
{
    /// <summary>Of a row whose writes are undone, except those that cannot be.</summary>
    internal const string NotUndoableCode = "PFF3622";

    /// <summary>PFF3620.</summary>
    public static RowFailure ChangedSince(string step, string write, string read, string undone) => new(FailureKind.Conflict, "PFF3620", new(
        $"Somebody has changed since what {write} did, as '{read}' shows; it and what the row wrote before were left as they are. Undone: {Or(undone, "nothing")}.",
        $"Alguém mudou depois o que {write} fez, como '{read}' mostra; isso e o que a linha escreveu antes ficaram como estão. Desfeito: {Or(undone, "nada")}."), step, 0);

    /// <summary>PFF3621.</summary>
    public static RowFailure NotChecked(string step, string write, string read, string undone) => new(FailureKind.UndoFailed, "PFF3621", new(
        $"'{read}' did not tell whether somebody has changed since what {write} did, so nothing more was undone. Undone: {Or(undone, "nothing")}.",
        $"'{read}' não disse se alguém mudou depois o que {write} fez; nada mais foi desfeito. Desfeito: {Or(undone, "nada")}."), step, 0);

    /// <summary>PFF3622.</summary>
    public static RowFailure NotUndoable(string step, string undone, ImmutableArray<KeptWrite> kept) => new(KindOf(kept), NotUndoableCode, new(
        $"Not everything can be undone. Undone: {Or(undone, "nothing")}; not undone: {string.Join(", ", kept.Select(k => $"{k.Name}: {k.Why.English}"))}.",
        $"Nem tudo pode ser desfeito. Desfeito: {Or(undone, "nada")}; não desfeito: {string.Join(", ", kept.Select(k => $"{k.Name}: {k.Why.Portuguese}"))}."), step, 0);

    /// <summary>PFF3623.</summary>
    public static RowFailure WrittenLater(string step, string write, long later, string undone) => new(FailureKind.UndoFailed, "PFF3623", new(
        $"Row {later} of the same run wrote to the same entity after {write} and is not undone; it and what the row wrote before were left as they are. Undone: {Or(undone, "nothing")}.",
        $"A linha {later} da mesma execução escreveu na mesma entidade depois de {write} e não está desfeita; isso e o que a linha escreveu antes ficaram como estão. Desfeito: {Or(undone, "nada")}."), step, 0);

    /// <summary>A row is unknown where a write of it may be there or not.</summary>
    private static FailureKind KindOf(ImmutableArray<KeptWrite> kept) =>
        kept.Any(k => k.Reason is KeptReason.Unknown or KeptReason.UndoUnknown) ? FailureKind.Unknown : FailureKind.UndoFailed;

    private static string Or(string list, string nothing) => list.Length == 0 ? nothing : list;
}
