using Pff.Core.Plan;

namespace Pff.Runtime.Reports.Html;

/// <summary>How long rows and calls took.</summary>
internal sealed class HtmlSpeed(TextWriter writer, HtmlText text)
{
    private static readonly int[] Limits = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000];

    private static readonly string[] Names = ["< 10 ms", "< 30 ms", "< 100 ms", "< 300 ms", "< 1 s", "< 3 s", "< 10 s", "< 30 s", "≥ 30 s"];

    /// <param name="isWhole">The statistics are of all calls, reads too.</param>
    public void Write(RunReportSummary summary, CallStatistics statistics, bool isWhole)
    {
        if (statistics.Rows.Count == 0)
        {
            return;
        }

        writer.Write($"<section id=\"speed\" aria-labelledby=\"speed-title\">\n<h2 id=\"speed-title\">{text.Say("Duration", "Duração")}</h2>\n");
        var rows = statistics.Rows;
        writer.Write("<p>" + text.Say(
            $"Half of the rows took at most {text.Milliseconds(rows.Percentile(50))}, 95 % at most {text.Milliseconds(rows.Percentile(95))}, the slowest {text.Milliseconds(rows.Maximum)}.",
            $"Metade das linhas levou no máximo {text.Milliseconds(rows.Percentile(50))}, 95 % no máximo {text.Milliseconds(rows.Percentile(95))}, a mais lenta {text.Milliseconds(rows.Maximum)}.") + "</p>\n");
        var counts = rows.Histogram(Limits);
        writer.Write($"<figure><figcaption>{text.Say("Rows by how long they took", "Linhas por duração")}</figcaption>\n"
            + HtmlChart.Columns(
                string.Join(", ", Names.Select((name, i) => $"{name}: {counts[i]}")), [.. Names.Select((name, i) => new ChartPart(name, counts[i], "plain"))], text.Number)
            + "</figure>\n");
        WriteMethods(summary, statistics, isWhole);
        WriteSlowest(statistics);
        writer.Write("</section>\n");
    }

    private void WriteMethods(RunReportSummary summary, CallStatistics statistics, bool isWhole)
    {
        writer.Write($"<h3>{text.Say("By method", "Por método")}</h3>\n");
        if (!isWhole)
        {
            writer.Write("<p class=\"note\">" + text.Say(
                $"The journal keeps writes for ever and drops the reads of a row when the row finishes. So the {text.Number(summary.Reads)} reads are in the rows' own figures, and here only as far as the journal still has them.",
                $"O diário guarda as escritas para sempre e descarta as leituras de uma linha quando ela termina. Assim, as {text.Number(summary.Reads)} leituras estão nos números das linhas, e aqui só as que o diário ainda tem.") + "</p>\n");
        }

        HtmlTable.Start(
            writer,
            [
                text.Say("method", "método"), text.Say("effect", "efeito"), text.Say("calls", "chamadas"), text.Say("requests", "requisições"),
                text.Say("repeated", "repetidas"), text.Say("median", "mediana"), "95 %", text.Say("longest", "mais longa"),
            ],
            firstNumber: 2);
        foreach (var method in statistics.Methods)
        {
            var effect = method.Effect == Effect.Read ? text.Say("read", "leitura") : text.Say("write", "escrita");
            var times = method.Durations;
            writer.Write(
                $"<tr><td>{HtmlText.Foreign(method.Method)}</td><td>{effect}</td>{Cell(text.Number(method.Calls))}{Cell(text.Number(method.Attempts))}{Cell(text.Number(method.Retries))}"
                + $"{Cell(text.Milliseconds(times.Percentile(50)))}{Cell(text.Milliseconds(times.Percentile(95)))}{Cell(text.Milliseconds(times.Maximum))}</tr>\n");
        }

        writer.Write("</tbody></table></div>\n");
    }

    private void WriteSlowest(CallStatistics statistics)
    {
        writer.Write($"<div class=\"pair\">\n<div>\n<h3>{text.Say("Slowest calls", "Chamadas mais lentas")}</h3>\n");
        HtmlTable.Start(writer, [text.Say("row", "linha"), text.Say("method", "método"), text.Say("requests", "requisições"), text.Say("duration", "duração")], firstNumber: 2);
        foreach (var call in statistics.SlowestCalls)
        {
            writer.Write($"<tr><td>{Link(call.Key.Row)}</td><td>{HtmlText.Foreign(call.Method)}</td>{Cell(text.Number(call.Attempts))}{Cell(text.Milliseconds(call.DurationMs))}</tr>\n");
        }

        writer.Write($"</tbody></table></div>\n</div>\n<div>\n<h3>{text.Say("Slowest rows", "Linhas mais lentas")}</h3>\n");
        HtmlTable.Start(writer, [text.Say("row", "linha"), text.Say("calls", "chamadas"), text.Say("requests", "requisições"), text.Say("duration", "duração")], firstNumber: 1);
        foreach (var row in statistics.SlowestRows)
        {
            writer.Write($"<tr><td>{Link(row.Row)}</td>{Cell(text.Number(row.Reads + row.Writes))}{Cell(text.Number(row.Attempts))}{Cell(text.Milliseconds(row.DurationMs))}</tr>\n");
        }

        writer.Write("</tbody></table></div>\n</div>\n</div>\n");
    }

    private static string Cell(string encoded) => $"<td class=\"number\">{encoded}</td>";

    private string Link(long row) => $"<a href=\"#rows\" data-row=\"{row}\">{text.Say("row", "linha")} {row}</a>";
}
