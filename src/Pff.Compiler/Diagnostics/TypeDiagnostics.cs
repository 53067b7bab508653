using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF13xx: the types of expressions.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic OperatorMismatch(SourceText source, TextSpan span, string sign, IReadOnlyList<PffType> found, LocalizedText? help) => (found.Count == 1
        ? Error(
            "PFF1301", source, span,
            $"'{sign}' cannot be applied to {found[0]}.",
            $"'{sign}' não pode ser aplicado a {found[0]}.")
        : Error(
            "PFF1301", source, span,
            $"'{sign}' cannot be applied to {found[0]} and {found[1]}.",
            $"'{sign}' não pode ser aplicado a {found[0]} e {found[1]}.")) with { Help = help };

    /// <param name="source">The text.</param>
    /// <param name="span">The argument that does not fit, or all of them.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="expected">The types it takes, as a person reads them.</param>
    /// <param name="found">The types it is given.</param>
    /// <param name="help">What to do, where that is clear.</param>
    public static Diagnostic ArgumentMismatch(
        SourceText source, TextSpan span, string function, string expected, string found, LocalizedText? help) => Error(
        "PFF1302", source, span,
        $"'{function}' expects {expected}, found {found}.",
        $"'{function}' espera {expected}, encontrou {found}.") with { Help = help };

    public static Diagnostic ArgumentCount(SourceText source, TextSpan span, string function, string expected, int found) => Error(
        "PFF1303", source, span,
        $"'{function}' expects {expected} argument(s), found {found}.",
        $"'{function}' espera {expected} argumento(s), encontrou {found}.");

    /// <param name="source">The text.</param>
    /// <param name="span">What may be null.</param>
    /// <param name="type">Its type.</param>
    /// <param name="help">How to say what happens then.</param>
    /// <param name="fix">The repair, where it is certain.</param>
    public static Diagnostic MayBeNull(SourceText source, TextSpan span, PffType type, LocalizedText help, Fix? fix) => Error(
        "PFF1304", source, span,
        $"This may be null (its type is {type}), and null has no value to go on with.",
        $"Isto pode ser nulo (o tipo é {type}), e nulo não tem valor com que continuar.") with { Help = help, Fix = fix };

    public static Diagnostic OptionalField(SourceText source, TextSpan span, string field, PffType owner, bool isStrict, Fix? fix) =>
        new(
            "PFF1305",
            isStrict ? Severity.Error : Severity.Warning,
            new(
                $"'{Shorten(field)}' of '{owner}' is optional: a row in which it is missing fails here.",
                $"'{Shorten(field)}' de '{owner}' é opcional: uma linha em que ele falta falha aqui."),
            source,
            span)
        {
            Help = new("test it with has(…), or read it with '?.' or '??'", "teste-o com has(…), ou leia-o com '?.' ou '??'"),
            Fix = fix,
            IsPromoted = isStrict,
        };

    public static Diagnostic TypeMismatch(SourceText source, TextSpan span, PffType expected, PffType found, LocalizedText? help) => Error(
        "PFF1306", source, span,
        $"Expected {expected}, found {found}.",
        $"Esperava-se {expected}, encontrou-se {found}.") with { Help = help };

    public static Diagnostic UnknownEnumValue(SourceText source, TextSpan span, string value, EnumType type)
    {
        var nearest = Suggestion.Nearest(value, type.Values);
        var severity = type.IsOpen ? Severity.Warning : Severity.Error;
        return new(
            "PFF1307",
            severity,
            new($"'{Shorten(value)}' is not a known value of {type}.", $"'{Shorten(value)}' não é um valor conhecido de {type}."),
            source,
            span)
        {
            Help = nearest is not null
                ? DidYouMean(nearest)
                : new($"known values: {Shorten(string.Join(", ", type.Values))}", $"valores conhecidos: {Shorten(string.Join(", ", type.Values))}"),
        };
    }

    public static Diagnostic SecretUsed(SourceText source, TextSpan span, LocalizedText use) => Error(
        "PFF1308", source, span,
        $"A secret may only be passed whole to a method that accepts it, not {use.English}.",
        $"Um segredo só pode ser passado inteiro a um método que o aceita, não {use.Portuguese}.");

    /// <param name="source">The text.</param>
    /// <param name="span">What holds it.</param>
    /// <param name="place">Where in the value the secret is: <c>.pin</c>.</param>
    /// <param name="use">What is done with the value.</param>
    public static Diagnostic SecretInside(SourceText source, TextSpan span, string place, LocalizedText use) => Error(
        "PFF1351", source, span,
        $"A secret is inside of this, at '{Shorten(place)}', so it cannot be {use.English}.",
        $"Há um segredo dentro disto, em '{Shorten(place)}', portanto não pode ser {use.Portuguese}.") with
    {
        Help = new("use the fields that are needed, one by one", "use os campos necessários, um a um"),
    };

    public static Diagnostic NoFields(SourceText source, TextSpan span, string field, PffType type, LocalizedText? help) => Error(
        "PFF1309", source, span,
        $"A {type} has no fields, so there is no '{Shorten(field)}'.",
        $"Um {type} não tem campos, portanto não há '{Shorten(field)}'.") with { Help = help };

    public static Diagnostic NotIterable(SourceText source, TextSpan span, PffType found) => Error(
        "PFF1310", source, span,
        $"Expected a list or a map, found {found}.",
        $"Esperava-se uma lista ou um mapa, encontrou-se {found}.");

    public static Diagnostic BranchMismatch(SourceText source, TextSpan span, PffType first, PffType second) => Error(
        "PFF1311", source, span,
        $"Both ways must give the same type, but one gives {first} and this one {second}.",
        $"Os dois caminhos devem dar o mesmo tipo, mas um dá {first} e este dá {second}.");

    public static Diagnostic MatchNotExhaustive(SourceText source, TextSpan span, IReadOnlyCollection<string> missing, Fix? fix)
    {
        var list = Shorten(string.Join(", ", missing));
        return Error(
            "PFF1312", source, span,
            $"This 'match' does not say what happens for {list}.",
            $"Este 'match' não diz o que acontece para {list}.") with
        {
            Help = missing.Count == 1
                ? new("add an arm for it, or '_ => …' for all the rest", "acrescente um caso para isso, ou '_ => …' para todo o resto")
                : new("add an arm for each, or '_ => …' for all the rest", "acrescente um caso para cada um, ou '_ => …' para todo o resto"),
            Fix = fix,
        };
    }

    public static Diagnostic UnreachableArm(SourceText source, TextSpan span) => Warning(
        "PFF1313", source, span,
        "No value comes this far: an arm before this one takes it.",
        "Nenhum valor chega até aqui: um caso anterior já o recebe.");

    public static Diagnostic PatternNeedsEnum(SourceText source, TextSpan span, string name, PffType found) => Error(
        "PFF1314", source, span,
        $"'{Shorten(name)}' as a pattern is a value of an enum, but what is matched is {found}.",
        $"'{Shorten(name)}' como padrão é um valor de enumeração, mas o que se compara é {found}.") with
    {
        Help = new($"write a text in quotes: '{Shorten(name)}'", $"escreva um texto entre aspas: '{Shorten(name)}'"),
    };

    public static Diagnostic LambdaMismatch(SourceText source, TextSpan span, string function, LocalizedText expected) => Error(
        "PFF1315", source, span,
        $"'{function}' expects {expected.English}.",
        $"'{function}' espera {expected.Portuguese}.");

    public static Diagnostic HasNeedsField(SourceText source, TextSpan span) => Error(
        "PFF1316", source, span,
        "'has' expects a field, like has(customer.email).",
        "'has' espera um campo, como has(cliente.email).");

    /// <summary>The code of <see cref="DynUsed"/>.</summary>
    internal const string DynCode = "PFF1317";

    /// <param name="source">The text.</param>
    /// <param name="span">What is dyn.</param>
    /// <param name="origin">Who says so.</param>
    public static Diagnostic DynUsed(SourceText source, TextSpan span, LocalizedText origin) => Error(
        DynCode, source, span,
        $"The type of this is dyn, because {origin.English}, so it is only checked at run time; --strict does not allow that.",
        $"O tipo disto é dyn, porque {origin.Portuguese}, portanto só é verificado na execução; --strict não permite isso.") with { IsPromoted = true };

    public static Diagnostic NeverNull(SourceText source, TextSpan span, PffType type) => Warning(
        "PFF1318", source, span,
        $"This is never null (its type is {type}), so the comparison always gives the same.",
        $"Isto nunca é nulo (o tipo é {type}), portanto a comparação dá sempre o mesmo.");

    public static Diagnostic NullInText(SourceText source, TextSpan span, PffType type) => Warning(
        "PFF1319", source, span,
        $"This may be null (its type is {type}) and would then be missing from the text.",
        $"Isto pode ser nulo (o tipo é {type}) e então faltaria no texto.") with
    {
        Help = new("say what stands there then: … ?? 'none'", "diga o que fica no lugar: … ?? 'nenhum'"),
    };

    public static Diagnostic MacroNeedsName(SourceText source, TextSpan span, string function) => Error(
        "PFF1320", source, span,
        $"'{function}' expects a name for its variable here.",
        $"'{function}' espera aqui um nome para sua variável.");

    public static Diagnostic KeyType(SourceText source, TextSpan span, PffType found) => Error(
        "PFF1321", source, span,
        $"The key of a map is a text, an int or a bool, found {found}.",
        $"A chave de um mapa é um texto, um int ou um bool, encontrou-se {found}.");

    public static Diagnostic NoTextForm(SourceText source, TextSpan span, PffType found) => Error(
        "PFF1322", source, span,
        $"A {found} cannot stand in a text.",
        $"Um {found} não pode ficar em um texto.");

    public static Diagnostic AlwaysFails(SourceText source, TextSpan span, LocalizedText reason) => Warning(
        "PFF1323", source, span,
        $"This always fails: {reason.English}",
        $"Isto sempre falha: {reason.Portuguese}");
}
