using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1440 to PFF1469: <c>parallel</c>, <c>retry</c>, <c>match</c>, <c>undo</c> and <c>settled_by</c>.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic BadBranchCount(SourceText source, TextSpan span, int limit) => Error(
        "PFF1440", source, span,
        $"'parallel' needs 1 to {limit} branches.",
        $"'parallel' precisa de 1 a {limit} ramos.");

    /// <param name="source">The text of the sequence.</param>
    /// <param name="span">The name in the later branch.</param>
    /// <param name="name">The name.</param>
    /// <param name="first">The name in the earlier branch.</param>
    public static Diagnostic SavedInTwoBranches(SourceText source, TextSpan span, string name, TextSpan first) => Error(
        "PFF1441", source, span,
        $"Another branch gives '{Shorten(name)}' too (line {source.GetPosition(first.Start).Line + 1}), and branches have no order.",
        $"Outro ramo também dá '{Shorten(name)}' (linha {source.GetPosition(first.Start).Line + 1}), e ramos não têm ordem.");

    public static Diagnostic ReadInOtherBranch(SourceText source, TextSpan span, string name) => Error(
        "PFF1442", source, span,
        $"Another branch reads '{Shorten(name)}', which this one saves, and branches have no order.",
        $"Outro ramo lê '{Shorten(name)}', que este salva, e ramos não têm ordem.");

    public static Diagnostic NotInBranch(SourceText source, TextSpan span, string keyword) => Error(
        "PFF1443", source, span,
        $"'{keyword}' concerns the whole row, so a parallel branch may not come to it.",
        $"'{keyword}' diz respeito à linha inteira, então um ramo paralelo não pode chegar a ele.");

    public static Diagnostic BadRetryTimes(SourceText source, LimitSyntax times, int limit) => Error(
        "PFF1444", source, times.Span,
        $"'times' must be a whole number from 1 to {limit}, found '{Shorten(times.Text)}'.",
        $"'times' deve ser um número inteiro de 1 a {limit}, encontrei '{Shorten(times.Text)}'.");

    public static Diagnostic BadRetryEvery(SourceText source, TextSpan span) => Error(
        "PFF1445", source, span,
        "'every' must be a fixed duration from 0s to 1h, for example 2s.",
        "'every' deve ser uma duração fixa de 0s a 1h, por exemplo 2s.");

    public static Diagnostic BadRetryBackoff(SourceText source, TextSpan span, double limit) => Error(
        "PFF1446", source, span,
        $"'backoff' must be a fixed number from 1 to {limit}, for example 2.0.",
        $"'backoff' deve ser um número fixo de 1 a {limit}, por exemplo 2.0.");

    public static Diagnostic UnknownIsNotRepeated(SourceText source, TextSpan span) => Error(
        "PFF1447", source, span,
        "A write of unknown effect is never repeated: it may have taken effect.",
        "Uma escrita de efeito desconhecido nunca é repetida: ela pode ter tido efeito.");

    public static Diagnostic NotMatchable(SourceText source, TextSpan span, PffType type) => Error(
        "PFF1448", source, span,
        $"'match' takes an enum, a text, an int or a bool, found {type}.",
        $"'match' recebe uma enumeração, um texto, um int ou um bool, encontrei {type}.");

    public static Diagnostic UndoOutsideHandler(SourceText source, TextSpan span) => Error(
        "PFF1449", source, span,
        $"'undo' belongs into an '{WordFor(source, "on_error", "on error")}': a row without an error has nothing to undo.",
        $"'undo' pertence a um '{WordFor(source, "on_error", "on error")}': uma linha sem erro não tem o que desfazer.");

    public static Diagnostic UndoOfRead(SourceText source, TextSpan span, string method) => Error(
        "PFF1450", source, span,
        $"'{Shorten(method)}' only reads, so there is nothing to undo.",
        $"'{Shorten(method)}' apenas lê, então não há o que desfazer.");

    public static Diagnostic UndoByRead(SourceText source, TextSpan span, string method) => Error(
        "PFF1451", source, span,
        $"'{Shorten(method)}' only reads, so it undoes nothing.",
        $"'{Shorten(method)}' apenas lê, então não desfaz nada.");

    public static Diagnostic SettlingOfRead(SourceText source, TextSpan span, string method) => Error(
        "PFF1452", source, span,
        $"'{Shorten(method)}' only reads, so there is no effect to settle.",
        $"'{Shorten(method)}' apenas lê, então não há efeito a esclarecer.");

    public static Diagnostic SettledByWrite(SourceText source, TextSpan span, string method) => Error(
        "PFF1453", source, span,
        $"'{Shorten(method)}' writes: only a read may find out whether a write took effect.",
        $"'{Shorten(method)}' escreve: só uma leitura pode descobrir se uma escrita teve efeito.");

    public static Diagnostic BadSettlingTime(SourceText source, TextSpan span, int limitMs) => Error(
        "PFF1454", source, span,
        $"A write is settled within 0s to {limitMs / 60_000}m.",
        $"Uma escrita é esclarecida dentro de 0s a {limitMs / 60_000}m.");
}
