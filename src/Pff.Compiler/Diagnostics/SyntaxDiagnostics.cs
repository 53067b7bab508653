using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF10xx: how an expression is written.</summary>
public static partial class CompilerDiagnostics
{
    /// <param name="source">The text.</param>
    /// <param name="span">The token that does not fit, empty at the end.</param>
    /// <param name="expected">What could stand there.</param>
    /// <param name="found">What stands there; null at the end of the expression.</param>
    public static Diagnostic UnexpectedToken(SourceText source, TextSpan span, LocalizedText expected, string? found) => found is null
        ? Error(
            "PFF1001", source, span,
            $"Expected {expected.English}, but the expression ends here.",
            $"Esperava-se {expected.Portuguese}, mas a expressão termina aqui.")
        : Error(
            "PFF1001", source, span,
            $"Expected {expected.English}, found '{Shorten(found)}'.",
            $"Esperava-se {expected.Portuguese}, encontrou-se '{Shorten(found)}'.");

    public static Diagnostic EmptyExpression(SourceText source, TextSpan span) => Error(
        "PFF1002", source, span,
        "There is no expression here.",
        "Não há expressão aqui.");

    public static Diagnostic UnclosedBracket(SourceText source, TextSpan span, string opener, string closer) => Error(
        "PFF1003", source, span,
        $"Expected '{closer}' to close this '{opener}', found none.",
        $"Esperava-se '{closer}' para fechar este '{opener}', mas não há.");

    public static Diagnostic StrayBracket(SourceText source, TextSpan span, string closer) => Error(
        "PFF1004", source, span,
        $"This '{closer}' closes nothing.",
        $"Este '{closer}' não fecha nada.");

    public static Diagnostic UnterminatedText(SourceText source, TextSpan span, string quote) => Error(
        "PFF1005", source, span,
        $"Expected {quote} to end this text, found none.",
        $"Esperava-se {quote} para terminar este texto, mas não há.");

    public static Diagnostic InvalidEscape(SourceText source, TextSpan span, string escape) => Error(
        "PFF1006", source, span,
        $"'{Shorten(escape)}' is no escape sequence of a text.",
        $"'{Shorten(escape)}' não é uma sequência de escape de texto.") with
    {
        Help = new(
            @"known are \\ \"" \' \` \? \a \b \f \n \r \t \v, \x41, \u00e7, \U0001f431 and \101; in r'…' a backslash is itself",
            @"existem \\ \"" \' \` \? \a \b \f \n \r \t \v, \x41, \u00e7, \U0001f431 e \101; em r'…' a barra é ela mesma"),
    };

    public static Diagnostic NumberOutOfRange(SourceText source, TextSpan span, string number, LocalizedText range) => Error(
        "PFF1007", source, span,
        $"'{Shorten(number)}' does not fit: {range.English}.",
        $"'{Shorten(number)}' não cabe: {range.Portuguese}.");

    public static Diagnostic InvalidNumber(SourceText source, TextSpan span, string number) => Error(
        "PFF1008", source, span,
        $"'{Shorten(number)}' is neither a number nor a name.",
        $"'{Shorten(number)}' não é nem um número nem um nome.") with
    {
        Help = new(
            "numbers are 5, 0x1f, 2.5, 1e3; decimals 12.50m; durations 500ms 30s 5m 2h 1d; a name does not start with a digit",
            "números são 5, 0x1f, 2.5, 1e3; decimais 12.50m; durações 500ms 30s 5m 2h 1d; um nome não começa com dígito"),
    };

    public static Diagnostic ReservedWord(SourceText source, TextSpan span, string word) => Error(
        "PFF1009", source, span,
        $"'{word}' is a reserved word and cannot be a name.",
        $"'{word}' é uma palavra reservada e não pode ser um nome.");

    public static Diagnostic NotPartOfLanguage(SourceText source, TextSpan span, LocalizedText what) => Error(
        "PFF1010", source, span,
        $"{what.English} are part of CEL but not of PFF.",
        $"{what.Portuguese} fazem parte do CEL, mas não do PFF.");

    public static Diagnostic NestedTooDeep(SourceText source, TextSpan span, int limit) => Error(
        "PFF1011", source, span,
        $"The expression is nested deeper than {limit} levels; name a part of it with a 'let' step.",
        $"A expressão tem mais de {limit} níveis de aninhamento; dê nome a uma parte dela com um passo 'let'.");

    public static Diagnostic TextTooLong(SourceText source, TextSpan span, int length, int limit) => Error(
        "PFF1012", source, span,
        $"The expression has {length} characters, and {limit} are allowed.",
        $"A expressão tem {length} caracteres, e são permitidos {limit}.");

    /// <param name="source">The text.</param>
    /// <param name="span">The characters.</param>
    /// <param name="found">The characters.</param>
    /// <param name="replacement">What was probably meant, or null.</param>
    public static Diagnostic UnknownCharacter(SourceText source, TextSpan span, string found, string? replacement) => Error(
        "PFF1013", source, span,
        $"'{Shorten(found)}' means nothing in an expression.",
        $"'{Shorten(found)}' não significa nada em uma expressão.") with
    {
        Help = replacement is null ? null : DidYouMean(replacement),
        Fix = replacement is null ? null : Replace(span, replacement),
    };

    public static Diagnostic UnclosedTemplate(SourceText source, TextSpan span) => Error(
        "PFF1014", source, span,
        "Expected '}}' to close this '{{', found none.",
        "Esperava-se '}}' para fechar este '{{', mas não há.") with
    {
        Help = new("to have two braces as text, write {{'{{'}}", "para ter duas chaves como texto, escreva {{'{{'}}"),
    };

    public static Diagnostic StrayTemplateEnd(SourceText source, TextSpan span) => Error(
        "PFF1015", source, span,
        "This '}}' closes no '{{'.",
        "Este '}}' não fecha nenhum '{{'.") with
    {
        Help = new("to have two braces as text, write {{'}}'}}", "para ter duas chaves como texto, escreva {{'}}'}}"),
    };

    public static Diagnostic StrayInInterpolation(SourceText source, TextSpan span, string found) => Error(
        "PFF1016", source, span,
        $"A '{found}' alone means nothing in a text with holes; double it to have it as text.",
        $"Um '{found}' sozinho não significa nada em um texto com lacunas; duplique-o para tê-lo como texto.") with
    {
        Fix = Replace(span, found + found),
    };

    public static Diagnostic InvalidPattern(SourceText source, TextSpan span, string found) => Error(
        "PFF1017", source, span,
        $"Expected a pattern (a value of the enum, a constant, 'other(name)' or '_'), found '{Shorten(found)}'.",
        $"Esperava-se um padrão (um valor da enumeração, uma constante, 'other(nome)' ou '_'), encontrou-se '{Shorten(found)}'.");

    public static Diagnostic TooManyHoles(SourceText source, TextSpan span, int limit) => Error(
        "PFF1018", source, span,
        $"A text has at most {limit} holes; this one is beyond.",
        $"Um texto tem no máximo {limit} lacunas; esta passa do limite.");
}
