using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF19xx: what other formats say, and manifests and catalogues cannot, or the other way round.</summary>
public static partial class CompilerDiagnostics
{
    /// <param name="found">What the document says it is, or null where it says nothing.</param>
    public static Diagnostic NotThisFormat(SourceText source, TextSpan span, LocalizedText expected, string? found) => found is null
        ? Error("PFF1900", source, span, $"Expected {expected.English}.", $"Esperava-se {expected.Portuguese}.")
        : Error(
            "PFF1900", source, span,
            $"Expected {expected.English}, found '{Shorten(found)}'.",
            $"Esperava-se {expected.Portuguese}, encontrou-se '{Shorten(found)}'.");

    /// <param name="what">The part of the document, as the start of a sentence.</param>
    /// <param name="reason">Why, as the rest of it.</param>
    public static Diagnostic NotCarried(SourceText source, TextSpan span, LocalizedText what, LocalizedText reason) => Warning(
        "PFF1901", source, span,
        $"{what.English} is not carried over: {reason.English}.",
        $"{what.Portuguese} não foi transposto: {reason.Portuguese}.");

    /// <param name="problem">What the compiler says of the expression that was made of it.</param>
    public static Diagnostic PointsToNothing(SourceText source, TextSpan span, string expression, LocalizedText problem) => Error(
        "PFF1902", source, span,
        $"'{Shorten(expression)}' leads to nothing that the API's document declares: {problem.English}",
        $"'{Shorten(expression)}' não leva a nada que o documento da API declara: {problem.Portuguese}");

    /// <inheritdoc cref="PointsToNothing"/>
    public static Diagnostic PointsToOptional(SourceText source, TextSpan span, string expression, LocalizedText problem, bool isStrict) => new(
        "PFF1903",
        isStrict ? Severity.Error : Severity.Warning,
        new(
            $"'{Shorten(expression)}' leads to what may be absent, and nothing tests that before: {problem.English}",
            $"'{Shorten(expression)}' leva a algo que pode faltar, e nada testa isso antes: {problem.Portuguese}"),
        source,
        span);

    public static Diagnostic ExpressionNotUnderstood(SourceText source, TextSpan span, string expression, LocalizedText expected) => Error(
        "PFF1904", source, span,
        $"'{Shorten(expression)}' is no expression of this format: expected {expected.English}.",
        $"'{Shorten(expression)}' não é uma expressão deste formato: esperava-se {expected.Portuguese}.");

    /// <param name="kind">What should have the name, as a noun with its article.</param>
    public static Diagnostic NamesNothing(SourceText source, TextSpan span, LocalizedText kind, string name, IEnumerable<string> known)
    {
        var diagnostic = Error(
            "PFF1905", source, span,
            $"'{Shorten(name)}' is not the name of {kind.English}.",
            $"'{Shorten(name)}' não é o nome de {kind.Portuguese}.");
        return Suggestion.Nearest(name, known) is { } nearest ? diagnostic with { Help = DidYouMean(nearest) } : diagnostic;
    }

    public static Diagnostic ComparedExactly(SourceText source, TextSpan span) => new(
        "PFF1906",
        Severity.Information,
        new(
            "Arazzo compares texts without regard to case; the manifest compares them exactly.",
            "O Arazzo compara textos sem distinguir maiúsculas; o manifesto os compara exatamente."),
        source,
        span);

    public static Diagnostic SecretLeftBehind(SourceText source, TextSpan span, string name, string variable) => Warning(
        "PFF1907", source, span,
        $"The value of '{Shorten(name)}' may be a secret and is left behind: set the environment variable {variable}.",
        $"O valor de '{Shorten(name)}' pode ser um segredo e ficou para trás: defina a variável de ambiente {variable}.");

    /// <param name="what">The part of the document, as the start of a sentence.</param>
    public static Diagnostic TooMuchToImport(SourceText source, TextSpan span, LocalizedText what, int maximum) => Error(
        "PFF1908", source, span,
        $"{what.English} is more than an import takes: at most {maximum}.",
        $"{what.Portuguese} é mais do que uma importação aceita: no máximo {maximum}.");

    /// <param name="url">Where the document says that it is.</param>
    public static Diagnostic SourceNotHere(SourceText source, TextSpan span, string name, string url) => Error(
        "PFF1909", source, span,
        $"The document of '{Shorten(name)}' is not here, and nothing is fetched: copy '{Shorten(url)}' beside this document. Until then no catalogue has the methods of its operations.",
        $"O documento de '{Shorten(name)}' não está aqui, e nada é baixado: copie '{Shorten(url)}' para junto deste documento. Até lá nenhum catálogo tem os métodos de suas operações.");

    private static bool IsPointerProblem(string code) => code is "PFF1204" or "PFF1309";

    /// <summary>
    /// What the compiler says of what was generated, said of what it was made of. Its fixes are about the generated text,
    /// and stay there.
    /// </summary>
    public static Diagnostic AtOrigin(Diagnostic generated, SourceText source, TextSpan span, bool isStrict)
    {
        var expression = source.GetText(span).Trim('"', '\'', ' ');
        var problem = generated.Help is { English: var help } && help.StartsWith("did you mean", StringComparison.Ordinal)
            ? new LocalizedText($"{generated.Message.English} ({help})", $"{generated.Message.Portuguese} ({generated.Help.Portuguese})")
            : generated.Message;
        return IsPointerProblem(generated.Code) ? PointsToNothing(source, span, expression, problem)
            : generated.Code == "PFF1305" ? PointsToOptional(source, span, expression, problem, isStrict)
            : new Diagnostic(generated.Code, generated.Severity, generated.Message, source, span) { Help = generated.Help };
    }
}
