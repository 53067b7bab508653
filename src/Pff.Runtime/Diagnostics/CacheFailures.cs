namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3263 and PFF3264: answers on disk.</summary>
public static partial class RuntimeFailures
{
    /// <summary>PFF3263.</summary>
    public static RuntimeFailure CacheThrownAway(string path) => new("PFF3263", new(
        $"Answers in {path} could not be used, and were thrown away; the run asks the servers instead.",
        $"Respostas em {path} não puderam ser usadas e foram descartadas; a execução pergunta aos servidores."));

    /// <summary>PFF3264.</summary>
    public static RuntimeFailure CacheKeyTooShort(string api, string source, int shortest) => new("PFF3264", new(
        $"API '{api}' encrypts its answers on disk with a secret from {source} that has fewer than {shortest} characters.",
        $"A API '{api}' cifra suas respostas em disco com um segredo de {source} que tem menos de {shortest} caracteres."))
    {
        Help = new("Make one with: openssl rand -base64 48", "Crie um com: openssl rand -base64 48"),
    };
}
