namespace Pff.Runtime.Reports.Html;

/// <summary>What the page begins with: what ran, whether it ended, and what came of it.</summary>
internal sealed class HtmlOverview(TextWriter writer, HtmlText text, ReportSource source)
{
    public void Write(RunReportSummary summary)
    {
        WriteTitle(summary);
        writer.Write($"<main id=\"main\">\n<section aria-labelledby=\"outcome-title\">\n<h2 id=\"outcome-title\">{text.Say("Outcome", "Resultado")}</h2>\n");
        writer.Write($"<p class=\"verdict\">{Verdict(summary)}</p>\n");
        WriteShares(summary);
        WriteCalls(summary);
        writer.Write("</section>\n");
    }

    private void WriteTitle(RunReportSummary summary)
    {
        var (style, state) = source.Ending switch
        {
            { IsComplete: true } when summary.NotRun == 0 => ("good", text.Say("finished", "terminada")),
            null => ("doubtful", text.Say("not ended: it still runs, or was killed", "não terminou: ainda está em execução, ou foi morta")),
            _ => ("doubtful", text.Say("stopped before its end", "parada antes do fim")),
        };
        writer.Write($"""
            <a class="skip" href="#main">{text.Say("To the content", "Ir para o conteúdo")}</a>
            <header>
            <p class="kind">{text.Say("Report of a run", "Relatório de uma execução")}</p>
            <h1>{HtmlText.Foreign(summary.PlanName)} <span class="badge {style}">{state}</span></h1>
            <dl class="facts">

            """);
        Fact(text.Say("Sequence", "Sequência"), HtmlText.Foreign(summary.Sequence));
        Fact(text.Say("Input", "Entrada"), HtmlText.Foreign(Path.GetFileName(source.Header.InputPath)));
        Fact(text.Say("Run", "Execução"), $"<code>{HtmlText.Encode(summary.RunId)}</code>");
        if (source.StartedAt is { } started)
        {
            Fact(text.Say("Began", "Início"), text.Time(started));
        }

        if (source.Ending is { } ending)
        {
            Fact(text.Say("Ended", "Fim"), text.Time(ending.EndedAt));
        }

        if (summary.Elapsed is { } elapsed)
        {
            Fact(text.Say("Took", "Levou"), text.Milliseconds((long)elapsed.TotalMilliseconds));
        }

        if (source.Approval is { } approval)
        {
            var at = approval.At is { } time ? ", " + text.Time(time) : "";
            Fact(text.Say("Approved by", "Aprovada por"), HtmlText.Foreign(approval.By) + at);
            Fact(text.Say("Approved plan", "Plano aprovado"), $"<code>sha256 {HtmlText.Encode(HtmlText.Cut(approval.Sha256, 16))}</code>");
        }

        writer.Write("</dl>\n</header>\n");
    }

    private void Fact(string name, string encoded) => writer.Write($"<div><dt>{name}</dt><dd>{encoded}</dd></div>\n");

    private string Verdict(RunReportSummary summary)
    {
        var good = summary.Succeeded + summary.Skipped;
        var rows = text.Number(summary.Total);
        if (summary.Total == 0)
        {
            return text.Say("The run had no rows.", "A execução não teve linhas.");
        }

        var verdict = good == summary.Total
            ? text.Say($"All {rows} rows are good.", $"Todas as {rows} linhas estão boas.")
            : text.Say(
                $"{text.Number(good)} of {rows} rows are good; {text.Number(summary.Total - good)} need attention.",
                $"{text.Number(good)} de {rows} linhas estão boas; {text.Number(summary.Total - good)} precisam de atenção.");
        if (summary.Unknown > 0)
        {
            verdict += " " + text.Say(
                "Of some, it is not known whether a change was made: look at those first.",
                "De algumas não se sabe se a mudança foi feita: veja essas primeiro.");
        }

        return verdict;
    }

    private void WriteShares(RunReportSummary summary)
    {
        var parts = new List<ChartPart>();
        var tiles = new System.Text.StringBuilder();
        foreach (var (outcome, name, count, meaning) in SummaryText.Outcomes(summary, text.IsPortuguese))
        {
            var style = HtmlText.StyleOf(outcome);
            parts.Add(new ChartPart(name, count, style));
            tiles.Append(
                $"<div class=\"tile {style}\"><dt>{HtmlText.Encode(name)}</dt><dd><b>{text.Number(count)}</b> <span>{text.Share(count, summary.Total)}</span>"
                + $"<small>{HtmlText.Encode(meaning)}</small></dd></div>\n");
        }

        if (summary.Total > 0)
        {
            var title = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Name}: {text.Number(part.Count)}"));
            writer.Write(HtmlChart.Shares(title, parts) + "\n");
        }

        writer.Write($"<dl class=\"tiles\">\n{tiles}</dl>\n");
    }

    private void WriteCalls(RunReportSummary summary)
    {
        var repeated = Math.Max(0, summary.Attempts - summary.Reads - summary.Writes);
        var calls = text.Say(
            $"{text.Number(summary.Reads)} reads and {text.Number(summary.Writes)} writes, in {text.Number(summary.Attempts)} requests",
            $"{text.Number(summary.Reads)} leituras e {text.Number(summary.Writes)} escritas, em {text.Number(summary.Attempts)} requisições");
        var more = repeated == 0 ? "" : text.Say($", {text.Number(repeated)} of them repeated", $", {text.Number(repeated)} delas repetidas");
        var speed = summary.RowsPerSecond is { } rate
            ? text.Say($"; {text.Number((long)Math.Round(rate))} rows per second", $"; {text.Number((long)Math.Round(rate))} linhas por segundo")
            : "";
        writer.Write($"<p class=\"calls\">{calls}{more}{speed}.</p>\n");
        if (SummaryText.NotSent(summary, text.IsPortuguese) is { Length: > 0 } notSent)
        {
            writer.Write($"<p class=\"calls\" id=\"cache\">{HtmlText.Encode(notSent)}.</p>\n");
        }
    }
}
