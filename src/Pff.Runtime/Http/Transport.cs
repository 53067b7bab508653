using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;

namespace Pff.Runtime.Http;

/// <summary>Connections of one kind.</summary>
/// <param name="Certificate">What their hosts are shown; null where they are shown nothing.</param>
internal sealed record ConnectionPool(HttpMessageInvoker Invoker, ClientCertificate? Certificate) : IDisposable
{
    public void Dispose()
    {
        Invoker.Dispose();
        Certificate?.Dispose();
    }
}

/// <summary>The connection pools of a run: one for each way in which its APIs want to be connected to.</summary>
/// <param name="given">What sends requests instead of the network; null for the network. It is not disposed of.</param>
internal sealed class Transport(HttpMessageHandler? given, RunServices services) : IDisposable
{
    private const int MaximumResponseHeadersKibibytes = 64;

    private readonly Dictionary<ConnectionSettings, ConnectionPool> _pools = [];
    private readonly LoopbackBypass _proxy = new(HttpClient.DefaultProxy);

    /// <summary>For the hosts of an API.</summary>
    public Result<ConnectionPool> ForHosts(ApiDescriptor api) => For(api, api.Connections, api.Hosts);

    /// <summary>For the token endpoint of an API, which sees the client certificate only if it is said to.</summary>
    public Result<ConnectionPool> ForTokens(ApiDescriptor api) => api.Auth switch
    {
        ClientCredentialsAuth { ShowsCertificate: false } => For(api, api.Connections with { ClientCertificate = null }, []),
        ClientCredentialsAuth auth => For(api, api.Connections, [auth.TokenUrl]),
        _ => ForHosts(api),
    };

    public void Dispose()
    {
        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }
    }

    private Result<ConnectionPool> For(ApiDescriptor api, ConnectionSettings settings, IEnumerable<string> addresses)
    {
        settings = given is null ? settings : new ConnectionSettings();
        if (settings.ClientCertificate is { } source && addresses.Any(IsBehindEncryptedProxy))
        {
            return RuntimeFailures.ClientCertificateUnusable(api.Name, source.File, ClientCertificateFault.EncryptedProxy);
        }

        if (_pools.TryGetValue(settings, out var pool))
        {
            return pool;
        }

        X509Certificate2Collection? authorities = null;
        if (settings.AuthorityFile is { } path && (authorities = Read(path)) is null)
        {
            return RuntimeFailures.AuthoritiesNotReadable(api.Name, path);
        }

        ClientCertificate? certificate = null;
        if (settings.ClientCertificate is { } shown
            && !new ClientCertificateReader(api.Name, services.Secrets, services.Time).Read(shown).IsSuccess(out certificate, out var failure))
        {
            return failure;
        }

        if (certificate?.Caution is { } caution)
        {
            services.Observer?.Cautioned(caution);
        }

        pool = new ConnectionPool(
            given is null
                ? new HttpMessageInvoker(Build(settings, authorities, certificate), disposeHandler: true)
                : new HttpMessageInvoker(given, disposeHandler: false),
            certificate);
        _pools.Add(settings, pool);
        return pool;
    }

    /// <summary>The platform shows a proxy that is spoken to within TLS the certificate that is meant for the host.</summary>
    private bool IsBehindEncryptedProxy(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && _proxy.GetProxy(uri)?.Scheme == Uri.UriSchemeHttps;

    /// <summary>
    /// Follows no redirect, because a redirect can turn a write into a read and a host into another one; keeps no
    /// cookies, because rows must not see one another; renews connections, because addresses behind names change.
    /// </summary>
    private SocketsHttpHandler Build(ConnectionSettings settings, X509Certificate2Collection? authorities, ClientCertificate? certificate) => new()
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
        Proxy = _proxy,
        PlaintextStreamFilter = (context, _) =>
            ValueTask.FromResult(context.PlaintextStream is SslStream encrypted
                ? new HandshakeStream(encrypted, Attempt.Of(context.InitialRequestMessage))
                : context.PlaintextStream),
        SslOptions = new SslClientAuthenticationOptions
        {
#pragma warning disable CA5398 // The least version is a setting; the platform's own choice may be older.
            EnabledSslProtocols = settings.LeastTls == TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
            CertificateChainPolicy = authorities is null ? null : Trusting(authorities),
            ClientCertificateContext = certificate?.Context,
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
            certificates.ImportFromPem(services.Secrets.ReadFile(path) ?? "");
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
