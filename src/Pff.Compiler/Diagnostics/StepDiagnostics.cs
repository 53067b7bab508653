using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF14xx: steps, their values, and the order in which they run.</summary>
public static partial class CompilerDiagnostics
{
    /// <summary>What something is called in the text that a message is about.</summary>
    private static string WordFor(SourceText source, string inManifest, string inModule) =>
        source.Path.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase) ? inModule : inManifest;

    public static Diagnostic MissingArgument(SourceText source, TextSpan span, string name, PffType type, string callee) => Error(
        "PFF1401", source, span,
        $"'{callee}' needs the argument '{name}' of type {type}.",
        $"'{callee}' precisa do argumento '{name}' do tipo {type}.");

    public static Diagnostic ArgumentAlsoInBody(SourceText source, TextSpan span, string name, string body) => Error(
        "PFF1402", source, span,
        $"'{name}' is a part of the body, and '{body}' already gives the whole body.",
        $"'{name}' é uma parte do corpo, e '{body}' já dá o corpo inteiro.");

    public static Diagnostic NotAList(SourceText source, TextSpan span, PffType type) => Error(
        "PFF1403", source, span,
        $"'{WordFor(source, "for_each", "for")}' needs a list, found {type}.",
        $"'{WordFor(source, "for_each", "for")}' precisa de uma lista, encontrei {type}.");

    public static Diagnostic UnboundedLoop(SourceText source, TextSpan span) => Error(
        "PFF1404", source, span,
        $"Nothing bounds this loop: the list may have any length, so '{WordFor(source, "at_most", "at most")}' must say how many elements are acceptable.",
        $"Nada limita este laço: a lista pode ter qualquer tamanho, então '{WordFor(source, "at_most", "at most")}' deve dizer quantos elementos são aceitáveis.") with
    {
        Help = new(
            $"add for example {WordFor(source, "at_most: 100", "at most 100")}",
            $"adicione por exemplo {WordFor(source, "at_most: 100", "at most 100")}"),
    };

    public static Diagnostic BadLimit(SourceText source, LimitSyntax limit) => Error(
        "PFF1405", source, limit.Span,
        $"'{WordFor(source, "at_most", "at most")}' must be a whole number of at least 1, found '{Shorten(limit.Text)}'.",
        $"'{WordFor(source, "at_most", "at most")}' deve ser um número inteiro de pelo menos 1, encontrei '{Shorten(limit.Text)}'.");

    /// <param name="source">The manifest.</param>
    /// <param name="span">The call that closes the cycle.</param>
    /// <param name="cycle">The sequences, the first one again at the end.</param>
    public static Diagnostic RecursiveCall(SourceText source, TextSpan span, ImmutableArray<string> cycle) => Error(
        "PFF1406", source, span,
        $"Sequences may not call themselves: {string.Join(" → ", cycle)}.",
        $"Sequências não podem chamar a si mesmas: {string.Join(" → ", cycle)}.");

    public static Diagnostic Unreachable(SourceText source, TextSpan span) => Warning(
        "PFF1407", source, span,
        "This step never runs: every way to it ends before.",
        "Este passo nunca executa: todo caminho até ele termina antes.");

    public static Diagnostic DeprecatedMethod(SourceText source, TextSpan span, string name) => Warning(
        "PFF1408", source, span,
        $"The API marks '{name}' as deprecated.",
        $"A API marca '{name}' como obsoleto.");

    public static Diagnostic NothingReturned(SourceText source, TextSpan span, string sequence) => Warning(
        "PFF1409", source, span,
        $"The sequence '{sequence}' returns nothing to save.",
        $"A sequência '{sequence}' não retorna nada para salvar.");

    public static Diagnostic BadFailureCode(SourceText source, ManifestName code) => Error(
        "PFF1410", source, code.Span,
        $"'{Shorten(code.Text)}' is no error code: letters, digits, '_', '-' and '.' are allowed, at most 64.",
        $"'{Shorten(code.Text)}' não é um código de erro: letras, dígitos, '_', '-' e '.' são permitidos, no máximo 64.");

    public static Diagnostic HandlerNeverReached(SourceText source, TextSpan span, string kind) => Warning(
        "PFF1411", source, span,
        $"'{Shorten(kind)}' is never reached, because 'any' before it takes every error.",
        $"'{Shorten(kind)}' nunca é alcançado, porque 'any' antes dele pega todo erro.");

    /// <param name="scalar">What stands as the condition.</param>
    /// <param name="canWrap">Whether the text has no braces at all, so that putting them around it repairs it.</param>
    public static Diagnostic ConditionIsText(YamlScalar scalar, bool canWrap) => Error(
        "PFF1412", scalar.Source, scalar.Span,
        "A condition must be one expression in {{ }}; this is text.",
        "Uma condição deve ser uma única expressão em {{ }}; isto é texto.") with
    {
        Fix = canWrap && !scalar.Text.Contains('\n')
            ? new Fix(
                new LocalizedText("Put it in {{ }}", "Colocar em {{ }}"),
                [new TextEdit(scalar.Span, Quote("{{" + scalar.Text.Trim() + "}}"))])
            : null,
    };

    public static Diagnostic LiteralNeedsQuotes(YamlScalar scalar) => Error(
        "PFF1413", scalar.Source, scalar.Span,
        $"Expected text, found {scalar.Description.English}: without quotes YAML does not read '{Shorten(scalar.Text)}' as text.",
        $"Esperava um texto, encontrei {scalar.Description.Portuguese}: sem aspas o YAML não lê '{Shorten(scalar.Text)}' como texto.") with
    {
        Fix = new Fix(
            new LocalizedText("Put the value in quotes", "Colocar o valor entre aspas"),
            [new TextEdit(scalar.Span, Quote(scalar.Text))]),
    };

    public static Diagnostic NumberOutOfRange(YamlScalar scalar, PffType type) => Error(
        "PFF1414", scalar.Source, scalar.Span,
        $"The number {Shorten(scalar.Text)} does not fit in {type}.",
        $"O número {Shorten(scalar.Text)} não cabe em {type}.");

    public static Diagnostic UnknownProperty(SourceText source, ManifestName key, ObjectType type) => Suggesting(
        Error(
            "PFF1415", source, key.Span,
            $"{type} has no field '{Shorten(key.Text)}'.",
            $"{type} não tem o campo '{Shorten(key.Text)}'."),
        key.Text, type.Fields.Select(f => f.Name));

    public static Diagnostic MissingProperty(ValueSyntax mapping, ObjectField field, ObjectType type) => Error(
        "PFF1416", mapping.Source, FirstLine(mapping),
        $"{type} needs the field '{field.Name}' of type {field.Type}.",
        $"{type} precisa do campo '{field.Name}' do tipo {field.Type}.");

    public static Diagnostic CallsTooDeep(SourceText source, TextSpan span, int limit) => Error(
        "PFF1418", source, span,
        $"Sequences call one another more than {limit} levels deep here.",
        $"Sequências chamam umas às outras em mais de {limit} níveis aqui.");

    public static Diagnostic SecretReturned(SourceText source, TextSpan span, string column) => Error(
        "PFF1417", source, span,
        $"The column '{Shorten(column)}' would show a secret in the report.",
        $"A coluna '{Shorten(column)}' mostraria um segredo no relatório.");
}
