using Pff.Core.Diagnostics;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3316 to PFF3318: the keys of encrypted journals. None repeats a key.</summary>
public static partial class RuntimeFailures
{
    /// <summary>PFF3316.</summary>
    public static RuntimeFailure JournalKeyMissing(JournalKey key) =>
        new("PFF3316", new(
            $"The journal is encrypted because of API '{key.Api}', and its key is not there: {PlaceOf(key).English} is missing or empty. Nothing was sent.",
            $"O diário é cifrado por causa da API '{key.Api}', e a chave não está lá: falta {PlaceOf(key).Portuguese}, ou está sem valor. Nada foi enviado."))
        {
            Help = new(
                "Without the key a journal can only be listed, verified, exported without contents, and pruned.",
                "Sem a chave um diário só pode ser listado, conferido, exportado sem conteúdos e apagado."),
        };

    /// <summary>PFF3317.</summary>
    public static RuntimeFailure JournalKeyWrong(JournalKey key) =>
        new("PFF3317", new(
            $"The journal was encrypted with another key than {PlaceOf(key).English} has now (API '{key.Api}'). Nothing was sent.",
            $"O diário foi cifrado com outra chave que não a que está agora em: {PlaceOf(key).Portuguese} (API '{key.Api}'). Nada foi enviado."))
        {
            Help = new("Give the key with which the run began.", "Dê a chave com que a execução começou."),
        };

    /// <summary>PFF3318.</summary>
    public static RuntimeFailure JournalKeyTooShort(JournalKey key, int shortest) =>
        new("PFF3318", new(
            $"API '{key.Api}' encrypts journals with a secret from {PlaceOf(key).English} that has fewer than {shortest} characters.",
            $"A API '{key.Api}' cifra diários com um segredo que tem menos de {shortest} caracteres: {PlaceOf(key).Portuguese}."))
        {
            Help = new("Make one with: openssl rand -base64 48", "Crie um com: openssl rand -base64 48"),
        };

    private static LocalizedText PlaceOf(JournalKey key) => key.Source.EnvironmentVariable is { } variable
        ? new($"the environment variable {variable}", $"a variável de ambiente {variable}")
        : new($"the file {key.Source.File}", $"o arquivo {key.Source.File}");
}
