using System.Security.Cryptography;
using System.Text;

namespace Pff.Runtime.Reports.Html;

/// <summary>What every page has: the head with its policy, the place of the data, the script.</summary>
internal static class HtmlPage
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <summary>
    /// Nothing from elsewhere, and of what is in the page only this style and this script. The element with the data is never run.
    /// </summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; base-uri 'none'; form-action 'none'";

    public static void Start(TextWriter writer, HtmlText text, string title) => writer.Write($"""
        <!doctype html>
        <html lang="{text.Say("en", "pt-BR")}">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>{HtmlText.Encode(HtmlText.Cut(title, 200))}</title>
        <style>{Style}</style>
        </head>
        <body>
        <script type="application/json" id="data">
        """);

    public static void EndData(TextWriter writer) => writer.Write("</script>\n");

    public static void End(TextWriter writer, HtmlText text) => writer.Write($"""
        </main>
        <footer>{text.Say(
            "Written by PFF from the run's journal. The file needs nothing else and sends nothing.",
            "Gravado pelo PFF a partir do diário da execução. O arquivo não precisa de mais nada e não envia nada.")}</footer>
        <script>{Script}</script>
        </body>
        </html>

        """);

    /// <summary>The words that the script puts into the page, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ScriptTexts(HtmlText text)
    {
        foreach (var (name, english, portuguese) in Texts)
        {
            yield return new(name, text.Say(english, portuguese));
        }
    }

    private static readonly (string Name, string English, string Portuguese)[] Texts =
    [
        ("row", "row", "linha"),
        ("outcome", "outcome", "resultado"),
        ("succeeded", "succeeded", "com sucesso"),
        ("skipped", "skipped", "pulada"),
        ("failed", "failed", "com falha"),
        ("unknown", "unknown", "incerta"),
        ("not_run", "not run", "não executada"),
        ("code", "code", "código"),
        ("message", "message", "mensagem"),
        ("reason", "reason", "motivo"),
        ("duration", "duration", "duração"),
        ("step", "step", "passo"),
        ("status", "HTTP status", "status HTTP"),
        ("reads", "reads", "leituras"),
        ("writes", "writes", "escritas"),
        ("attempts", "requests", "requisições"),
        ("key", "idempotency key", "chave de idempotência"),
        ("figures", "In figures", "Em números"),
        ("given", "What the row was given", "O que a linha recebeu"),
        ("returned", "What it returned", "O que ela retornou"),
        ("calls", "Its calls", "Suas chamadas"),
        ("noCalls", "None of this row's calls is in the journal: with --drop-answers, reads are dropped when a row finishes.", "Nenhuma chamada desta linha está no diário: com --drop-answers, leituras são descartadas quando a linha termina."),
        ("method", "method", "método"),
        ("effect", "effect", "efeito"),
        ("effect0", "read", "leitura"),
        ("effect1", "write", "escrita"),
        ("effect2", "irreversible write", "escrita irreversível"),
        ("state", "state", "estado"),
        ("state0", "sent, outcome not known", "enviada, resultado desconhecido"),
        ("state1", "done", "feita"),
        ("state2", "failed, no effect", "falhou, sem efeito"),
        ("state3", "effect unknown", "efeito desconhecido"),
        ("state4", "planned, not made", "planejada, não feita"),
        ("request", "request", "requisição"),
        ("field", "field", "campo"),
        ("before", "before", "antes"),
        ("after", "after", "depois"),
        ("search", "Search (#17 is row 17)", "Buscar (#17 é a linha 17)"),
        ("all", "all", "todos"),
        ("clear", "Clear", "Limpar"),
        ("shown", "{0} of {1} rows", "{0} de {1} linhas"),
        ("shownWrites", "{0} of {1} writes", "{0} de {1} escritas"),
        ("none", "No row in this file matches.", "Nenhuma linha deste arquivo corresponde."),
        ("page", "Page {0} of {1}", "Página {0} de {1}"),
        ("first", "First", "Primeira"),
        ("previous", "Previous", "Anterior"),
        ("next", "Next", "Próxima"),
        ("last", "Last", "Última"),
        ("open", "Open row {0}", "Abrir linha {0}"),
        ("rowsTable", "Rows", "Linhas"),
        ("writesTable", "Writes", "Escritas"),
    ];

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
