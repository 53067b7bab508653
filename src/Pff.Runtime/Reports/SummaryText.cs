using System.Globalization;
using System.Text;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Runtime.Reports;

/// <summary>A summary as plain text for somebody who sees one for the first time.</summary>
public static class SummaryText
{
    private const int ShownFailures = 10;
    private const int ShownWrites = 20;
    private const int ShownHosts = 8;
    private const int LongestMessage = 160;

    /// <summary>Lines end with a line feed.</summary>
    public static string Render(RunReportSummary summary, Language language)
    {
        var text = new StringBuilder();
        var isPortuguese = language == Language.Portuguese;
        var culture = NumberFormat(isPortuguese);
        Line(text, isPortuguese
            ? $"Execução {summary.RunId} de \"{summary.PlanName}\" ({summary.Sequence})"
            : $"Run {summary.RunId} of \"{summary.PlanName}\" ({summary.Sequence})");
        if (summary.Links.RedriveOf is { } redriven)
        {
            Line(text, isPortuguese ? $"  Refaz linhas da execução {redriven}" : $"  Redrives rows of run {redriven}");
        }

        if (summary.Links.UndoOf is { } undone)
        {
            Line(text, isPortuguese ? $"  Desfaz a execução {undone}" : $"  Undoes run {undone}");
        }

        Line(text, "  " + Speed(summary, isPortuguese, culture));
        foreach (var (_, name, count, meaning) in Outcomes(summary, isPortuguese))
        {
            Line(text, $"  {count.ToString("N0", culture),10} {name,-14} {meaning}".TrimEnd());
        }

        Line(text, "");
        Line(text, isPortuguese
            ? $"  Chamadas: {N(summary.Reads)} leituras, {N(summary.Writes)} escritas, {N(summary.Attempts)} requisições com as repetidas"
            : $"  Calls: {N(summary.Reads)} reads, {N(summary.Writes)} writes, {N(summary.Attempts)} requests with repeated ones");
        if (NotSent(summary, isPortuguese) is { Length: > 0 } notSent)
        {
            Line(text, "  " + notSent);
        }

        Hosts(text, summary, isPortuguese, culture);
        Failures(text, summary, language, culture);
        UnknownWrites(text, summary, isPortuguese, culture);
        return text.ToString();

        string N(long number) => number.ToString("N0", culture);
    }

    /// <summary>The outcomes that occurred, with their names and what they mean.</summary>
    internal static IEnumerable<(RowOutcome? Outcome, string Name, long Count, string Meaning)> Outcomes(RunReportSummary summary, bool isPortuguese)
    {
        yield return isPortuguese
            ? (RowOutcome.Succeeded, "com sucesso", summary.Succeeded, "")
            : (RowOutcome.Succeeded, "succeeded", summary.Succeeded, "");
        if (summary.Skipped > 0)
        {
            yield return isPortuguese
                ? (RowOutcome.Skipped, "puladas", summary.Skipped, "terminadas por um passo 'skip'")
                : (RowOutcome.Skipped, "skipped", summary.Skipped, "ended by a step 'skip'");
        }

        if (summary.Failed > 0)
        {
            yield return isPortuguese
                ? (RowOutcome.Failed, "com falha", summary.Failed, "nenhum efeito desconhecido; os motivos estão abaixo")
                : (RowOutcome.Failed, "failed", summary.Failed, "nothing is uncertain about them; the reasons are below");
        }

        if (summary.Unknown > 0)
        {
            yield return isPortuguese
                ? (RowOutcome.Unknown, "incertas", summary.Unknown, "uma escrita foi enviada e não se sabe se teve efeito: confira no sistema")
                : (RowOutcome.Unknown, "unknown", summary.Unknown, "a write was sent and whether it took effect is not known: check them in the system");
        }

        if (summary.NotRun > 0)
        {
            yield return isPortuguese
                ? (null, "não executadas", summary.NotRun, $"retome com: pff resume {summary.RunId}")
                : (null, "not run", summary.NotRun, $"go on with: pff resume {summary.RunId}");
        }
    }

    /// <summary>How many reads the cache answered; empty where it answered none.</summary>
    internal static string NotSent(RunReportSummary summary, bool isPortuguese)
    {
        if (summary.Cache is not { NotSent: > 0 } cache)
        {
            return string.Empty;
        }

        var culture = NumberFormat(isPortuguese);
        var share = (100 * cache.HitRate).ToString("0.0", culture);
        return isPortuguese
            ? $"Não enviadas: {N(cache.NotSent)} de {N(cache.Reads)} leituras ({share} %): {N(cache.FromMemory)} da memória, {N(cache.FromDisk)} do disco, {N(cache.Shared)} iguais a uma em andamento"
            : $"Not sent: {N(cache.NotSent)} of {N(cache.Reads)} reads ({share} %): {N(cache.FromMemory)} from memory, {N(cache.FromDisk)} from disk, {N(cache.Shared)} the same as one under way";

        string N(long number) => number.ToString("N0", culture);
    }

    private static string Speed(RunReportSummary summary, bool isPortuguese, CultureInfo culture)
    {
        var rows = summary.Total.ToString("N0", culture) + (isPortuguese ? " linhas" : " rows");
        if (summary.Elapsed is not { } elapsed)
        {
            return rows;
        }

        var time = elapsed.TotalHours >= 1 ? $"{(int)elapsed.TotalHours}h{elapsed.Minutes:D2}m"
            : elapsed.TotalMinutes >= 1 ? $"{elapsed.Minutes}m{elapsed.Seconds:D2}s"
            : elapsed.TotalSeconds.ToString("0.0", culture) + " s";
        var rate = summary.RowsPerSecond?.ToString("N0", culture) ?? "0";
        return isPortuguese ? $"{rows} em {time} ({rate} linhas por segundo)" : $"{rows} in {time} ({rate} rows per second)";
    }

    private static void Hosts(StringBuilder text, RunReportSummary summary, bool isPortuguese, CultureInfo culture)
    {
        foreach (var host in summary.Hosts.Hosts.Take(ShownHosts))
        {
            var total = host.Total;
            Line(text, isPortuguese
                ? $"  {host.Host}: {N(total.Requests)} requisições, {N(total.Errors)} erros, {N(total.Retries)} repetidas; mediana {N(total.MedianMs)} ms, 95 % até {N(total.Percentile95Ms)} ms"
                : $"  {host.Host}: {N(total.Requests)} requests, {N(total.Errors)} errors, {N(total.Retries)} repeated; median {N(total.MedianMs)} ms, 95 % within {N(total.Percentile95Ms)} ms");
        }

        string N(long number) => number.ToString("N0", culture);
    }

    private static void Failures(StringBuilder text, RunReportSummary summary, Language language, CultureInfo culture)
    {
        if (summary.Failures.IsEmpty)
        {
            return;
        }

        var isPortuguese = language == Language.Portuguese;
        Line(text, "");
        Line(text, isPortuguese ? "  Falhas por motivo, com um exemplo de cada:" : "  Failures by reason, with an example of each:");
        foreach (var group in summary.Failures.Take(ShownFailures))
        {
            var message = Shorten(group.Example.In(language));
            var row = isPortuguese ? $"linha {group.ExampleRow}" : $"row {group.ExampleRow}";
            Line(text, $"  {group.Count.ToString("N0", culture),10} {group.Code}: {message} ({row})");
        }

        if (summary.Failures.Length > ShownFailures)
        {
            var rest = summary.Failures.Length - ShownFailures;
            Line(text, isPortuguese ? $"             e mais {rest} motivos" : $"             and {rest} more reasons");
        }
    }

    private static void UnknownWrites(StringBuilder text, RunReportSummary summary, bool isPortuguese, CultureInfo culture)
    {
        if (summary.UnknownWriteCount == 0)
        {
            return;
        }

        Line(text, "");
        Line(text, isPortuguese ? "  Escritas de efeito desconhecido, para conferir:" : "  Writes of unknown effect, to be checked:");
        foreach (var write in summary.UnknownWrites.Take(ShownWrites))
        {
            var key = write.IdempotencyKey is null ? "" : (isPortuguese ? ", chave " : ", key ") + write.IdempotencyKey;
            Line(text, isPortuguese
                ? $"    linha {write.Key.Row}, passo {write.StepId}: {write.Method}{key}"
                : $"    row {write.Key.Row}, step {write.StepId}: {write.Method}{key}");
        }

        var rest = summary.UnknownWriteCount - Math.Min(ShownWrites, summary.UnknownWrites.Length);
        if (rest > 0)
        {
            var count = rest.ToString("N0", culture);
            Line(text, isPortuguese ? $"    e mais {count}; todas estão no relatório .xlsx" : $"    and {count} more; all are in the .xlsx report");
        }
    }

    /// <summary>Messages may come from servers: one line, and no control characters that a terminal would obey.</summary>
    internal static string Shorten(string message)
    {
        var cut = message.Length > LongestMessage ? message[..LongestMessage] + "…" : message;
        return string.Create(cut.Length, cut, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    internal static CultureInfo NumberFormat(bool isPortuguese)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        if (isPortuguese)
        {
            culture.NumberFormat.NumberGroupSeparator = ".";
            culture.NumberFormat.NumberDecimalSeparator = ",";
        }

        return culture;
    }
}
