using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1740 to PFF1779: modules.</summary>
public static partial class CompilerDiagnostics
{
    /// <param name="found">The token that stands there, or null at the end of the text.</param>
    public static Diagnostic ModuleExpected(SourceText source, TextSpan span, LocalizedText expected, string? found) => Error(
        "PFF1740", source, span,
        $"Expected {expected.English}, found {(found is null ? "the end of the text" : $"'{Shorten(found)}'")}.",
        $"Esperava {expected.Portuguese}, encontrei {(found is null ? "o fim do texto" : $"'{Shorten(found)}'")}.");

    public static Diagnostic UnknownDeclaration(SourceText source, TextSpan span, string word, IReadOnlyCollection<string> known) => WithSuggestion(
        Error(
            "PFF1741", source, span,
            $"'{Shorten(word)}' starts no declaration; a module has {string.Join(", ", known)}.",
            $"'{Shorten(word)}' não inicia nenhuma declaração; um módulo tem {string.Join(", ", known)}."),
        word,
        known);

    public static Diagnostic UnknownStep(SourceText source, TextSpan span, string word, IReadOnlyCollection<string> known) => WithSuggestion(
        Error(
            "PFF1742", source, span,
            $"'{Shorten(word)}' starts no step; a step calls something or starts with {string.Join(", ", known)}.",
            $"'{Shorten(word)}' não inicia nenhum passo; um passo chama algo ou começa com {string.Join(", ", known)}."),
        word,
        known);

    public static Diagnostic LanguageMissing(SourceText source, TextSpan span, long supported) => Error(
        "PFF1743", source, span with { Length = 0 },
        $"A module starts with the version of the language: language {supported}.",
        $"Um módulo começa com a versão da linguagem: language {supported}.") with
    {
        Fix = new Fix(
            new LocalizedText($"Add language {supported}", $"Adicionar language {supported}"),
            [new TextEdit(new TextSpan(span.Start, 0), $"language {supported}\n\n")]),
    };

    public static Diagnostic LanguageNotSupported(SourceText source, LimitSyntax version, long supported) => Error(
        "PFF1744", source, version.Span,
        $"Version {Shorten(version.Text)} of the language is not known; this compiler reads version {supported}.",
        $"A versão {Shorten(version.Text)} da linguagem não é conhecida; este compilador lê a versão {supported}.") with
    {
        Fix = Replace(version.Span, $"{supported}"),
    };

    public static Diagnostic ModuleTooLong(SourceText source, int length, int limit) => Error(
        "PFF1745", source, default,
        $"The module has {length} characters; at most {limit} are read.",
        $"O módulo tem {length} caracteres; no máximo {limit} são lidos.");

    /// <param name="first">Where the name is declared first, in words.</param>
    public static Diagnostic DeclaredTwice(SourceText source, ManifestName name, string first) => Error(
        "PFF1746", source, name.Span,
        $"'{Shorten(name.Text)}' is already declared in {first}.",
        $"'{Shorten(name.Text)}' já está declarado em {first}.");

    public static Diagnostic ModuleNotReadable(SourceText source, ManifestName path, FileReadStatus status)
    {
        var (english, portuguese) = status switch
        {
            FileReadStatus.TooLarge => ("is too large", "é grande demais"),
            FileReadStatus.NotText => ("is not UTF-8 text", "não é texto UTF-8"),
            FileReadStatus.NotReadable => ("cannot be read", "não pode ser lido"),
            _ => ("does not exist", "não existe"),
        };
        return Error("PFF1747", source, path.Span, $"The module '{Shorten(path.Text)}' {english}.", $"O módulo '{Shorten(path.Text)}' {portuguese}.");
    }

    public static Diagnostic ModulesUseOneAnother(SourceText source, ManifestName path, ImmutableArray<string> cycle) => Error(
        "PFF1748", source, path.Span,
        $"Modules may not use themselves: {string.Join(" → ", cycle)}.",
        $"Módulos não podem usar a si mesmos: {string.Join(" → ", cycle)}.");

    public static Diagnostic UnknownType(SourceText source, TextSpan span, string name, IEnumerable<string> known) => WithSuggestion(
        Error(
            "PFF1749", source, span,
            $"There is no type '{Shorten(name)}'.",
            $"Não existe o tipo '{Shorten(name)}'."),
        name,
        known);

    public static Diagnostic TypeArguments(SourceText source, TextSpan span, string name, int expected, int found) => Error(
        "PFF1750", source, span,
        $"'{Shorten(name)}' takes {expected} types in <>, found {found}.",
        $"'{Shorten(name)}' recebe {expected} tipos em <>, encontrei {found}.");

    public static Diagnostic TypeLeadsToItself(SourceText source, ManifestName name) => Error(
        "PFF1751", source, name.Span,
        $"The type '{Shorten(name.Text)}' is only another name for itself.",
        $"O tipo '{Shorten(name.Text)}' é apenas outro nome para si mesmo.");

    public static Diagnostic NotAPattern(SourceText source, ManifestName pattern) => Error(
        "PFF1752", source, pattern.Span,
        "This is not a regular expression that can be matched in linear time (no look-around, no back-references).",
        "Isto não é uma expressão regular que possa ser avaliada em tempo linear (sem look-around, sem retro-referências).");

    public static Diagnostic ConstraintOfOtherType(SourceText source, ManifestName word, PffType type) => Error(
        "PFF1753", source, word.Span,
        $"'{word.Text}' is for {TypesOf(word.Text, "or")}, and this is {type}.",
        $"'{word.Text}' é para {TypesOf(word.Text, "ou")}, e isto é {type}.");

    public static Diagnostic UnknownConstraint(SourceText source, TextSpan span, string word, IReadOnlyCollection<string> known) => WithSuggestion(
        Error(
            "PFF1772", source, span,
            $"Behind a type stand {string.Join(", ", known)}, or a new line; found '{Shorten(word)}'.",
            $"Depois de um tipo vêm {string.Join(", ", known)}, ou uma nova linha; encontrou-se '{Shorten(word)}'."),
        word,
        known);

    public static Diagnostic ConstraintTwice(SourceText source, ManifestName word) => Error(
        "PFF1773", source, word.Span,
        $"'{word.Text}' is said twice.",
        $"'{word.Text}' é dito duas vezes.");

    public static Diagnostic SecondPattern(SourceText source, ManifestName word, string pattern) => Error(
        "PFF1774", source, word.Span,
        $"Values of this type must match {Shorten(pattern)} already, and a value is matched against one pattern.",
        $"Os valores deste tipo já devem corresponder a {Shorten(pattern)}, e um valor é comparado com um só padrão.");

    public static Diagnostic FunctionCallsItself(SourceText source, ManifestName name, ImmutableArray<string> cycle) => Error(
        "PFF1754", source, name.Span,
        $"Functions may not call themselves, because every expression must end: {string.Join(" → ", cycle)}.",
        $"Funções não podem chamar a si mesmas, porque toda expressão deve terminar: {string.Join(" → ", cycle)}.");

    public static Diagnostic FunctionTooLarge(SourceText source, ManifestName name, int limit) => Error(
        "PFF1755", source, name.Span,
        $"With all that it calls, the function '{Shorten(name.Text)}' is larger than {limit} parts.",
        $"Com tudo o que chama, a função '{Shorten(name.Text)}' passa de {limit} partes.");

    public static Diagnostic UnknownCallee(SourceText source, TextSpan span, string name, IEnumerable<string> known) => WithFunction(
        Error(
            "PFF1756", source, span,
            $"There is no method, sequence or function '{Shorten(name)}'.",
            $"Não existe método, sequência ou função '{Shorten(name)}'."),
        name,
        known);

    public static Diagnostic ValueUnused(SourceText source, TextSpan span, string function) => Error(
        "PFF1757", source, span,
        $"'{Shorten(function)}' is a function: calling it does nothing unless its value is kept with 'let'.",
        $"'{Shorten(function)}' é uma função: chamá-la não faz nada se o valor não for guardado com 'let'.");

    public static Diagnostic TooManyArguments(SourceText source, TextSpan span, string callee, int most, int found) => Error(
        "PFF1758", source, span,
        $"'{Shorten(callee)}' takes {most} arguments, found {found}.",
        $"'{Shorten(callee)}' recebe {most} argumentos, encontrei {found}.");

    public static Diagnostic ArgumentTwice(SourceText source, TextSpan span, string name) => Error(
        "PFF1759", source, span,
        $"The argument '{Shorten(name)}' is given twice.",
        $"O argumento '{Shorten(name)}' é dado duas vezes.");

    public static Diagnostic PlaceBehindName(SourceText source, TextSpan span) => Error(
        "PFF1760", source, span,
        "An argument without a name cannot follow one with a name.",
        "Um argumento sem nome não pode vir depois de um com nome.");

    public static Diagnostic UnknownApi(SourceText source, ManifestName api, IEnumerable<string> known) => WithSuggestion(
        Error(
            "PFF1761", source, api.Span,
            $"The module uses no API '{Shorten(api.Text)}'.",
            $"O módulo não usa nenhuma API '{Shorten(api.Text)}'."),
        api.Text,
        known);

    public static Diagnostic UnknownParameter(SourceText source, TextSpan span, string name, IEnumerable<string> known) => WithSuggestion(
        Error(
            "PFF1762", source, span,
            $"The method has no parameter '{Shorten(name)}'.",
            $"O método não tem o parâmetro '{Shorten(name)}'."),
        name,
        known);

    public static Diagnostic UnknownVerb(SourceText source, ManifestName verb, IReadOnlyCollection<string> known) => WithSuggestion(
        Error(
            "PFF1763", source, verb.Span,
            $"'{Shorten(verb.Text)}' is no HTTP method; there is {string.Join(", ", known)}.",
            $"'{Shorten(verb.Text)}' não é um método HTTP; há {string.Join(", ", known)}."),
        verb.Text,
        known);

    public static Diagnostic BadPath(SourceText source, ManifestName path) => Error(
        "PFF1764", source, path.Span,
        "The path of a method starts with '/' and has no blanks, '#' or '\\'.",
        "O caminho de um método começa com '/' e não tem espaços, '#' nem '\\'.");

    public static Diagnostic EffectMissing(SourceText source, TextSpan span) => Error(
        "PFF1765", source, span,
        "A method says first what it does: read, write or irreversible.",
        "Um método diz primeiro o que faz: read, write ou irreversible.");

    public static Diagnostic NotAnInputType(SourceText source, TextSpan span, PffType type) => Error(
        "PFF1766", source, span,
        $"A column of a table cannot be a {type}.",
        $"Uma coluna de tabela não pode ser {type}.");

    public static Diagnostic RowIsNoValue(SourceText source, TextSpan span, string row) => Error(
        "PFF1767", source, span,
        $"'{Shorten(row)}' is the row itself; name one of its columns: {Shorten(row)}.column.",
        $"'{Shorten(row)}' é a própria linha; nomeie uma de suas colunas: {Shorten(row)}.coluna.");

    public static Diagnostic DefaultNotConstant(SourceText source, TextSpan span, PffType type) => Error(
        "PFF1768", source, span,
        $"A default is a constant of type {type}.",
        $"Um valor padrão é uma constante do tipo {type}.");

    public static Diagnostic UnknownColumn(SourceText source, TextSpan span, string column, string row, IEnumerable<string> known) => WithSuggestion(
        Error(
            "PFF1769", source, span,
            $"'{Shorten(row)}' has no column '{Shorten(column)}'.",
            $"'{Shorten(row)}' não tem a coluna '{Shorten(column)}'."),
        column,
        known);

    public static Diagnostic UndoOfNoMethod(SourceText source, TextSpan span, string callee) => Error(
        "PFF1771", source, span,
        $"Only a call of a method can be undone, and '{Shorten(callee)}' is none.",
        $"Só uma chamada de método pode ser desfeita, e '{Shorten(callee)}' não é uma.");

    public static Diagnostic TooManyModules(SourceText source, ManifestName path, int limit) => Error(
        "PFF1770", source, path.Span,
        $"More than {limit} modules are used, this one among them.",
        $"Mais de {limit} módulos são usados, este entre eles.");
}
