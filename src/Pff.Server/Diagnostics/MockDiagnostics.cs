using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Server.Diagnostics;

/// <summary>What can be wrong with a mock file, one function a code.</summary>
internal static class MockDiagnostics
{
    public static Diagnostic UnknownKey(SourceText source, TextSpan span, string key, IReadOnlyList<string> known)
    {
        var nearest = Suggestion.Nearest(key, known);
        return Error("PFF4001", source, span, $"expected one of {Listed(known, "or")} here, found '{key}'", $"esperado um de {Listed(known, "ou")} aqui, encontrado '{key}'") with
        {
            Help = nearest is null ? null : new($"did you mean '{nearest}'?", $"você quis dizer '{nearest}'?"),
            Fix = nearest is null ? null : new Fix(new($"Write '{nearest}'", $"Escrever '{nearest}'"), [new TextEdit(span, nearest)]),
        };
    }

    public static Diagnostic MissingKey(SourceText source, TextSpan span, string key, LocalizedText where) => Error(
        "PFF4002", source, span, $"expected '{key}' in {where.English}, found none", $"esperado '{key}' em {where.Portuguese}, nada encontrado");

    public static Diagnostic WrongShape(SourceText source, TextSpan span, LocalizedText expected, LocalizedText found) => Error(
        "PFF4003", source, span, $"expected {expected.English}, found {found.English}", $"esperado {expected.Portuguese}, encontrado {found.Portuguese}");

    public static Diagnostic BadRequestLine(SourceText source, TextSpan span, string found) => Error(
        "PFF4004",
        source,
        span,
        $"expected a verb and a path like 'GET /customers/{{id}}', found '{found}'",
        $"esperado um verbo e um caminho como 'GET /customers/{{id}}', encontrado '{found}'");

    public static Diagnostic BadCapture(SourceText source, TextSpan span, string found) => Error(
        "PFF4005",
        source,
        span,
        $"expected a whole segment like '{{name}}', the name of letters, digits and '_', found '{found}'",
        $"esperado um segmento inteiro como '{{nome}}', o nome com letras, dígitos e '_', encontrado '{found}'");

    public static Diagnostic TakenName(SourceText source, TextSpan span, string name) => Error(
        "PFF4006",
        source,
        span,
        $"expected a name that is not taken, found '{name}', which already names something else here",
        $"esperado um nome livre, encontrado '{name}', que já nomeia outra coisa aqui");

    public static Diagnostic UnreachableRoute(SourceText source, TextSpan span, string route, string earlier) =>
        new("PFF4007", Severity.Warning, new(
            $"expected a route that some request reaches, found '{route}', all of whose requests '{earlier}' takes first",
            $"esperada uma rota que alguma requisição alcança, encontrada '{route}', cujas requisições '{earlier}' atende antes"), source, span);

    public static Diagnostic BadDuration(SourceText source, TextSpan span, string found) => Error(
        "PFF4008",
        source,
        span,
        $"expected a duration up to one hour like '20ms', '1.5s' or '2m', found '{found}'",
        $"esperada uma duração de até uma hora como '20ms', '1.5s' ou '2m', encontrado '{found}'");

    public static Diagnostic BadNumber(SourceText source, TextSpan span, LocalizedText expected, string found) => Error(
        "PFF4009", source, span, $"expected {expected.English}, found '{found}'", $"esperado {expected.Portuguese}, encontrado '{found}'");

    public static Diagnostic NotExactlyOne(SourceText source, TextSpan span, IReadOnlyList<string> keys, int found) => Error(
        "PFF4010",
        source,
        span,
        $"expected exactly one of {Listed(keys, "and")}, found {found}",
        $"esperado exatamente um de {Listed(keys, "e")}, encontrados {found}");

    public static Diagnostic BadStatePath(SourceText source, TextSpan span, string found) => Error(
        "PFF4011",
        source,
        span,
        $"expected a path into the state like 'contracts/{{{{id}}}}/status', found '{found}'",
        $"esperado um caminho no estado como 'contracts/{{{{id}}}}/status', encontrado '{found}'");

    public static Diagnostic StateFile(SourceText source, TextSpan span, string path, LocalizedText reason) => Error(
        "PFF4012",
        source,
        span,
        $"expected entities in '{path}', found that {reason.English}",
        $"esperadas entidades em '{path}', mas {reason.Portuguese}");

    public static Diagnostic EntityFault(SourceText source, TextSpan span, long index, LocalizedText reason) => Error(
        "PFF4013",
        source,
        span,
        $"expected a value for entity {index}, found that {reason.English}",
        $"esperado um valor para a entidade {index}, mas {reason.Portuguese}");

    public static Diagnostic UnknownApi(SourceText source, TextSpan span, string name, IReadOnlyList<string> known)
    {
        var nearest = Suggestion.Nearest(name, known);
        return new("PFF4014", Severity.Warning, new(
            $"expected an API that the plan calls ({Listed(known, "and")}), found '{name}'",
            $"esperada uma API que o plano chama ({Listed(known, "e")}), encontrado '{name}'"), source, span)
        {
            Help = nearest is null ? null : new($"did you mean '{nearest}'?", $"você quis dizer '{nearest}'?"),
        };
    }

    public static Diagnostic BadHeader(SourceText source, TextSpan span, string name) => Error(
        "PFF4015",
        source,
        span,
        $"expected a header of letters, digits and hyphens that the server does not set by itself, found '{name}'",
        $"esperado um cabeçalho com letras, dígitos e hifens que o servidor não define sozinho, encontrado '{name}'");

    private static Diagnostic Error(string code, SourceText source, TextSpan span, string english, string portuguese) =>
        new(code, Severity.Error, new(english, portuguese), source, span);

    private static string Listed(IReadOnlyList<string> names, string last) => names.Count switch
    {
        0 => "-",
        1 => $"'{names[0]}'",
        _ => string.Join(", ", names.Take(names.Count - 1).Select(name => $"'{name}'")) + $" {last} '{names[^1]}'",
    };
}
