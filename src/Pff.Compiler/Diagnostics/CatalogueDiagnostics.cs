using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1501 to PFF1512: a catalogue's file, settings, hosts and secrets.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic CatalogueNotReadable(SourceText source, TextSpan span, string path, FileReadStatus status) =>
        Error("PFF1501", source, span, status switch
        {
            FileReadStatus.TooLarge => new($"The file '{path}' is too large.", $"O arquivo '{path}' é grande demais."),
            FileReadStatus.NotText => new($"The file '{path}' is not UTF-8 text.", $"O arquivo '{path}' não é texto UTF-8."),
            FileReadStatus.NotReadable => new($"The file '{path}' cannot be read.", $"O arquivo '{path}' não pode ser lido."),
            _ => new($"There is no file '{path}'.", $"Não existe o arquivo '{path}'."),
        });

    public static Diagnostic NotADuration(YamlScalar value) => Error(
        "PFF1502", value.Source, value.Span,
        $"Expected a time such as '250ms', '5s', '2m' or '1h', found '{Shorten(value.Text)}'.",
        $"Esperava um tempo como '250ms', '5s', '2m' ou '1h', encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic NotASize(YamlScalar value) => Error(
        "PFF1503", value.Source, value.Span,
        $"Expected a size such as '512KiB', '16MiB' or '10MB', found '{Shorten(value.Text)}'.",
        $"Esperava um tamanho como '512KiB', '16MiB' ou '10MB', encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic NotAPercentage(YamlScalar value) => Error(
        "PFF1504", value.Source, value.Span,
        $"Expected a percentage from '0%' to '100%', found '{Shorten(value.Text)}'.",
        $"Esperava uma porcentagem de '0%' a '100%', encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic NotANumberWithin(YamlScalar value, string smallest, string largest) => Error(
        "PFF1505", value.Source, value.Span,
        $"Expected a number from {smallest} to {largest}, found '{Shorten(value.Text)}'.",
        $"Esperava um número de {smallest} a {largest}, encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic CatalogueKeyMissing(SourceText source, TextSpan span, LocalizedText owner, string key) => Error(
        "PFF1506", source, span,
        $"{owner.English} needs the key '{key}'.",
        $"{owner.Portuguese} precisa da chave '{key}'.");

    public static Diagnostic NotAChoice(YamlScalar value, IReadOnlyCollection<string> choices)
    {
        var nearest = Suggestion.Nearest(value.Text, choices);
        var list = string.Join(", ", choices);
        return Error(
            "PFF1507", value.Source, value.Span,
            $"Expected one of {list}, found '{Shorten(value.Text)}'.",
            $"Esperava um destes: {list}; encontrei '{Shorten(value.Text)}'.") with
        {
            Help = nearest is null ? null : DidYouMean(nearest),
            Fix = nearest is null ? null : Replace(value.Span, nearest),
        };
    }

    /// <param name="value">The name.</param>
    /// <param name="kind">What it names: "an API", "uma API".</param>
    public static Diagnostic NotACatalogueName(YamlScalar value, LocalizedText kind) => Error(
        "PFF1508", value.Source, value.Span,
        $"'{Shorten(value.Text)}' cannot name {kind.English}; a name starts with a letter or '_' and goes on with letters, digits, '_' or '-'.",
        $"'{Shorten(value.Text)}' não pode nomear {kind.Portuguese}; um nome começa com letra ou '_' e segue com letras, dígitos, '_' ou '-'.");

    public static Diagnostic HostNotUsable(SourceText source, TextSpan span, string address, LocalizedText reason) => Error(
        "PFF1509", source, span,
        $"'{Shorten(address)}' cannot be a host: {reason.English}.",
        $"'{Shorten(address)}' não pode ser um host: {reason.Portuguese}.");

    public static Diagnostic NoHosts(SourceText source, TextSpan span, string api) => Error(
        "PFF1510", source, span,
        $"The API '{Shorten(api)}' has no host, and no OpenAPI document that says an absolute one.",
        $"A API '{Shorten(api)}' não tem host, nem um documento OpenAPI que diga um absoluto.") with
    {
        Help = new("Add 'hosts: [\"https://…\"]'.", "Acrescente 'hosts: [\"https://…\"]'."),
    };

    /// <remarks>The message does not repeat the text, for it may be a secret.</remarks>
    public static Diagnostic SecretInline(SourceText source, TextSpan span) => Error(
        "PFF1511", source, span,
        "A secret must not stand in a catalogue; say where it is found with '{ env: NAME }' or '{ file: PATH }'.",
        "Um segredo não pode estar em um catálogo; diga onde ele se encontra com '{ env: NOME }' ou '{ file: CAMINHO }'.");

    public static Diagnostic SecretSentInTheClear(SourceText source, TextSpan span, string host) => Warning(
        "PFF1512", source, span,
        $"The API's secret is sent in the clear to '{Shorten(host)}'; use https.",
        $"O segredo da API é enviado às claras para '{Shorten(host)}'; use https.");
}
