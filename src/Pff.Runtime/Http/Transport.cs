using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>The connection pools of a run: one for each way in which its APIs want to be connected to.</summary>
/// <param name="given">What sends requests instead of the network; null for the network. It is not disposed of.</param>
/// <param name="files">Where certificates are read.</param>
internal sealed class Transport(HttpMessageHandler? given, ISecretReader files) : IDisposable
{
    private const int MaximumResponseHeadersKibibytes = 64;

    private readonly Dictionary<ConnectionSettings, HttpMessageInvoker> _invokers = [];

    public Result<HttpMessageInvoker> For(ApiDescriptor api)
    {
        var settings = given is null ? api.Connections : new ConnectionSettings();
        if (_invokers.TryGetValue(settings, out var invoker))
        {
            return invoker;
        }

        X509Certificate2Collection? authorities = null;
        if (settings.AuthorityFile is { } path && (authorities = Read(path)) is null)
        {
            return RuntimeFailures.AuthoritiesNotReadable(api.Name, path);
        }

        invoker = given is null
            ? new HttpMessageInvoker(Build(settings, authorities), disposeHandler: true)
            : new HttpMessageInvoker(given, disposeHandler: false);
        _invokers.Add(settings, invoker);
        return invoker;
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Dispose();
        }
    }

    /// <summary>
    /// Follows no redirect, because a redirect can turn a write into a read and a host into another one; keeps no
    /// cookies, because rows must not see one another; renews connections, because addresses behind names change.
    /// </summary>
    private static SocketsHttpHandler Build(ConnectionSettings settings, X509Certificate2Collection? authorities) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = WholeOf(settings.LifetimeMs),
        PooledConnectionIdleTimeout = WholeOf(settings.IdleMs),
        MaxConnectionsPerServer = settings.MaximumConnections > 0 ? settings.MaximumConnections : int.MaxValue,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = MaximumResponseHeadersKibibytes,
        ActivityHeadersPropagator = null,
        Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
        SslOptions = new SslClientAuthenticationOptions
        {
#pragma warning disable CA5398 // The least version is a setting; the platform's own choice may be older.
            EnabledSslProtocols = settings.LeastTls == TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
            CertificateChainPolicy = authorities is null ? null : Trusting(authorities),
        },
    };

    /// <summary>Those and no others: an API with an authority of its own need not trust all of the machine's.</summary>
    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private X509Certificate2Collection? Read(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(files.ReadFile(path) ?? "");
            return certificates.Count > 0 ? certificates : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>0 stands for as long as there is need.</summary>
    private static TimeSpan WholeOf(int milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : Timeout.InfiniteTimeSpan;
}
