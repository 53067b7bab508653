using Pff.Core.Diagnostics;
using Pff.Runtime.Tables.Inspection;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3039, PFF3040, PFF3250 to PFF3258: what an inspection, or the start of a run, finds odd in an input. A run does not stop at them.</summary>
public static class TableProblems
{
    public static TableProblem MixedTypes(string column, string type, long count, long row) =>
        Of("PFF3250", row, count,
            $"Column '{column}' is {type} except in {Rows(count, row)}.",
            $"A coluna '{column}' é {type}, menos {InRows(count, row)}.");

    public static TableProblem LeadingZeros(string column, long count, long row) =>
        Of("PFF3251", row, count,
            $"Column '{column}' has digits with a leading zero, or more than a number keeps, in {Rows(count, row)}: declare it as text.",
            $"A coluna '{column}' tem dígitos com zero à esquerda, ou mais do que um número guarda, {InRows(count, row)}: declare como texto.");

    public static TableProblem BlanksAround(string column, long count, long row) =>
        Of("PFF3252", row, count,
            $"Column '{column}' has blanks before or after its text in {Rows(count, row)}.",
            $"A coluna '{column}' tem espaços antes ou depois do texto {InRows(count, row)}.");

    public static TableProblem TwoOrders(string column, long dayFirst, long monthFirst) =>
        Of("PFF3253", Math.Min(dayFirst, monthFirst), 1,
            $"Column '{column}' has dates in two orders: day first in row {dayFirst}, month first in row {monthFirst}.",
            $"A coluna '{column}' tem datas em duas ordens: dia primeiro na linha {dayFirst}, mês primeiro na linha {monthFirst}.");

    public static TableProblem RepeatedHeader(string column, int first, int second) =>
        Of("PFF3254", null, 1,
            $"The header '{column}' is there twice, in columns {first} and {second}.",
            $"O cabeçalho '{column}' aparece duas vezes, nas colunas {first} e {second}.");

    public static TableProblem BlankHeader(int column) =>
        Of("PFF3255", null, 1,
            $"Column {column} has no header, so no input can take it.",
            $"A coluna {column} não tem cabeçalho, por isso nenhuma entrada pode usá-la.");

    public static TableProblem DecimalCommas(string column, long count, long row) =>
        Of("PFF3256", row, count,
            $"Column '{column}' has numbers with a decimal comma in {Rows(count, row)}: an input takes a point only.",
            $"A coluna '{column}' tem números com vírgula decimal {InRows(count, row)}: uma entrada só aceita ponto.");

    public static TableProblem SlashedDates(string column, long count, long row) =>
        Of("PFF3257", row, count,
            $"Column '{column}' has dates with slashes in {Rows(count, row)}: an input takes 2026-11-22 only.",
            $"A coluna '{column}' tem datas com barras {InRows(count, row)}: uma entrada só aceita 2026-11-22.");

    public static TableProblem Errors(string column, long count, long row) =>
        Of("PFF3258", row, count,
            $"Column '{column}' has errors of the spreadsheet in {Rows(count, row)}.",
            $"A coluna '{column}' tem erros de planilha {InRows(count, row)}.");

    public static TableProblem HiddenRows(long count, long row) =>
        Of("PFF3039", row, count,
            $"The sheet hides {Rows(count, row)}; a run takes hidden rows like all others.",
            $"A planilha oculta {Hidden(count, row)}; uma execução usa linhas ocultas como todas as outras.");

    public static TableProblem Filtered() =>
        Of("PFF3039", null, 1,
            "The sheet has a filter that hides rows; the run takes hidden rows like all others.",
            "A planilha tem um filtro que oculta linhas; a execução usa linhas ocultas como todas as outras.");

    /// <param name="column">The header that the input would have.</param>
    /// <param name="standsFor">The default that all rows take; null where they are without a value, or must not show it.</param>
    public static TableProblem MissingOptionalColumn(string column, string? standsFor, string? nearest)
    {
        var (english, portuguese) = nearest is null ? ("", "") : ($" Did you mean '{nearest}'?", $" Você quis dizer '{nearest}'?");
        return standsFor is null
            ? Of("PFF3040", null, 1,
                $"The input has no column '{column}', so that it is empty in every row.{english}",
                $"A entrada não tem a coluna '{column}', que fica vazia em todas as linhas.{portuguese}")
            : Of("PFF3040", null, 1,
                $"The input has no column '{column}', so that every row takes its default '{standsFor}'.{english}",
                $"A entrada não tem a coluna '{column}', e todas as linhas usam o valor padrão '{standsFor}'.{portuguese}");
    }

    private static string Hidden(long count, long row) => count == 1 ? $"a linha {row}" : $"{count} linhas, a primeira é a {row}";

    private static string Rows(long count, long row) => count == 1 ? $"row {row}" : $"{count} rows, first in row {row}";

    private static string InRows(long count, long row) => count == 1 ? $"na linha {row}" : $"em {count} linhas, a primeira na linha {row}";

    private static TableProblem Of(string code, long? row, long count, string english, string portuguese) =>
        new(code, new LocalizedText(english, portuguese), row, count);
}
