using System.Globalization;

namespace Pff.Runtime.Reports.Html;

/// <summary>How the hosts did over the time of the run.</summary>
internal sealed class HtmlHosts(TextWriter writer, HtmlText text)
{
    public void Write(HostTimeline timeline)
    {
        if (timeline.Hosts.IsEmpty)
        {
            return;
        }

        writer.Write($"<section id=\"hosts\" aria-labelledby=\"hosts-title\">\n<h2 id=\"hosts-title\">{text.Say("Hosts over time", "Hosts ao longo do tempo")}</h2>\n");
        writer.Write("<p class=\"note\">" + text.Say(
            "Every request of every process of the run, reads and repeated ones too. An error is no connection, a broken one, a timeout, 429 or 5xx. Durations are rounded down by an eighth at most.",
            "Cada requisição de cada processo da execução, também leituras e repetidas. Um erro é falta de conexão, conexão interrompida, tempo esgotado, 429 ou 5xx. As durações são arredondadas para baixo em um oitavo no máximo.") + "</p>\n");
        WriteTotals(timeline);
        foreach (var host in timeline.Hosts.Take(HtmlLimits.Hosts))
        {
            WriteChart(timeline, host);
        }

        var rest = timeline.Hosts.Length - HtmlLimits.Hosts;
        if (rest > 0)
        {
            writer.Write($"<p>{text.Say($"{text.Number(rest)} more hosts are in the table only.", $"Mais {text.Number(rest)} hosts estão só na tabela.")}</p>\n");
        }

        writer.Write("</section>\n");
    }

    private void WriteTotals(HostTimeline timeline)
    {
        HtmlTable.Start(
            writer,
            [
                "host", "API", text.Say("requests", "requisições"), text.Say("errors", "erros"), text.Say("repeated", "repetidas"),
                text.Say("median", "mediana"), "95 %",
            ],
            firstNumber: 2);
        foreach (var host in timeline.Hosts)
        {
            var total = host.Total;
            var errors = total.Errors == 0 ? text.Number(0) : $"{text.Number(total.Errors)} ({text.Share(total.Errors, total.Requests)})";
            writer.Write(
                $"<tr><td>{HtmlText.Foreign(host.Host)}</td><td>{HtmlText.Foreign(host.Api)}</td>{Cell(text.Number(total.Requests))}{Cell(HtmlText.Encode(errors))}{Cell(text.Number(total.Retries))}"
                + $"{Cell(text.Milliseconds(total.MedianMs))}{Cell(text.Milliseconds(total.Percentile95Ms))}</tr>\n");
        }

        writer.Write("</tbody></table></div>\n");
    }

    private void WriteChart(HostTimeline timeline, HostHistory host)
    {
        var width = text.Milliseconds((long)timeline.Width.TotalMilliseconds);
        var most = host.Slots.Max(s => s.Requests);
        var slowest = host.Slots.Max(s => s.Percentile95Ms);
        var pauses = timeline.Slots.Count(s => s.FollowsPause);
        var title = text.Say(
            $"{host.Host}: {host.Total.Requests} requests, {host.Total.Errors} errors, {host.Total.Retries} repeated, in {timeline.Slots.Length} slots of {width}",
            $"{host.Host}: {host.Total.Requests} requisições, {host.Total.Errors} erros, {host.Total.Retries} repetidas, em {timeline.Slots.Length} intervalos de {width}");
        writer.Write($"<figure><figcaption>{HtmlText.Foreign(host.Host)}: " + text.Say(
            $"requests each {width} (at most {text.Number(most)}), errors in red; below, median to 95 % of their durations (at most {text.Milliseconds(slowest)}); times are UTC",
            $"requisições a cada {width} (no máximo {text.Number(most)}), erros em vermelho; abaixo, da mediana a 95 % das durações (no máximo {text.Milliseconds(slowest)}); horários em UTC"));
        if (pauses > 0)
        {
            writer.Write(text.Say("; a dashed line is a pause that is left out", "; uma linha tracejada é uma pausa omitida"));
        }

        writer.Write($"</figcaption>\n{HtmlChart.Timeline(title, timeline, host, Clock)}</figure>\n");
    }

    private static string Clock(DateTimeOffset instant) => instant.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Cell(string encoded) => $"<td class=\"number\">{encoded}</td>";
}
