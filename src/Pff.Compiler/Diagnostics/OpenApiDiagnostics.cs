using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF16xx: the import of OpenAPI documents.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic DocumentNotReadable(SourceText source, TextSpan span, string path, FileReadStatus status) =>
        Error("PFF1601", source, span, status switch
        {
            FileReadStatus.TooLarge => new($"The document '{path}' is larger than 32 MiB.", $"O documento '{path}' tem mais de 32 MiB."),
            FileReadStatus.NotText => new($"The document '{path}' is not UTF-8 text.", $"O documento '{path}' não é texto UTF-8."),
            FileReadStatus.NotReadable => new($"The document '{path}' cannot be read.", $"O documento '{path}' não pode ser lido."),
            _ => new($"There is no document '{path}'.", $"Não existe o documento '{path}'."),
        });

    public static Diagnostic DocumentIsNotJson(SourceText source, TextSpan span, LocalizedText expected, LocalizedText found) =>
        Error("PFF1602", source, span, new(
            $"Expected {expected.English} in this JSON, found {found.English}.",
            $"Esperava-se {expected.Portuguese} neste JSON, encontrou-se {found.Portuguese}."));

    public static Diagnostic DocumentTooDeep(SourceText source, TextSpan span, int maximumDepth) =>
        Error("PFF1603", source, span, new(
            $"The document nests lists and mappings deeper than {maximumDepth} levels.",
            $"O documento aninha listas e mapeamentos em mais de {maximumDepth} níveis."));

    public static Diagnostic DocumentTooLarge(SourceText source, TextSpan span, int maximumNodeCount) =>
        Error("PFF1604", source, span, new(
            $"The document, with what it references, has more than {maximumNodeCount} values.",
            $"O documento, com o que referencia, tem mais de {maximumNodeCount} valores."));

    public static Diagnostic TooManyDocuments(SourceText source, TextSpan span, int maximumFileCount) =>
        Error("PFF1605", source, span, new(
            $"The description spreads over more than {maximumFileCount} files.",
            $"A descrição se espalha por mais de {maximumFileCount} arquivos."));

    public static Diagnostic DocumentRepeatsName(SourceText source, TextSpan span, string name) =>
        Error("PFF1606", source, span, new(
            $"The name '{name}' appears twice in the same mapping; the first is used.",
            $"O nome '{name}' aparece duas vezes no mesmo mapeamento; vale o primeiro."));

    /// <param name="found">What the document says it is, or null where it says nothing.</param>
    public static Diagnostic NotAnOpenApiDocument(SourceText source, TextSpan span, string? found) =>
        Error("PFF1607", source, span, found is null
            ? new(
                "Expected an OpenAPI document: it starts with 'openapi: 3.0.x', 'openapi: 3.1.x' or 'swagger: \"2.0\"'.",
                "Esperava-se um documento OpenAPI: ele começa com 'openapi: 3.0.x', 'openapi: 3.1.x' ou 'swagger: \"2.0\"'.")
            : new(
                $"Expected OpenAPI 3.0, OpenAPI 3.1 or Swagger 2.0, found '{found}'.",
                $"Esperava-se OpenAPI 3.0, OpenAPI 3.1 ou Swagger 2.0, encontrou-se '{found}'."));

    public static Diagnostic DocumentHasWrongShape(SourceText source, TextSpan span, string name, LocalizedText expected, LocalizedText found) =>
        Error("PFF1608", source, span, name.Length == 0
            ? new(
                $"Expected {expected.English} as the whole document, found {found.English}.",
                $"Esperava-se {expected.Portuguese} como documento inteiro, encontrou-se {found.Portuguese}.")
            : new(
                $"Expected {expected.English} for '{name}', found {found.English}.",
                $"Esperava-se {expected.Portuguese} em '{name}', encontrou-se {found.Portuguese}."));

    public static Diagnostic ReferenceToNothing(SourceText source, TextSpan span, string reference, string? suggestion) =>
        Error("PFF1609", source, span, new(
            $"The reference '{reference}' names nothing.",
            $"A referência '{reference}' não nomeia nada.")) with
        {
            Help = suggestion is null ? null : DidYouMean(suggestion),
        };

    public static Diagnostic RemoteReference(SourceText source, TextSpan span, string reference) =>
        Error("PFF1610", source, span, new(
            $"The reference '{reference}' leads out of the project; only files at relative paths are read.",
            $"A referência '{reference}' sai do projeto; só se leem arquivos em caminhos relativos.")) with
        {
            Help = new("Copy the document beside this one.", "Copie o documento para junto deste."),
        };

    public static Diagnostic ReferenceToItself(SourceText source, TextSpan span, string reference) =>
        Error("PFF1611", source, span, new(
            $"The reference '{reference}' leads back to itself.",
            $"A referência '{reference}' leva de volta a si mesma."));

    /// <param name="pointer">Where in the document, as a JSON pointer.</param>
    /// <param name="problem">The OpenAPI library's own words, in English.</param>
    public static Diagnostic DocumentIsInvalid(SourceText source, TextSpan span, string pointer, string problem) =>
        Error("PFF1612", source, span, new(
            $"The OpenAPI document is wrong at '{pointer}': {problem}",
            $"O documento OpenAPI está errado em '{pointer}': {problem}"));

    public static Diagnostic OperationRepeatsId(SourceText source, TextSpan span, string operationId, string name) => new(
        "PFF1613",
        Severity.Warning,
        new(
            $"Another operation has the operationId '{operationId}'; this one is called '{name}'.",
            $"Outra operação tem o operationId '{operationId}'; esta se chama '{name}'."),
        source,
        span);

    public static Diagnostic OperationCannotBeCalled(SourceText source, TextSpan span, string operation, LocalizedText reason) => new(
        "PFF1614",
        Severity.Warning,
        new(
            $"The operation '{operation}' is left out: {reason.English}.",
            $"A operação '{operation}' fica de fora: {reason.Portuguese}."),
        source,
        span);

    public static Diagnostic PathParameterNotDeclared(SourceText source, TextSpan span, string path, string parameter) => new(
        "PFF1615",
        Severity.Warning,
        new(
            $"The path '{path}' has '{{{parameter}}}', which the operation does not declare; it is taken as a text.",
            $"O caminho '{path}' tem '{{{parameter}}}', que a operação não declara; é tomado como texto."),
        source,
        span);

    public static Diagnostic ParameterLeftOut(SourceText source, TextSpan span, string operation, string parameter, LocalizedText reason) => new(
        "PFF1616",
        Severity.Warning,
        new(
            $"The parameter '{parameter}' of '{operation}' is left out: {reason.English}.",
            $"O parâmetro '{parameter}' de '{operation}' fica de fora: {reason.Portuguese}."),
        source,
        span);

    private static Diagnostic Error(string code, SourceText source, TextSpan span, LocalizedText message) =>
        new(code, Severity.Error, message, source, span);
}
