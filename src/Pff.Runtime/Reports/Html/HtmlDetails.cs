using System.Text;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Reports.Html;

/// <summary>What needs attention, what was written, and the place of the rows.</summary>
internal sealed class HtmlDetails(TextWriter writer, HtmlText text, ReportSource source)
{
    public void WriteFailures(RunReportSummary summary, FailureExamples examples)
    {
        Start("failures", text.Say("Failures by reason", "Falhas por motivo"));
        if (summary.Failures.IsEmpty)
        {
            writer.Write($"<p>{text.Say("No row failed.", "Nenhuma linha falhou.")}</p>\n</section>\n");
            return;
        }

        var most = summary.Failures[0].Count;
        foreach (var group in summary.Failures.Take(HtmlLimits.FailureCodes))
        {
            WriteFailure(group, most, examples.Of(group.Code));
        }

        var rest = summary.Failures.Length - HtmlLimits.FailureCodes;
        if (rest > 0)
        {
            writer.Write($"<p>{text.Say($"And {text.Number(rest)} more reasons, see the rows.", $"E mais {text.Number(rest)} motivos, veja as linhas.")}</p>\n");
        }

        writer.Write("</section>\n");
    }

    /// <param name="count">Of all, where the list is not whole.</param>
    public void WriteUnknownWrites(IReadOnlyList<UnknownWrite> writes, long count)
    {
        if (count == 0)
        {
            return;
        }

        Start("unknown", text.Say("Writes of unknown effect", "Escritas de efeito desconhecido"));
        writer.Write("<p>" + text.Say(
            "Each was announced or sent, and no answer says whether it took effect. PFF does not repeat them. Look each up in its system.",
            "Cada uma foi anunciada ou enviada, e nenhuma resposta diz se teve efeito. O PFF não as repete. Confira cada uma no seu sistema.") + "</p>\n");
        HtmlTable.Start(
            writer,
            [text.Say("row", "linha"), text.Say("step", "passo"), text.Say("method", "método"), text.Say("idempotency key", "chave de idempotência")],
            firstNumber: 4);
        foreach (var write in writes)
        {
            writer.Write(
                $"<tr><td>{RowLink(write.Key.Row)}</td><td>{HtmlText.Foreign(write.StepId)}</td><td>{HtmlText.Foreign(write.Method)}</td>"
                + $"<td><code>{HtmlText.Foreign(write.IdempotencyKey ?? "")}</code></td></tr>\n");
        }

        writer.Write("</tbody></table></div>\n");
        if (count > writes.Count)
        {
            writer.Write("<p>" + text.Say(
                $"These are the first {text.Number(writes.Count)} of {text.Number(count)}; all are in the .xlsx report.",
                $"Estas são as primeiras {text.Number(writes.Count)} de {text.Number(count)}; todas estão no relatório .xlsx.") + "</p>\n");
        }

        writer.Write("</section>\n");
    }

    public void WriteWrites(CallStatistics statistics)
    {
        var methods = statistics.Methods.Where(method => method.Effect != Effect.Read).ToList();
        Start("writes", text.Say("Writes", "Escritas"));
        if (methods.Count == 0)
        {
            writer.Write($"<p>{text.Say("Nothing was written.", "Nada foi escrito.")}</p>\n</section>\n");
            return;
        }

        HtmlTable.Start(
            writer,
            [
                text.Say("method", "método"), text.Say("writes", "escritas"), text.Say("done", "feitas"),
                text.Say("failed, no effect", "falharam, sem efeito"), text.Say("effect unknown", "efeito desconhecido"),
            ],
            firstNumber: 1);
        foreach (var method in methods)
        {
            writer.Write($"<tr><td>{HtmlText.Foreign(method.Method)}</td>{Number(method.Calls)}{Number(method.Succeeded)}{Number(method.Failed)}{Number(method.Unknown)}</tr>\n");
        }

        writer.Write("</tbody></table></div>\n");
        if (source.Changes is not null)
        {
            writer.Write("<p>" + text.Say(
                "The run made changes that were planned and approved: before is what was there when they were planned, after is what was sent.",
                "A execução fez mudanças planejadas e aprovadas: antes é o que havia quando foram planejadas, depois é o que foi enviado.") + "</p>\n");
        }

        writer.Write("<div id=\"writes-list\"></div>\n</section>\n");
    }

    public void WriteRows(RunReportSummary summary, RowData rows)
    {
        Start("rows", text.Say("Rows", "Linhas"));
        if (rows.Count < summary.Total)
        {
            writer.Write("<p class=\"note\">" + text.Say(
                $"This file has {text.Number(rows.Count)} of the run's {text.Number(summary.Total)} rows: "
                + (rows.IsCut ? "the first of those that are not good" : "all that are not good") + ", and a sample of the good ones. "
                + $"The figures above are of all rows. All rows are in the .xlsx report: <code>pff report {HtmlText.Encode(summary.RunId)}</code>.",
                $"Este arquivo tem {text.Number(rows.Count)} das {text.Number(summary.Total)} linhas da execução: "
                + (rows.IsCut ? "as primeiras das que não estão boas" : "todas as que não estão boas") + ", e uma amostra das boas. "
                + $"Os números acima são de todas as linhas. Todas estão no relatório .xlsx: <code>pff report {HtmlText.Encode(summary.RunId)}</code>.") + "</p>\n");
        }

        writer.Write($"""
            <div id="rows-list"></div>
            <noscript><p class="note">{text.Say("The table of rows needs JavaScript; all else on this page does not.", "A tabela de linhas precisa de JavaScript; o resto desta página não.")}</p></noscript>
            </section>

            """);
    }

    private void WriteFailure(FailureGroup group, long most, FailureExamplesOfCode known)
    {
        var sentence = group.Example.In(text.Language);
        var count = text.Say(group.Count == 1 ? "row" : "rows", group.Count == 1 ? "linha" : "linhas");
        var list = new StringBuilder();
        foreach (var row in known.Examples)
        {
            var message = row.Message.In(text.Language);
            list.Append($"<li>{RowLink(row.Row)}{(message == sentence ? "" : " " + HtmlText.Foreign(message))}");
            list.Append(row.StepId.Length == 0 ? "</li>\n" : $" <span class=\"step\">{text.Say("step", "passo")} {HtmlText.Foreign(row.StepId)}</span></li>\n");
        }

        writer.Write($"""
            <article class="failure">
            <h3><code>{HtmlText.Foreign(group.Code)}</code> <span>{text.Number(group.Count)} {count}</span></h3>
            <progress max="{most}" value="{group.Count}" aria-hidden="true"></progress>
            <p class="sentence">{HtmlText.Foreign(sentence)}</p>
            <dl>
            <dt>{text.Say("What it means", "O que significa")}</dt><dd>{Meaning(group.Code)}</dd>
            <dt>{text.Say("What to do", "O que fazer")}</dt><dd>{Advice(group, known)}</dd>
            </dl>
            <h4>{text.Say("Examples", "Exemplos")}</h4>
            <ul>
            {list}</ul>
            <p class="more"><a href="#rows" data-code="{HtmlText.Encode(group.Code)}">{text.Say("Show these rows", "Mostrar estas linhas")}</a></p>
            </article>

            """);
    }

    /// <summary>The first paragraph of the code's page.</summary>
    private string Meaning(string code) => source.MeaningOf(code) is { } page
        ? HtmlText.Markdown(page.ReplaceLineEndings("\n").Split("\n\n", 2)[0])
            + $" <span class=\"aside\">{text.Say("More:", "Mais:")} <code>pffc explain {HtmlText.Encode(code)}</code></span>"
        : text.Say("A reason that the manifest itself names.", "Um motivo que o próprio manifesto nomeia.");

    /// <summary>A code may stand for failures of several kinds, as HTTP 404 and 400; then each has its advice.</summary>
    private string Advice(FailureGroup group, FailureExamplesOfCode known)
    {
        var kinds = known.Kinds.GroupBy(kind => FailureAdvice.Of(kind.Key)).Select(same => (Advice: same.Key.In(text.Language), Rows: same.Sum(kind => kind.Value))).ToList();
        if (kinds.Count <= 1)
        {
            return kinds.Count == 0 ? "" : HtmlText.Encode(kinds[0].Advice);
        }

        return string.Concat(kinds.Select(kind => $"<p>{text.Number(kind.Rows)} {text.Say("of", "de")} {text.Number(group.Count)}: {HtmlText.Encode(kind.Advice)}</p>"));
    }

    private void Start(string id, string title) =>
        writer.Write($"<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n");

    private string Number(long number) => $"<td class=\"number\">{text.Number(number)}</td>";

    private string RowLink(long row) => $"<a href=\"#rows\" data-row=\"{row}\">{text.Say("row", "linha")} {row}</a>";
}
