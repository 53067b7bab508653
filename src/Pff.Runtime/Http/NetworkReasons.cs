using Pff.Core.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>Why there was no answer, in words for people; never with a secret in them.</summary>
internal static class NetworkReasons
{
    /// <summary>Of an answer that is no HTTP.</summary>
    public static LocalizedText Malformed { get; } = new("malformed answer", "resposta malformada");

    /// <summary>Of an answer that had begun when its time was over.</summary>
    public static LocalizedText TooSlow { get; } = new("too slow", "lento demais");

    public static LocalizedText NoToken { get; } = new("its answer is no token", "a resposta dele não é um token");

    public static LocalizedText Of(Exception exception) => exception switch
    {
        OperationCanceledException => new("connect timeout", "tempo esgotado ao conectar"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new("the name cannot be resolved", "o nome não pôde ser resolvido"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new("TLS failed", "o TLS falhou"),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => new("the proxy refused", "o proxy recusou"),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => Malformed,
        _ => new("connection refused or lost", "conexão recusada ou perdida"),
    };
}
