using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1201 to PFF1209: names in expressions.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic UnknownName(SourceText source, TextSpan span, string name, IEnumerable<string> known) => WithSuggestion(
        Error(
            "PFF1201", source, span,
            $"There is no variable '{Shorten(name)}' here.",
            $"Não há variável '{Shorten(name)}' aqui."),
        name,
        known);

    /// <param name="source">The text.</param>
    /// <param name="span">The name.</param>
    /// <param name="name">The name.</param>
    /// <param name="saved">Where a later step saves it, in the same text.</param>
    public static Diagnostic UsedBeforeSaved(SourceText source, TextSpan span, string name, TextSpan saved)
    {
        var line = source.GetPosition(saved.Start).Line + 1;
        return Error(
            "PFF1202", source, span,
            $"'{Shorten(name)}' is used before it is saved: only the step on line {line} saves it.",
            $"'{Shorten(name)}' é usada antes de ser salva: só o passo da linha {line} a salva.");
    }

    /// <param name="source">The text.</param>
    /// <param name="span">The function's name.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="known">The names that could stand there.</param>
    /// <param name="receiver">The type it is called on, or null.</param>
    public static Diagnostic UnknownFunction(SourceText source, TextSpan span, string name, IEnumerable<string> known, PffType? receiver) => WithFunction(
        receiver is null
            ? Error(
                "PFF1203", source, span,
                $"There is no function '{Shorten(name)}'.",
                $"Não há função '{Shorten(name)}'.")
            : Error(
                "PFF1203", source, span,
                $"There is no function '{Shorten(name)}' of a {receiver}.",
                $"Não há função '{Shorten(name)}' de um {receiver}."),
        name,
        known);

    public static Diagnostic UnknownField(SourceText source, TextSpan span, string field, PffType owner, IEnumerable<string> known) => WithSuggestion(
        Error(
            "PFF1204", source, span,
            $"'{owner}' has no field '{Shorten(field)}'.",
            $"'{owner}' não tem o campo '{Shorten(field)}'."),
        field,
        known);

    public static Diagnostic MissingField(SourceText source, TextSpan span, string field, PffType owner) => Error(
        "PFF1205", source, span,
        $"'{owner}' needs the field '{Shorten(field)}', which is not given here.",
        $"'{owner}' precisa do campo '{Shorten(field)}', que não é dado aqui.");

    public static Diagnostic NameAsKey(SourceText source, TextSpan span, string name)
    {
        var isModule = source.Path.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase);
        return Error(
            "PFF1206", source, span,
            $"There is no variable '{Shorten(name)}' here, and a key of a map is a value: the text '{Shorten(name)}' is written in quotes.",
            $"Não há variável '{Shorten(name)}' aqui, e a chave de um mapa é um valor: o texto '{Shorten(name)}' é escrito entre aspas.") with
        {
            // In a manifest the quotes could be those of the text around the expression.
            Fix = isModule ? Replace(span, $"\"{name}\"") : null,
        };
    }

    /// <summary>Of a function that others know without its prefix, the whole name: <c>math.round</c> for <c>round</c>.</summary>
    private static Diagnostic WithFunction(Diagnostic diagnostic, string name, IEnumerable<string> known)
    {
        var all = known.ToList();
        var whole = all.Where(k => k.EndsWith("." + name, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
        return whole is null
            ? WithSuggestion(diagnostic, name, all)
            : diagnostic with { Help = DidYouMean(whole), Fix = Replace(diagnostic.Span, whole) };
    }

    private static Diagnostic WithSuggestion(Diagnostic diagnostic, string name, IEnumerable<string> known) =>
        Suggestion.Nearest(name, known) is { } nearest
            ? diagnostic with { Help = DidYouMean(nearest), Fix = IsPlainName(nearest) ? Replace(diagnostic.Span, nearest) : null }
            : diagnostic;

    /// <summary>Whether a name can be written in an expression as it is.</summary>
    private static bool IsPlainName(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.');
}
