using System.Collections.Frozen;
using System.CommandLine;

namespace Pff.Hosting.Output;

/// <summary>
/// The help of both command lines in Portuguese, by its English text: commands say in English what they do, and a test
/// finds what has no entry here. The few words that the command-line library itself prints stay in English.
/// </summary>
public static class HelpInPortuguese
{
    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["pff: runs fixes over production HTTP APIs, once per row of a table"] = "pff: executa consertos em APIs HTTP de produção, uma vez por linha de uma tabela",
        ["pffc: checks and compiles PFF manifests"] = "pffc: verifica e compila manifestos do PFF",
        ["Language of messages: en or pt (default: PFF_LANG, then LANG)"] = "Idioma das mensagens: en ou pt (padrão: PFF_LANG, depois LANG)",
        ["Show help and usage information"] = "Mostrar a ajuda",
        ["Show version information"] = "Mostrar a versão",
        ["No colours (also: the environment variable NO_COLOR)"] = "Sem cores (também: a variável de ambiente NO_COLOR)",

        ["Check manifests against the documents of the APIs that they call"] = "Verificar manifestos com os documentos das APIs que eles chamam",
        ["Compile a manifest to a plan file for 'pff run PLAN'"] = "Compilar um manifesto em um arquivo de plano para 'pff run PLANO'",
        ["Explain a code: what it means, a bad example and a repaired one"] = "Explicar um código: o que significa, um exemplo errado e um consertado",
        ["Apply the certain fixes of diagnostics, and language migrations"] = "Aplicar os consertos certos dos diagnósticos e as migrações da linguagem",
        ["Format manifests, modules and catalogues"] = "Formatar manifestos, módulos e catálogos",
        ["Make a module of a manifest, or a manifest of a module, that means the same"] =
            "Fazer de um manifesto um módulo, ou de um módulo um manifesto, que signifique o mesmo",
        ["A manifest or a module; '-' for standard input, which --to says the form of"] =
            "Um manifesto ou um módulo; '-' para a entrada padrão, cuja forma --to diz",
        ["The file to write (default: FILE with the other extension); '-' for standard output"] =
            "O arquivo a gravar (padrão: FILE com a outra extensão); '-' para a saída padrão",
        ["What to make (default: what FILE is not)"] = "O que fazer (padrão: o que FILE não é)",
        ["Show what PFF sees of this machine, and the defaults that follow"] = "Mostrar o que o PFF vê desta máquina e os padrões que resultam disso",
        ["Serve a mock file on this machine until Ctrl-C"] = "Servir um arquivo de simulação nesta máquina até Ctrl-C",
        ["Write the report of a run again, and print its summary"] = "Gravar de novo o relatório de uma execução e imprimir o resumo",
        ["Run a manifest or a plan once for each row of a table"] = "Executar um manifesto ou plano uma vez para cada linha de uma tabela",
        ["Check, export and delete the journals of runs"] = "Conferir, exportar e apagar os diários das execuções",
        ["The run's id, a part that no other run has, or 'last'; or the path of a journal, or of a run's folder"] =
            "O id da execução, uma parte que nenhuma outra tenha, ou 'last'; ou o caminho de um diário ou da pasta de uma execução",
        ["Read a whole journal, and say whether it is what was written"] = "Ler um diário inteiro e dizer se é o que foi gravado",
        ["Write a journal as lines of JSON: the run, its calls, its rows, and the writes of unknown effect"] =
            "Gravar um diário como linhas de JSON: a execução, as chamadas, as linhas e as gravações de efeito incerto",
        ["Write also what is encrypted in the journal, for which its key must be there"] =
            "Gravar também o que está cifrado no diário; a chave precisa estar disponível",
        ["Delete old runs with their journals, plans and reports"] = "Apagar execuções antigas com seus diários, planos e relatórios",
        ["Only runs that ended longer ago than this: 90d, 12h, 8w"] = "Só execuções que terminaram há mais tempo que isto: 90d, 12h, 8w",
        ["Keep this many of the newest runs, whatever their age"] = "Manter este número das execuções mais novas, qualquer que seja a idade",
        ["Also runs that were interrupted; they cannot be resumed then"] = "Também execuções interrompidas; elas não poderão ser retomadas",
        ["Also runs with writes of unknown effect, which nothing else lists"] = "Também execuções com gravações de efeito incerto, que nada mais lista",
        ["Delete nothing, and say what would be deleted"] = "Não apagar nada e dizer o que seria apagado",
        ["The file to write; '-' for standard output"] = "O arquivo a gravar; '-' para a saída padrão",
        ["Do not ask"] = "Não perguntar",
        ["Repeat a run from its journal without a network, and compare its requests, rows and report"] =
            "Repetir uma execução a partir do diário, sem rede, e comparar as requisições, as linhas e o relatório",
        ["Replay this row only"] = "Reproduzir só esta linha",
        ["Write each request, one JSON object a line, secrets left out; - is standard output"] =
            "Gravar cada requisição, um objeto JSON por linha, sem segredos; - é a saída padrão",
        ["Write the report of the replay; its format is that of its name; may be given several times"] =
            "Gravar o relatório da reprodução; o formato é o do nome; pode ser dado várias vezes",
        ["A report that the run wrote, to be compared byte by byte; may be given several times (default: report.xlsx in the run's folder)"] =
            "Um relatório que a execução gravou, a comparar byte a byte; pode ser dado várias vezes (padrão: report.xlsx na pasta da execução)",
        ["Drop what a row has read when it finishes: the journal is smaller, and 'pff replay' cannot repeat the run"] =
            "Descartar o que uma linha leu quando ela termina: o diário fica menor, e 'pff replay' não pode repetir a execução",
        ["Where the journal is kept: file, postgres://user@host/database, or env:NAME (default: a file; of redrive and undo, as the run before)"] =
            "Onde fica o diário: file (um arquivo), postgres://usuario@host/banco, ou env:NOME (padrão: um arquivo; de redrive e undo, como a execução anterior)",
        ["List the runs of this folder, the newest first"] = "Listar as execuções desta pasta, a mais nova primeiro",

        ["Show the least and most reads, writes and attempts that a row can make"] =
            "Mostrar o mínimo e o máximo de leituras, escritas e tentativas que uma linha pode fazer",
        ["Print the semantic hash of manifests and their sequences"] = "Imprimir o hash semântico de manifestos e de suas sequências",
        ["Print JSON"] = "Imprimir JSON",
        ["The sequence (may be left out where there is one)"] = "A sequência (pode ser omitida onde há só uma)",
        ["Draw a sequence: its calls with their effects, branches, loops and handlers"] =
            "Desenhar uma sequência: suas chamadas com seus efeitos, desvios, laços e tratadores",
        ["The manifest"] = "O manifesto",
        ["The language of the graph"] = "A linguagem do grafo",
        ["The file to write (default: standard output)"] = "O arquivo a gravar (padrão: a saída padrão)",
        ["Write what PFF knows in the formats of other programs"] = "Gravar o que o PFF sabe nos formatos de outros programas",
        ["Write a JSON Schema"] = "Gravar um JSON Schema",
        ["The schema of manifests, for editors that complete and check YAML"] =
            "O esquema de manifestos, para editores que completam e verificam YAML",
        ["The schema of catalogues, for editors that complete and check YAML"] =
            "O esquema de catálogos, para editores que completam e verificam YAML",
        ["The schema of the inputs of a sequence: one row as an object"] = "O esquema das entradas de uma sequência: uma linha como um objeto",
        ["Make an Arazzo 1.0.1 document with a workflow for each sequence"] =
            "Criar um documento Arazzo 1.0.1 com um workflow para cada sequência",
        ["The manifest; '-' for standard input"] = "O manifesto; '-' para a entrada padrão",
        ["The document (default: the manifest's name with .arazzo.yaml, beside it); '-' for standard output"] =
            "O documento (padrão: o nome do manifesto com .arazzo.yaml, ao lado dele); '-' para a saída padrão",
        ["Replace a file that is there"] = "Substituir um arquivo que já existe",
        ["Replace files that are there"] = "Substituir arquivos que já existem",
        ["Make catalogues and manifests from documents of other formats"] = "Criar catálogos e manifestos a partir de documentos de outros formatos",
        ["Make a catalogue from an OpenAPI 2.0, 3.0 or 3.1 document"] = "Criar um catálogo a partir de um documento OpenAPI 2.0, 3.0 ou 3.1",
        ["Make a manifest and catalogues from an Arazzo 1.0 or 1.1 document"] = "Criar um manifesto e catálogos a partir de um documento Arazzo 1.0 ou 1.1",
        ["Make a manifest and catalogues from a Postman collection 2.0 or 2.1"] = "Criar um manifesto e catálogos a partir de uma coleção Postman 2.0 ou 2.1",
        ["The catalogue (default: apis/NAME.yaml); '-' for standard output"] = "O catálogo (padrão: apis/NAME.yaml); '-' para a saída padrão",
        ["The folder (default: this one); '-' for standard output"] = "A pasta (padrão: esta); '-' para a saída padrão",
        ["The document, in JSON or YAML; '-' for standard input"] = "O documento, em JSON ou YAML; '-' para a entrada padrão",
        ["The API's name (default: from the file's name)"] = "O nome da API (padrão: a partir do nome do arquivo)",
        ["Unguarded optional fields are errors; any warning gives exit code 1"] =
            "Campos opcionais sem guarda são erros; qualquer aviso dá código de saída 1",
        ["How the report is printed"] = "Como o relatório é impresso",
        ["Run the tests of manifests: the real engine, mocks instead of servers, no time lost"] =
            "Executar os testes de manifestos: o motor real, simulações em vez de servidores, sem perder tempo",
        ["Manifests, files of tests, or folders to search for both (default: this folder)"] =
            "Manifestos, arquivos de testes, ou pastas em que procurar ambos (padrão: esta pasta)",
        ["Only tests whose name contains this text, whatever its case"] = "Só testes cujo nome contém este texto, em maiúsculas ou minúsculas",
        ["Write the results as JUnit XML to this file"] = "Gravar os resultados como JUnit XML neste arquivo",
        ["Print which steps and branches were reached, and which not"] = "Imprimir quais passos e desvios foram alcançados, e quais não",
        ["Write the coverage as an lcov tracefile to this file"] = "Gravar a cobertura como arquivo lcov neste arquivo",
        ["Run generated worlds instead of tests: at most N for each sequence (without N: 200)"] =
            "Executar mundos gerados em vez de testes: no máximo N para cada sequência (sem N: 200)",
        ["Run again whenever a file changes; Ctrl-C ends"] = "Executar de novo sempre que um arquivo muda; Ctrl-C encerra",
        ["One JSON object a line on standard output"] = "Um objeto JSON por linha na saída padrão",
        ["Seeds the jitter of retries and the generated worlds"] = "Semente da variação das esperas entre tentativas e dos mundos gerados",

        ["Say which sequences a new version of an OpenAPI document breaks, and how"] = "Dizer quais sequências uma nova versão de um documento OpenAPI quebra, e como",
        ["The OpenAPI document as it was"] = "O documento OpenAPI como era",
        ["The OpenAPI document as it is to be"] = "O documento OpenAPI como vai ser",
        ["A manifest to check; may be repeated, and added to PATH"] = "Um manifesto a verificar; pode ser repetida, e somada a PATH",
        ["The file that catalogues read the document from, where that is neither OLD nor NEW nor a copy of one"] =
            "O arquivo de que os catálogos leem o documento, onde não é OLD nem NEW nem uma cópia de um deles",
        ["How the impact is printed"] = "Como o impacto é impresso",
        ["Check strictly: a new warning breaks a sequence too"] = "Verificar com rigor: um aviso novo também quebra uma sequência",
        ["A code such as PFF1201; without one, all codes are listed"] = "Um código como PFF1201; sem ele, todos os códigos são listados",
        ["Stop when more rows than this have failed"] = "Parar quando mais linhas do que isto tiverem falhado",
        ["Stop when a larger share of the finished rows has failed"] = "Parar quando uma parcela maior das linhas terminadas tiver falhado",
        ["Stop when more rows than this have failed with a code or status (HTTP-409); may be given several times"] =
            "Parar quando mais linhas do que isto tiverem falhado com um código ou status (HTTP-409); pode ser dada várias vezes",
        ["Run a random part of the rows first, and widen where few fail: 1%,10%,100%"] = "Executar primeiro uma parte aleatória das linhas e ampliar onde poucas falham: 1%,10%,100%",
        ["With --canary: a share of failing rows that is good (default: 1%)"] = "Com --canary: uma parcela de falhas que é boa (padrão: 1%)",
        ["With --canary: a share of failing rows that must stop the run (default: 5%)"] = "Com --canary: uma parcela de falhas que deve parar a execução (padrão: 5%)",
        ["With --canary: how likely, at most, a good run is stopped, or a bad one widened (default: 5%)"] = "Com --canary: a probabilidade máxima de parar uma execução boa ou ampliar uma ruim (padrão: 5%)",
        ["With --canary: ask before each ring is widened"] = "Com --canary: perguntar antes de ampliar cada anel",
        ["Send only at these hours: \"22:00-06:00 America/Sao_Paulo\" (default time zone: the machine's)"] = "Enviar só nestas horas: \"22:00-06:00 America/Sao_Paulo\" (fuso padrão: o da máquina)",
        ["Print the run's status as JSON"] = "Imprimir o estado da execução em JSON",
        ["Let no more calls of a running run through, until 'pff resume'"] = "Não deixar passar mais chamadas de uma execução em andamento, até 'pff resume'",
        ["Make no more calls; rows in work are left as the journal has them"] = "Não fazer mais chamadas; as linhas em andamento ficam como o diário as tem",
        ["Begin no more rows of a running run, and end it when those in work are finished"] = "Não começar mais linhas de uma execução em andamento, e encerrá-la quando as que estão em andamento terminarem",
        ["Calls in a second over all hosts; 0 for as many as the catalogues allow"] = "Chamadas por segundo em todos os hosts; 0 para quantas os catálogos permitem",
        ["Limit the calls of a running run"] = "Limitar as chamadas de uma execução em andamento",
        ["Show a running run until it ends"] = "Mostrar uma execução em andamento até ela terminar",
        ["Pass the gate of the canary at which the run stopped"] = "Passar o portão do canário em que a execução parou",
        ["Run the failed or unknown rows of a run again, without doing anything twice"] =
            "Executar de novo as linhas de uma execução que falharam ou ficaram incertas, sem fazer nada duas vezes",
        ["The rows that failed"] = "As linhas que falharam",
        ["The rows with a write of unknown effect, which is settled where it can be"] =
            "As linhas com uma escrita de efeito desconhecido, que é esclarecido onde for possível",
        ["The rows that ended with this code, or were answered with this status (HTTP-409); may be given several times"] =
            "As linhas que terminaram com este código ou receberam este status (HTTP-409); pode ser dado várias vezes",
        ["Take back what a run changed, except where somebody changed it since"] =
            "Desfazer o que uma execução mudou, exceto onde alguém mudou depois",
        ["Undo this row only; may be given several times"] = "Desfazer só esta linha; pode ser dado várias vezes",
        ["Also undo writes without settled_by, of which nothing can tell whether somebody changed them since"] =
            "Desfazer também escritas sem settled_by, das quais nada diz se alguém as mudou depois",
        ["Send nothing, and print what would be undone"] = "Não enviar nada e imprimir o que seria desfeito",
        ["Go on with a run that was interrupted or killed, or that is paused"] = "Continuar uma execução interrompida, morta ou em pausa",
        ["Where the change plan goes (default: INPUT.pffchanges)"] = "Onde o plano de mudanças é gravado (padrão: ENTRADA.pffchanges)",
        ["Send reads only, and write down each change that a run would make"] = "Enviar só leituras e anotar cada mudança que uma execução faria",
        ["A change plan that 'pff plan' wrote"] = "Um plano de mudanças gravado por 'pff plan'",
        ["Only this row; may be given several times"] = "Só esta linha; pode ser dada várias vezes",
        ["Also rows without a change"] = "Também linhas sem mudança",
        ["At most so many rows; 0 for all"] = "No máximo tantas linhas; 0 para todas",
        ["Write all of it to a .html or .xlsx file instead"] = "Gravar tudo num arquivo .html ou .xlsx",
        ["Print one JSON object per row"] = "Imprimir um objeto JSON por linha",
        ["Print the changes of a change plan"] = "Imprimir as mudanças de um plano de mudanças",
        ["Who approves it"] = "Quem aprova",
        ["Approve the changes of a change plan, so that 'pff apply' makes them"] = "Aprovar as mudanças de um plano, para que 'pff apply' as faça",
        ["A change plan that 'pff plan' wrote and somebody approved"] = "Um plano de mudanças gravado por 'pff plan' e aprovado por alguém",
        ["Approve it with this name, and apply it"] = "Aprovar com este nome e aplicar",
        ["Apply it also where a run has applied it already: the same writes are sent once more"] =
            "Aplicar também onde uma execução já aplicou: as mesmas escritas são enviadas mais uma vez",
        ["Make exactly the changes of an approved change plan"] = "Fazer exatamente as mudanças de um plano aprovado",
        ["A manifest (.yaml, .pff), or a plan that 'pffc compile' wrote (.pffplan)"] = "Um manifesto (.yaml, .pff), ou um plano gravado por 'pffc compile' (.pffplan)",
        ["Apply only fixes of this code; may be given several times"] = "Aplicar só os consertos deste código; pode ser repetida",
        ["Fix what 'pffc check --strict' finds"] = "Consertar o que 'pffc check --strict' encontra",
        ["How diagnostics are printed"] = "Como os diagnósticos são impressos",
        ["How the page is printed"] = "Como a página é impressa",
        ["Manifests, modules, catalogues, or folders to search for them (default: this folder); - formats standard input to standard output"] =
            "Manifestos, módulos, catálogos, ou pastas em que procurá-los (padrão: esta pasta); - formata a entrada padrão para a saída padrão",
        ["Manifests, or folders to search for manifests (default: this folder)"] = "Manifestos, ou pastas em que procurar manifestos (padrão: esta pasta)",
        ["Manifests, or folders to search for manifests (default: this folder); - reads one from standard input"] =
            "Manifestos, ou pastas em que procurar manifestos (padrão: esta pasta); - lê um da entrada padrão",
        ["No progress and no summary; problems are still printed"] = "Sem progresso e sem resumo; problemas ainda são impressos",
        ["Port on 127.0.0.1 (default: a free one)"] = "Porta em 127.0.0.1 (padrão: uma livre)",
        ["Print one JSON event per line on standard output"] = "Imprimir um evento JSON por linha na saída padrão",
        ["Print one JSON object per line"] = "Imprimir um objeto JSON por linha",
        ["Print one JSON object"] = "Imprimir um objeto JSON",
        ["Rows worked on at the same time (default: as before)"] = "Linhas processadas ao mesmo tempo (padrão: como antes)",
        ["Rows worked on at the same time (default: see 'pff hardware')"] = "Linhas processadas ao mesmo tempo (padrão: veja 'pff hardware')",
        ["Seed of faults and latencies (default: the file's)"] = "Semente de falhas e latências (padrão: a do arquivo)",
        ["Send every read, also where a catalogue lets an answer be kept"] = "Enviar todas as leituras, também onde um catálogo deixa guardar a resposta",
        ["Look at, or remove, the answers that runs of this folder keep on disk"] = "Ver ou remover as respostas que as execuções desta pasta guardam em disco",
        ["List the methods whose answers are on disk, never an answer itself"] = "Listar os métodos com respostas em disco, nunca uma resposta em si",
        ["Remove all answers from the disk"] = "Remover todas as respostas do disco",
        ["Seed of retry delays, to repeat a run exactly"] = "Semente das esperas entre tentativas, para repetir uma execução exatamente",
        ["Send reads only, and print each write instead of sending it"] = "Enviar só leituras, e imprimir cada escrita em vez de enviá-la",
        ["Serve this mock file and call it instead of the real hosts"] = "Servir este arquivo de simulação e chamá-lo em vez dos hosts reais",
        ["Take hosts from this environment of config/api_hosts.yaml"] = "Usar os hosts deste ambiente de config/api_hosts.yaml",
        ["The manifest to compile"] = "O manifesto a compilar",
        ["The manifest to run, whatever its name ends with"] = "O manifesto a executar, qualquer que seja a extensão",
        ["The mock file"] = "O arquivo de simulação",
        ["The plan file (default: the manifest's name with .pffplan, beside it)"] = "O arquivo de plano (padrão: o nome do manifesto com .pffplan, ao lado dele)",
        ["The run's id, a part that no other run has, or 'last'"] = "O id da execução, uma parte que nenhuma outra tem, ou 'last'",
        ["The sequence to run for each row (default: the only one)"] = "A sequência a executar para cada linha (padrão: a única)",
        ["Look at this many rows only; then the number of rows is an estimate"] = "Examinar só este número de linhas; então o total é uma estimativa",
        ["Show what a table has: format, columns, types, problems, and rows that a sequence could not take"] =
            "Mostrar o que uma tabela tem: formato, colunas, tipos, problemas e as linhas que uma sequência não aceitaria",
        ["The SELECT whose rows are read from the database; its address is in an environment variable"] =
            "O SELECT cujas linhas são lidas do banco; o endereço dele fica em uma variável de ambiente",
        ["The table of rows, see docs/files.md; - is standard input, postgres:VARIABLE a database"] =
            "A tabela de linhas, veja docs/files.md; - é a entrada padrão, postgres:VARIAVEL um banco de dados",
        ["The table to look at: a file, - for standard input, or postgres:VARIABLE"] =
            "A tabela a examinar: um arquivo, - para a entrada padrão, ou postgres:VARIAVEL",
        ["Unguarded optional fields and dyn are errors; any warning gives exit code 1"] = "Campos opcionais sem guarda e dyn são erros; qualquer aviso dá código de saída 1",
        ["Warnings are errors"] = "Avisos são erros",
        ["Warnings of the manifest are errors"] = "Avisos do manifesto são erros",
        ["What standard input has; gzip, zstd and zip are recognised"] = "O que a entrada padrão contém; gzip, zstd e zip são reconhecidos",
        ["Where the report goes: .xlsx, .csv, .jsonl, .parquet or .html; may be given several times (default: report.xlsx in the run's folder)"] =
            "Para onde vai o relatório: .xlsx, .csv, .jsonl, .parquet ou .html; pode ser repetida (padrão: report.xlsx na pasta da execução)",
        ["Write nothing; name the files that are not formatted, and exit with 1 where there are any"] =
            "Não gravar nada; nomear os arquivos sem formatação e sair com 1 se houver algum",
        ["Write nothing; print what would change"] = "Não gravar nada; imprimir o que mudaria",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The text in Portuguese, or null where there is none.</summary>
    public static string? Find(string english) => Texts.GetValueOrDefault(english);

    /// <summary>Translates a command and all below it; what has no translation stays as it is.</summary>
    public static void Apply(Command command)
    {
        command.Description = Translate(command.Description);
        foreach (var symbol in command.Options.Concat<Symbol>(command.Arguments))
        {
            symbol.Description = Translate(symbol.Description);
        }

        foreach (var below in command.Subcommands)
        {
            Apply(below);
        }
    }

    private static string? Translate(string? english) => english is null ? null : Find(english) ?? english;
}
