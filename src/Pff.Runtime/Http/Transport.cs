using System.Net;

namespace Pff.Runtime.Http;

/// <summary>The one connection pool of a run.</summary>
internal static class Transport
{
    private const int MaximumResponseHeadersKibibytes = 64;

    /// <summary>
    /// Follows no redirect, because a redirect can turn a write into a read and a host into another one; keeps no
    /// cookies, because rows must not see one another; renews connections, because addresses behind names change.
    /// </summary>
    public static HttpMessageInvoker Create() => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            ConnectTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = MaximumResponseHeadersKibibytes,
            ActivityHeadersPropagator = null,
            Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
        },
        disposeHandler: true);
}
