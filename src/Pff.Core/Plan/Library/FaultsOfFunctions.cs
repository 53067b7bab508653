namespace Pff.Core.Plan.Library;

/// <summary>Faults of single functions.</summary>
public static partial class Faults
{
    public static Value InvalidConversion(string from, string to) => Make(
        FaultKind.InvalidConversion,
        $"'{Shown(from)}' cannot be converted to {to}",
        $"'{Shown(from)}' não pode ser convertido para {to}");

    /// <summary>A number or time that the target type has no value for.</summary>
    public static Value ConversionOutOfRange(string to) => Make(
        FaultKind.Overflow, $"the value is out of the range of {to}", $"o valor está fora do intervalo de {to}");

    public static Value UnknownTimeZone(string name) => Make(
        FaultKind.InvalidArgument, $"unknown time zone '{Shown(name)}'", $"fuso horário desconhecido '{Shown(name)}'");

    public static Value InvalidPattern(string pattern, PatternMistake mistake) => Make(
        FaultKind.InvalidArgument,
        $"invalid regular expression '{Shown(pattern)}': {EnglishOf(mistake)}",
        $"expressão regular inválida '{Shown(pattern)}': {PortugueseOf(mistake)}");

    public static Value InvalidBase64(string text) => Make(
        FaultKind.InvalidArgument,
        $"'{Shown(text)}' is not the base64 of a text",
        $"'{Shown(text)}' não é o base64 de um texto");

    public static Value TooManyGroups(string pattern, int groups) => Make(
        FaultKind.InvalidArgument,
        $"the regular expression '{Shown(pattern)}' has {groups} groups; at most one can be extracted",
        $"a expressão regular '{Shown(pattern)}' tem {groups} grupos; no máximo um pode ser extraído");

    public static Value InvalidReplacement(string replacement, int groups) => Make(
        FaultKind.InvalidArgument,
        $"invalid replacement '{Shown(replacement)}': after a backslash comes another, or the number of a group from 0 to {groups}",
        $"substituição inválida '{Shown(replacement)}': depois de uma barra vem outra, ou o número de um grupo de 0 a {groups}");

    public static Value InvalidSubstringRange(long start, long end) => Make(
        FaultKind.IndexOutOfRange,
        $"invalid substring range. start: {start}, end: {end}",
        $"intervalo de substring inválido. início: {start}, fim: {end}");

    public static Value InvalidSliceRange(long start, long end, long size) => Make(
        FaultKind.IndexOutOfRange,
        $"invalid slice range: {start} to {end} of {size}",
        $"intervalo de slice inválido: {start} a {end} de {size}");

    public static Value NegativeShift(long offset) => Make(
        FaultKind.InvalidArgument,
        $"a shift must not be negative, {offset} found",
        $"um deslocamento não pode ser negativo, encontrou {offset}");

    public static Value NegativeArgument(Builtin function, long argument) => Make(
        FaultKind.InvalidArgument,
        $"{BuiltinNames.Of(function)}: the argument must not be negative, {argument} found",
        $"{BuiltinNames.Of(function)}: o argumento não pode ser negativo, encontrou {argument}");

    public static Value FormatClauseUnknown(string clause) => Make(
        FaultKind.InvalidArgument,
        $"could not parse formatting clause: unrecognized formatting clause \"{Shown(clause)}\"",
        $"não foi possível ler a cláusula de formato: cláusula desconhecida \"{Shown(clause)}\"");

    public static Value FormatClauseUnfinished { get; } = Make(
        FaultKind.InvalidArgument,
        "could not parse formatting clause: unexpected end of string",
        "não foi possível ler a cláusula de formato: fim inesperado do texto");

    public static Value FormatPrecision(int most) => Make(
        FaultKind.InvalidArgument,
        $"could not parse formatting clause: the precision must be a number from 0 to {most}",
        $"não foi possível ler a cláusula de formato: a precisão precisa ser um número de 0 a {most}");

    public static Value FormatArgumentMissing(int index) => Make(
        FaultKind.InvalidArgument, $"index {index} out of range", $"índice {index} fora dos limites");

    public static Value FormatDecimalClause(in Value found) => FormatClause("decimal clause can only be used on integers", "a cláusula decimal só aceita inteiros", found);

    public static Value FormatOctalClause(in Value found) => FormatClause("octal clause can only be used on integers", "a cláusula octal só aceita inteiros", found);

    public static Value FormatBinaryClause(in Value found) => FormatClause("only integers and bools can be formatted as binary", "a cláusula binária só aceita inteiros e bools", found);

    public static Value FormatHexClause(in Value found) =>
        FormatClause("only integers, byte buffers, and strings can be formatted as hex", "a cláusula hexadecimal só aceita inteiros e textos", found);

    public static Value FormatFixedClause(in Value found) => FormatClause("fixed-point clause can only be used on doubles", "a cláusula de ponto fixo só aceita números", found);

    public static Value FormatScientificClause(in Value found) => FormatClause("scientific clause can only be used on doubles", "a cláusula científica só aceita números", found);

    public static Value FormatTextClause(in Value found) =>
        FormatClause(
            "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps",
            "a cláusula de texto não aceita este tipo",
            found);

    public static Value InvalidJson { get; } = Make(FaultKind.TypeMismatch, "the data is not valid JSON", "os dados não são JSON válido");

    public static Value NotJson(string type) => Make(
        FaultKind.InvalidConversion, $"a value of type {type} has no JSON form", $"um valor do tipo {type} não tem forma em JSON");

    public static Value JsonTooLong { get; } = Make(
        FaultKind.LimitExceeded, "a value would be larger than 64 MiB as JSON", "um valor teria mais de 64 MiB em JSON");

    private static Value FormatClause(string english, string portuguese, in Value found)
    {
        var type = TypeNames.Of(found);
        return Make(
            FaultKind.InvalidArgument,
            $"error during formatting: {english}, was given {type}",
            $"erro ao formatar: {portuguese}, recebeu {type}");
    }

    private static string EnglishOf(PatternMistake mistake) => mistake switch
    {
        PatternMistake.TooLarge => "it is too large",
        PatternMistake.TooDeep => "its groups are nested too deep",
        PatternMistake.Parenthesis => "unbalanced parenthesis",
        PatternMistake.Bracket => "unfinished or empty character class",
        PatternMistake.Range => "a character range in the wrong order",
        PatternMistake.Escape => "unknown escape sequence",
        PatternMistake.Repetition => "a repetition with nothing to repeat, or out of range",
        PatternMistake.Group => "an unknown kind of group (look-around and back references are not supported)",
        PatternMistake.Class => "unknown character class name",
        _ => throw new ArgumentOutOfRangeException(nameof(mistake), mistake, null),
    };

    private static string PortugueseOf(PatternMistake mistake) => mistake switch
    {
        PatternMistake.TooLarge => "é grande demais",
        PatternMistake.TooDeep => "grupos aninhados demais",
        PatternMistake.Parenthesis => "parênteses desbalanceados",
        PatternMistake.Bracket => "classe de caracteres vazia ou inacabada",
        PatternMistake.Range => "intervalo de caracteres na ordem errada",
        PatternMistake.Escape => "sequência de escape desconhecida",
        PatternMistake.Repetition => "repetição sem nada a repetir ou fora do intervalo",
        PatternMistake.Group => "tipo de grupo desconhecido (look-around e referências não são aceitos)",
        PatternMistake.Class => "nome de classe de caracteres desconhecido",
        _ => throw new ArgumentOutOfRangeException(nameof(mistake), mistake, null),
    };
}

/// <summary>What is wrong with a regular expression.</summary>
public enum PatternMistake
{
    TooLarge,
    TooDeep,
    Parenthesis,
    Bracket,
    Range,
    Escape,
    Repetition,
    Group,
    Class,
}
