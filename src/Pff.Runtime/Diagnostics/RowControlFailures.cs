using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3260 to PFF3279: what fails a row in <c>retry</c>, <c>parallel</c> and <c>undo</c>.</summary>
public static class RowControlFailures
{
    public const string UndoFailedCode = "PFF3262";

    /// <summary>PFF3260.</summary>
    public static RowFailure RetryExhausted(string step, string where, int times) => new(FailureKind.RetryExhausted, "PFF3260", new(
        $"{where} was still false after {times} run(s) of the steps.",
        $"{where} ainda era falso depois de {times} execução(ões) dos passos."), step, 0);

    /// <summary>PFF3261.</summary>
    public static RowFailure NotRepeated(string step, string where, string writes) => new(FailureKind.Unknown, "PFF3261", new(
        $"{where} is false, and the steps were not repeated, because the effect of a write among them is not known: {writes}.",
        $"{where} é falso, e os passos não foram repetidos, porque não se sabe o efeito de uma escrita entre eles: {writes}."), step, 0);

    /// <summary>PFF3262.</summary>
    /// <param name="first">What failed the first undo that failed.</param>
    public static RowFailure UndoFailed(string step, string undone, string notUndone, RowFailure first, bool isUnknown) => new(
        isUnknown ? FailureKind.Unknown : FailureKind.UndoFailed, UndoFailedCode, new(
            $"Not everything was undone. Undone: {OrNothing(undone, "nothing")}; not undone: {notUndone}. {first.Message.English}",
            $"Nem tudo foi desfeito. Desfeito: {OrNothing(undone, "nada")}; não desfeito: {notUndone}. {first.Message.Portuguese}"), step, first.Status);

    private static string OrNothing(string list, string nothing) => list.Length == 0 ? nothing : list;
}
