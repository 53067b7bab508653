using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1513 to PFF1533: a catalogue's methods and types, and what several catalogues say together. PFF1455 to PFF1459: how to behave towards its API.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic KeysExclude(YamlScalar key, string other) => Error(
        "PFF1513", key.Source, key.Span,
        $"'{Shorten(key.Text)}' and '{other}' cannot stand together; keep one of them.",
        $"'{Shorten(key.Text)}' e '{other}' não podem estar juntos; mantenha um deles.");

    public static Diagnostic UnknownOperation(YamlScalar value, string document, IEnumerable<string> known)
    {
        var nearest = Suggestion.Nearest(value.Text, known);
        return Error(
            "PFF1514", value.Source, value.Span,
            $"'{document}' has no operation '{Shorten(value.Text)}'.",
            $"'{document}' não tem a operação '{Shorten(value.Text)}'.") with
        {
            Help = nearest is null ? null : DidYouMean(nearest),
            Fix = nearest is null ? null : Replace(value.Span, nearest),
        };
    }

    public static Diagnostic UnknownRenamedParameter(YamlScalar key, string operation, IReadOnlyCollection<string> known)
    {
        var nearest = Suggestion.Nearest(key.Text, known);
        var list = known.Count == 0 ? "-" : string.Join(", ", known);
        return Error(
            "PFF1515", key.Source, key.Span,
            $"The operation '{operation}' has no parameter '{Shorten(key.Text)}'.",
            $"A operação '{operation}' não tem o parâmetro '{Shorten(key.Text)}'.") with
        {
            Help = nearest is not null ? DidYouMean(nearest) : new($"known parameters: {list}", $"parâmetros conhecidos: {list}"),
            Fix = nearest is null ? null : Replace(key.Span, nearest),
        };
    }

    public static Diagnostic ParameterNameTaken(YamlScalar name, string method) => Error(
        "PFF1516", name.Source, name.Span,
        $"The method '{method}' already has a parameter '{Shorten(name.Text)}'.",
        $"O método '{method}' já tem um parâmetro '{Shorten(name.Text)}'.");

    public static Diagnostic MethodNameTaken(SourceText source, TextSpan span, string method, string place) => Error(
        "PFF1517", source, span,
        $"A method '{method}' is already declared in {place}.",
        $"Um método '{method}' já está declarado em {place}.");

    public static Diagnostic ApiNameTaken(SourceText source, TextSpan span, string api, string place) => Error(
        "PFF1518", source, span,
        $"An API '{api}' is already declared in {place}.",
        $"Uma API '{api}' já está declarada em {place}.");

    public static Diagnostic UnknownCatalogueType(SourceText source, TextSpan span, string name, IReadOnlyCollection<string> known)
    {
        var nearest = Suggestion.Nearest(name, known);
        return Error(
            "PFF1519", source, span,
            $"There is no type '{Shorten(name)}'.",
            $"Não existe o tipo '{Shorten(name)}'.") with
        {
            Help = nearest is not null
                ? DidYouMean(nearest)
                : new($"known types: {string.Join(", ", known)}", $"tipos conhecidos: {string.Join(", ", known)}"),
            Fix = nearest is null ? null : Replace(span, nearest),
        };
    }

    public static Diagnostic CatalogueTypeSyntax(SourceText source, TextSpan span, LocalizedText expected) => Error(
        "PFF1520", source, span,
        $"Expected {expected.English} in this type.",
        $"Esperava {expected.Portuguese} neste tipo.") with
    {
        Help = new("types are written text, int?, list<int>, map<Contract>", "tipos se escrevem text, int?, list<int>, map<Contract>"),
    };

    public static Diagnostic NotARequestLine(YamlScalar value) => Error(
        "PFF1521", value.Source, value.Span,
        $"Expected a verb and a path, such as 'GET /things/{{id}}', found '{Shorten(value.Text)}'.",
        $"Esperava um verbo e um caminho, como 'GET /things/{{id}}', encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic ParameterNotInPath(YamlScalar name, string path) => Error(
        "PFF1522", name.Source, name.Span,
        $"The path '{path}' has no place '{{{Shorten(name.Text)}}}' for this parameter.",
        $"O caminho '{path}' não tem o lugar '{{{Shorten(name.Text)}}}' para este parâmetro.");

    public static Diagnostic UnknownEnvironment(SourceText source, TextSpan span, string environment, string path, IReadOnlyCollection<string> known)
    {
        var nearest = Suggestion.Nearest(environment, known);
        var list = known.Count == 0 ? "-" : string.Join(", ", known);
        return Error(
            "PFF1523", source, span,
            $"There is no environment '{Shorten(environment)}' in '{path}'.",
            $"Não existe o ambiente '{Shorten(environment)}' em '{path}'.") with
        {
            Help = nearest is not null ? DidYouMean(nearest) : new($"known environments: {list}", $"ambientes conhecidos: {list}"),
        };
    }

    public static Diagnostic UnknownApiInOverlay(YamlScalar key, IReadOnlyCollection<string> known)
    {
        var nearest = Suggestion.Nearest(key.Text, known);
        return Warning(
            "PFF1524", key.Source, key.Span,
            $"No catalogue declares the API '{Shorten(key.Text)}'.",
            $"Nenhum catálogo declara a API '{Shorten(key.Text)}'.") with
        {
            Help = nearest is null ? null : DidYouMean(nearest),
            Fix = nearest is null ? null : Replace(key.Span, nearest),
        };
    }

    public static Diagnostic CacheOfWrite(YamlScalar key, string method) => Error(
        "PFF1525", key.Source, key.Span,
        $"The method '{method}' writes, and only reads are cached.",
        $"O método '{method}' escreve, e só leituras ficam em cache.");

    public static Diagnostic HedgeOfWrite(YamlScalar key, string method) => Error(
        "PFF1455", key.Source, key.Span,
        $"The method '{method}' writes, and only reads are hedged: a write that is sent twice may take effect twice.",
        $"O método '{method}' escreve, e só leituras têm 'hedge': uma escrita enviada duas vezes pode ter efeito duas vezes.");

    public static Diagnostic HedgeComesTooLate(YamlScalar value) => Warning(
        "PFF1456", value.Source, value.Span,
        "An attempt is given up before that, so no second request is ever sent beside it.",
        "Uma tentativa é abandonada antes disso, então nunca se envia um segundo pedido ao lado dela.");

    public static Diagnostic HeaderOfConnection(YamlScalar place, string name) => Error(
        "PFF1457", place.Source, place.Span,
        $"The header '{Shorten(name)}' says where a request goes or where it ends, so no catalogue and no value may give it.",
        $"O cabeçalho '{Shorten(name)}' diz para onde vai um pedido ou onde ele termina, então nenhum catálogo e nenhum valor pode dá-lo.");

    public static Diagnostic NeedsOpenApi(YamlScalar key) => Error(
        "PFF1526", key.Source, key.Span,
        $"'{Shorten(key.Text)}' needs a document to import from; add 'openapi: FILE' to the catalogue.",
        $"'{Shorten(key.Text)}' precisa de um documento de onde importar; acrescente 'openapi: ARQUIVO' ao catálogo.");

    public static Diagnostic AttemptLongerThanTotal(YamlScalar value) => Warning(
        "PFF1527", value.Source, value.Span,
        "One attempt may take longer than the whole call, so it is never given that time.",
        "Uma tentativa pode durar mais que a chamada inteira, então nunca terá esse tempo.");

    public static Diagnostic NotAHeaderName(YamlScalar value) => Error(
        "PFF1528", value.Source, value.Span,
        $"'{Shorten(value.Text)}' cannot be the name of a header.",
        $"'{Shorten(value.Text)}' não pode ser o nome de um cabeçalho.");

    public static Diagnostic CatalogueTypeLeadsToItself(YamlScalar name) => Error(
        "PFF1529", name.Source, name.Span,
        $"The type '{Shorten(name.Text)}' is only another name of itself.",
        $"O tipo '{Shorten(name.Text)}' é apenas outro nome de si mesmo.");

    public static Diagnostic CatalogueTypeNameTaken(YamlScalar name) => Error(
        "PFF1530", name.Source, name.Span,
        $"'{Shorten(name.Text)}' is the name of a built-in type.",
        $"'{Shorten(name.Text)}' é o nome de um tipo embutido.");

    public static Diagnostic NoSuchMethodDeclaration(YamlScalar key) => Error(
        "PFF1531", key.Source, key.Span,
        $"The method '{Shorten(key.Text)}' says neither 'operation' nor 'request', so there is nothing to send.",
        $"O método '{Shorten(key.Text)}' não diz 'operation' nem 'request', então não há o que enviar.");

    public static Diagnostic NotAHeaderValue(YamlScalar value) => Error(
        "PFF1532", value.Source, value.Span,
        "A header's value must be printable ASCII text.",
        "O valor de um cabeçalho deve ser texto ASCII imprimível.");

    public static Diagnostic EnvironmentWithoutHosts(SourceText source, TextSpan span, string environment, string api) => Warning(
        "PFF1533", source, span,
        $"The environment '{Shorten(environment)}' says no hosts for the API '{api}', so those of its catalogue are used.",
        $"O ambiente '{Shorten(environment)}' não diz hosts para a API '{api}', então se usam os do catálogo dela.");
}
