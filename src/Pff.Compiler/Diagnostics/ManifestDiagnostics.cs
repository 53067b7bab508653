using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1120 to PFF1149: the shape of a manifest.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic ManifestNotReadable(SourceText source, FileReadStatus status) => status switch
    {
        FileReadStatus.TooLarge => Error(
            "PFF1120", source, default, $"The manifest '{source.Path}' is too large.", $"O manifesto '{source.Path}' é grande demais."),
        FileReadStatus.NotText => Error(
            "PFF1120", source, default, $"The manifest '{source.Path}' is not UTF-8 text.", $"O manifesto '{source.Path}' não é texto UTF-8."),
        FileReadStatus.NotReadable => Error(
            "PFF1120", source, default, $"The manifest '{source.Path}' cannot be read.", $"O manifesto '{source.Path}' não pode ser lido."),
        _ => Error(
            "PFF1120", source, default, $"There is no manifest '{source.Path}'.", $"Não existe o manifesto '{source.Path}'."),
    };

    /// <param name="source">The text.</param>
    /// <param name="span">What the key belongs to.</param>
    /// <param name="owner">How to call that: "A step", "Um passo".</param>
    /// <param name="key">The key that is not there.</param>
    public static Diagnostic MissingKey(SourceText source, TextSpan span, LocalizedText owner, string key) => Error(
        "PFF1121", source, span,
        $"{owner.English} needs the key '{key}'.",
        $"{owner.Portuguese} precisa da chave '{key}'.");

    public static Diagnostic VersionNotSupported(YamlScalar version, string supported) => Error(
        "PFF1122", version.Source, version.Span,
        $"Version '{Shorten(version.Text)}' of the manifest format is not known; this compiler reads version {supported}.",
        $"A versão '{Shorten(version.Text)}' do formato de manifesto não é conhecida; este compilador lê a versão {supported}.") with
    {
        Fix = Replace(version.Span, $"\"{supported}\""),
    };

    public static Diagnostic UnknownInputType(YamlScalar type, string? nearest, IReadOnlyList<string> known) => Error(
        "PFF1123", type.Source, type.Span,
        $"There is no input type '{Shorten(type.Text)}'.",
        $"Não existe o tipo de entrada '{Shorten(type.Text)}'.") with
    {
        Help = nearest is not null
            ? DidYouMean(nearest)
            : new LocalizedText($"known types: {string.Join(", ", known)}", $"tipos conhecidos: {string.Join(", ", known)}"),
        Fix = nearest is not null ? Replace(type.Span, nearest) : null,
    };

    /// <param name="name">What should be a name.</param>
    /// <param name="isReserved">Whether it is one, but has a meaning of its own.</param>
    public static Diagnostic BadName(YamlScalar name, bool isReserved) => isReserved
        ? Error(
            "PFF1124", name.Source, name.Span,
            $"'{Shorten(name.Text)}' has a meaning of its own in expressions; choose another name.",
            $"'{Shorten(name.Text)}' tem um significado próprio em expressões; escolha outro nome.")
        : Error(
            "PFF1124", name.Source, name.Span,
            $"'{Shorten(name.Text)}' is no name: expressions can use only letters a to z, digits and '_', not starting with a digit.",
            $"'{Shorten(name.Text)}' não é um nome: expressões só podem usar letras de a a z, dígitos e '_', sem começar por dígito.");

    public static Diagnostic StepWithoutKind(SourceText source, TextSpan span, IReadOnlyList<string> known) => Error(
        "PFF1125", source, span,
        "This step does not say what it does.",
        "Este passo não diz o que faz.") with
    {
        Help = new(
            $"a step has one of the keys {string.Join(", ", known)}",
            $"um passo tem uma das chaves {string.Join(", ", known)}"),
    };

    public static Diagnostic StepWithTwoKinds(YamlScalar keyword, string first) => Error(
        "PFF1126", keyword.Source, keyword.Span,
        $"This step is already a '{first}' step; '{keyword.Text}' needs a step of its own.",
        $"Este passo já é um passo '{first}'; '{keyword.Text}' precisa de um passo próprio.");

    public static Diagnostic VersionMissing(SourceText source, TextSpan span, string supported) => Warning(
        "PFF1127", source, span,
        $"The manifest does not say which version of the format it has; {supported} is assumed.",
        $"O manifesto não diz qual versão do formato ele tem; {supported} é assumida.") with
    {
        Fix = new Fix(
            new LocalizedText($"Add version: \"{supported}\"", $"Adicionar version: \"{supported}\""),
            [new TextEdit(new TextSpan(span.Start, 0), $"version: \"{supported}\"\n")]),
    };

    public static Diagnostic BadPattern(YamlScalar pattern) => Error(
        "PFF1128", pattern.Source, pattern.Span,
        "This is not a regular expression that can be matched in linear time (no look-around, no back-references).",
        "Isto não é uma expressão regular que possa ser avaliada em tempo linear (sem look-around, sem retro-referências).");

    public static Diagnostic OnlyForOtherInputs(YamlScalar key)
    {
        // The texts that an enum allows are a constraint of another kind.
        var word = key.Text == "enum" ? ConstraintWords.Matching : key.Text;
        return Error(
            "PFF1129", key.Source, key.Span,
            $"'{key.Text}' is only for inputs of type {TypesOf(word, "or")}.",
            $"'{key.Text}' é só para entradas do tipo {TypesOf(word, "ou")}.");
    }

    public static Diagnostic BadDefault(YamlScalar value, string input, string type) => Error(
        "PFF1130", value.Source, value.Span,
        $"The default '{Shorten(value.Text)}' is not a value that the input '{input}' of type {type} allows.",
        $"O padrão '{Shorten(value.Text)}' não é um valor que a entrada '{input}' do tipo {type} permite.");

    public static Diagnostic TooManyNodes(YamlNode node, int limit) => Error(
        "PFF1132", node.Source, FirstLine(node),
        $"The manifest has more than {limit} values; data belongs in the input table.",
        $"O manifesto tem mais de {limit} valores; dados pertencem à tabela de entrada.");

    public static Diagnostic ElseWithoutWhen(SourceText source, TextSpan span) => Error(
        "PFF1131", source, span,
        "'else' needs a 'when' in the same step.",
        "'else' precisa de um 'when' no mesmo passo.");
}
