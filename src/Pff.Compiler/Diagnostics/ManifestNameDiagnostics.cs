using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1210 to PFF1229: the names that steps use and give.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic UnknownMethod(SourceText source, TextSpan span, string name, ImmutableArray<string> known)
    {
        var diagnostic = Error(
            "PFF1210", source, span,
            $"No catalogue has a method '{Shorten(name)}'.",
            $"Nenhum catálogo tem o método '{Shorten(name)}'.");
        return known.IsEmpty
            ? diagnostic with
            {
                Help = new(
                    "no methods are known: put a catalogue into apis/ beside the manifest, or name it in 'uses'",
                    "nenhum método é conhecido: coloque um catálogo em apis/ ao lado do manifesto, ou cite-o em 'uses'"),
            }
            : Suggesting(diagnostic, name, known);
    }

    public static Diagnostic AmbiguousMethod(SourceText source, TextSpan span, string name, ImmutableArray<string> apis) => Error(
        "PFF1211", source, span,
        $"Several catalogues have a method '{name}': {string.Join(", ", apis)}.",
        $"Vários catálogos têm o método '{name}': {string.Join(", ", apis)}.") with
    {
        Help = new($"write the API before it: {apis[0]}.{name}", $"escreva a API antes dele: {apis[0]}.{name}"),
    };

    public static Diagnostic UnknownSequence(SourceText source, TextSpan span, string name, IEnumerable<string> known) => Suggesting(
        Error(
            "PFF1212", source, span,
            $"The manifest has no sequence '{Shorten(name)}'.",
            $"O manifesto não tem a sequência '{Shorten(name)}'."),
        name, known);

    public static Diagnostic NameTaken(SourceText source, TextSpan span, string name, TextSpan first)
    {
        var line = source.GetPosition(first.Start).Line + 1;
        return Error(
            "PFF1213", source, span,
            $"The name '{name}' is already given on line {line}; choose another.",
            $"O nome '{name}' já foi dado na linha {line}; escolha outro.");
    }

    public static Diagnostic UnknownErrorKind(SourceText source, TextSpan span, string name, IEnumerable<string> known) => Suggesting(
        Error(
            "PFF1214", source, span,
            $"'{Shorten(name)}' is no kind of error, and no 'assert' or 'fail' of the manifest has it as its code.",
            $"'{Shorten(name)}' não é um tipo de erro, e nenhum 'assert' ou 'fail' do manifesto o tem como código."),
        name, known);

    /// <param name="source">The manifest.</param>
    /// <param name="span">The argument's name.</param>
    /// <param name="name">The same.</param>
    /// <param name="callee">The method or sequence.</param>
    /// <param name="known">What it takes.</param>
    public static Diagnostic UnknownArgument(
        SourceText source, TextSpan span, string name, string callee, IEnumerable<string> known)
    {
        var names = known.ToList();
        var diagnostic = Suggesting(
            Error(
                "PFF1215", source, span,
                $"'{callee}' takes no argument '{Shorten(name)}'.",
                $"'{callee}' não recebe o argumento '{Shorten(name)}'."),
            name, names);
        return diagnostic.Help is not null || names.Count is 0 or > 12
            ? diagnostic
            : diagnostic with { Help = new($"it takes: {string.Join(", ", names)}", $"ele recebe: {string.Join(", ", names)}") };
    }

    public static Diagnostic NameNotHere(SourceText source, TextSpan span, string name, TextSpan given)
    {
        var line = source.GetPosition(given.Start).Line + 1;
        return Error(
            "PFF1216", source, span,
            $"'{name}' does not reach this place: line {line} gives it on another way, or only inside its loop.",
            $"'{name}' não chega até aqui: a linha {line} o define em outro caminho, ou só dentro do seu laço.");
    }

    private static Diagnostic Suggesting(Diagnostic diagnostic, string name, IEnumerable<string> known) =>
        Suggestion.Nearest(name, known) is { } nearest
            ? diagnostic with { Help = DidYouMean(nearest), Fix = Replace(diagnostic.Span, nearest) }
            : diagnostic;
}
