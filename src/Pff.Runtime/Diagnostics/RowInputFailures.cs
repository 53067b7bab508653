using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3220 to PFF3239: one row of the input that cannot run. The run goes on with the next.</summary>
public static class RowInputFailures
{
    public static RowFailure EmptyCell(long row, string column) =>
        Of("PFF3220",
            $"Row {row}: column '{column}' is empty, but a value is required.",
            $"Linha {row}: a coluna '{column}' está vazia, mas um valor é obrigatório.");

    /// <param name="found">What the cell has, or null where it must not be shown.</param>
    public static RowFailure WrongType(long row, string column, LocalizedText expected, string? found) =>
        Of("PFF3221",
            $"Row {row}: column '{column}' must be {expected.English}{Found(found, ", but has ")}.",
            $"Linha {row}: a coluna '{column}' deve ser {expected.Portuguese}{Found(found, ", mas tem ")}.");

    public static RowFailure NotAllowed(long row, string column, ImmutableArray<string> allowed, string? found)
    {
        var shown = string.Join(", ", allowed.Take(20).Select(value => $"'{value}'")) + (allowed.Length > 20 ? ", …" : "");
        var nearest = found is null ? null : Suggestion.Nearest(found, allowed);
        var (english, portuguese) = nearest is null ? ("", "") : ($" Did you mean '{nearest}'?", $" Você quis dizer '{nearest}'?");
        return Of("PFF3222",
            $"Row {row}: column '{column}' must be one of {shown}{Found(found, ", but has ")}.{english}",
            $"Linha {row}: a coluna '{column}' deve ser um destes: {shown}{Found(found, ", mas tem ")}.{portuguese}");
    }

    public static RowFailure ConstraintBroken(long row, string column, LocalizedText expected, string? found) =>
        Of("PFF3223",
            $"Row {row}: column '{column}' must be {expected.English}{Found(found, ", but has ")}.",
            $"Linha {row}: a coluna '{column}' deve ser {expected.Portuguese}{Found(found, ", mas tem ")}.");

    public static RowFailure Ragged(long row, int expected, int found) =>
        Of("PFF3224",
            $"Row {row} has {found} fields, but there are {expected} headers.",
            $"A linha {row} tem {found} campos, mas há {expected} cabeçalhos.");

    public static RowFailure CellTooLong(long row, string column, int maximum) =>
        Of("PFF3225",
            $"Row {row}: column '{column}' is longer than {maximum} characters.",
            $"Linha {row}: a coluna '{column}' tem mais de {maximum} caracteres.");

    /// <param name="error">As the spreadsheet shows it: <c>#N/A</c>.</param>
    public static RowFailure ErrorCell(long row, string column, string error) =>
        Of("PFF3226",
            $"Row {row}: column '{column}' has the spreadsheet error {error} instead of a value.",
            $"Linha {row}: a coluna '{column}' tem o erro de planilha {error} em vez de um valor.");

    public static RowFailure InexactNumber(long row, string column, string? found) =>
        Of("PFF3227",
            $"Row {row}: column '{column}' has a number{Found(found, " ")} of more than 15 digits, of which spreadsheets keep only 15; format the column as text and enter it again.",
            $"Linha {row}: a coluna '{column}' tem um número{Found(found, " ")} com mais de 15 dígitos, dos quais planilhas guardam só 15; formate a coluna como texto e digite de novo.");

    /// <param name="problem">What is wrong, as a clause.</param>
    public static RowFailure MalformedRow(long row, LocalizedText problem) =>
        Of("PFF3228",
            $"Row {row} cannot be read: {problem.English}.",
            $"A linha {row} não pode ser lida: {problem.Portuguese}.");

    /// <summary>Stands for the row and everything after it.</summary>
    public static RowFailure InputEnds(long row, LocalizedText problem) =>
        Of("PFF3229",
            $"The input cannot be read from row {row} on: {problem.English}. That row and all after it did not run.",
            $"A entrada não pode ser lida da linha {row} em diante: {problem.Portuguese}. Essa linha e as seguintes não foram executadas.");

    private static RowFailure Of(string code, string english, string portuguese) =>
        new(FailureKind.Input, code, new(english, portuguese), "", 0);

    private static string Found(string? found, string before)
    {
        if (found is null)
        {
            return "";
        }

        const int Longest = 80;
        var shown = found.Length <= Longest ? found : found[..Longest] + "…";
        return $"{before}'{shown.ReplaceLineEndings(" ")}'";
    }
}
