using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Servers that ask their clients for a certificate.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private const string Password = "pa55word-of-the-key";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000);
    private static readonly ClientCertificateSource Pair = new("crm.pem", new(null, "crm.key"), null);

    private readonly X509Certificate2 _authority = TestCertificates.Authority("CN=ours");
    private readonly X509Certificate2 _stranger = TestCertificates.Authority("CN=stranger");
    private readonly Dictionary<string, string> _files = [];
    private readonly Dictionary<string, byte[]> _binaries = [];

    [Theory]
    [InlineData("pem and key", SslProtocols.Tls12)]
    [InlineData("pem and key", SslProtocols.Tls13)]
    [InlineData("pem with its key", SslProtocols.Tls13)]
    [InlineData("rsa", SslProtocols.Tls13)]
    [InlineData("rsa in its own form", SslProtocols.Tls12)]
    [InlineData("encrypted key", SslProtocols.Tls13)]
    [InlineData("key from the environment", SslProtocols.Tls13)]
    [InlineData("archive", SslProtocols.Tls12)]
    [InlineData("archive", SslProtocols.Tls13)]
    [InlineData("archive without a password", SslProtocols.Tls13)]
    [InlineData("chain", SslProtocols.Tls12)]
    [InlineData("chain", SslProtocols.Tls13)]
    [InlineData("chain in an archive", SslProtocols.Tls13)]
    public async Task The_host_sees_the_certificate(string form, SslProtocols protocols)
    {
        await using var server = Server(protocols, new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _authority } });
        var row = await OneAsync(server.Address, Give(form));
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        Assert.Equal("CN=robot", Assert.Single(server.Clients.Values));
    }

    /// <summary>A server of .NET closes the connection without a word, so that nobody knows what it did before.</summary>
    [Theory]
    [InlineData(true, SslProtocols.Tls12)]
    [InlineData(true, SslProtocols.Tls13)]
    [InlineData(false, SslProtocols.Tls13)]
    public async Task A_host_that_hangs_up_leaves_a_write_unknown(bool isShown, SslProtocols protocols)
    {
        await using var server = Server(protocols, new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _stranger } });
        var row = await OneAsync(server.Address, isShown ? Give("pem and key") : null);
        Assert.Equal((RowOutcome.Unknown, "PFF3109"), (row.Outcome, row.Failure!.Code));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("-tls1_2", true, "it does not trust the issuer of the client certificate")]
    [InlineData("-tls1_3", true, "it does not trust the issuer of the client certificate")]
    [InlineData("-tls1_3", false, "it asks for a client certificate, and was shown none")]
    public async Task A_host_that_says_why_leaves_a_write_certainly_undone(string version, bool isShown, string says)
    {
        using var folder = new TemporaryFolder();
        using var certificate = TestCertificates.OfHost(_authority, IPAddress.Loopback);
        await using var server = await OpenSslServer.StartAsync(folder, certificate, _stranger, version);
        Assert.SkipWhen(server is null, "there is no openssl");
        foreach (var (isHttp2, size) in new[] { (false, 1), (true, 1), (false, 1_000_000), (true, 1_000_000) })
        {
            var row = await OneAsync(server.Address, isShown ? Give("pem and key") : null, isHttp2, size: size);
            Assert.Equal((RowOutcome.Failed, "PFF3269", FailureKind.Unauthorized), (row.Outcome, row.Failure!.Code, row.Failure.Kind));
            Assert.Contains(says, row.Failure.Message.English, StringComparison.Ordinal);
        }
    }

    /// <summary>In TLS 1.2 the host says only that the handshake failed.</summary>
    [Fact]
    public async Task A_host_that_does_not_say_why_leaves_it_undone_too()
    {
        using var folder = new TemporaryFolder();
        using var certificate = TestCertificates.OfHost(_authority, IPAddress.Loopback);
        await using var server = await OpenSslServer.StartAsync(folder, certificate, _authority, "-tls1_2");
        Assert.SkipWhen(server is null, "there is no openssl");
        var row = await OneAsync(server.Address, null);
        Assert.Equal((RowOutcome.Failed, "PFF3103"), (row.Outcome, row.Failure!.Code));
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, "CN=robot")]
    [InlineData(true, true, "CN=robot")]
    public async Task The_token_endpoint_sees_it_where_the_catalogue_says_so(bool isShown, bool hasSecret, string? client)
    {
        await using var server = Server(SslProtocols.Tls13, null, r => r.Target == "/token" ? WireReply.Json("{\"access_token\":\"t1\"}") : WireReply.Json("{}"));
        var auth = new ClientCredentialsAuth(server.Address + "/token", new("ID", null), isShown && !hasSecret ? null : new("SECRET", null), []) { ShowsCertificate = isShown };
        var row = await OneAsync(server.Address, Give("pem and key"), auth: auth);
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        var ask = server.Requests.Single(r => r.Target == "/token");
        Assert.Equal(client, server.Clients[ask.Connection]);
        Assert.Equal("CN=robot", server.Clients[server.Requests.Single(r => r.Target != "/token").Connection]);
        Assert.Equal(isShown && !hasSecret ? (null, "grant_type=client_credentials&client_id=me") : ("Basic bWU6czNjcmV0", "grant_type=client_credentials"), (ask.Header("Authorization"), ask.Body));
    }

    [Fact]
    public async Task A_host_that_sends_elsewhere_does_not_send_the_certificate_there()
    {
        await using var elsewhere = Server(SslProtocols.Tls13, null);
        await using var server = Server(SslProtocols.Tls13, null, _ => new WireReply(307) { Headers = $"Location: {elsewhere.Address}/things/a\r\n" });
        Assert.Equal("PFF3108", (await OneAsync(server.Address, Give("pem and key"))).Failure!.Code);
        Assert.Empty(elsewhere.Clients);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    private ClientCertificateSource Give(string form)
    {
        using var between = TestCertificates.Authority(_authority, "CN=between");
        using var certificate = form.StartsWith("rsa", StringComparison.Ordinal) ? TestCertificates.OfClientWithRsa(_authority, "CN=robot")
            : TestCertificates.OfClient(form.StartsWith("chain", StringComparison.Ordinal) ? between : _authority, "CN=robot");
        AsymmetricAlgorithm key = (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()!;
        _files["crm.pem"] = certificate.ExportCertificatePem();
        _files["crm.key"] = key.ExportPkcs8PrivateKeyPem();
        switch (form)
        {
            case "pem with its key":
                _files["crm.pem"] += "\n" + _files["crm.key"];
                return new ClientCertificateSource("crm.pem", null, null);
            case "rsa in its own form":
                _files["crm.key"] = ((RSA)key).ExportRSAPrivateKeyPem();
                return Pair;
            case "encrypted key":
                _files["crm.key"] = key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption);
                return Pair with { Password = new("PASSWORD", null) };
            case "key from the environment":
                return Pair with { Key = new("KEY", null) };
            case "archive":
                _binaries["crm.p12"] = certificate.Export(X509ContentType.Pkcs12, Password);
                return new ClientCertificateSource("crm.p12", null, new("PASSWORD", null));
            case "archive without a password":
                _binaries["crm.p12"] = certificate.Export(X509ContentType.Pkcs12);
                return new ClientCertificateSource("crm.p12", null, null);
            case "chain":
                // The authority's certificate comes first here, as it does in some files.
                _files["crm.pem"] = between.ExportCertificatePem() + "\n" + _files["crm.pem"];
                return Pair;
            case "chain in an archive":
                using (var alone = X509CertificateLoader.LoadCertificate(between.Export(X509ContentType.Cert)))
                {
                    _binaries["crm.p12"] = new X509Certificate2Collection { certificate, alone }.Export(X509ContentType.Pkcs12, Password)!;
                }

                return new ClientCertificateSource("crm.p12", null, new("PASSWORD", null));
            default:
                return Pair;
        }
    }

    /// <param name="policy">Which clients it takes; null for all of them, with a certificate or not.</param>
    private FaultServer Server(SslProtocols protocols, X509ChainPolicy? policy, Func<WireRequest, WireReply>? handler = null) => new(
        request => Task.FromResult(handler?.Invoke(request) ?? WireReply.Json("{}")),
        new SslServerAuthenticationOptions
        {
            ServerCertificate = TestCertificates.OfHost(_authority, IPAddress.Loopback),
            EnabledSslProtocols = protocols,
            ClientCertificateRequired = true,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = policy is null ? (_, certificate, _, _) => certificate is null or { Subject.Length: > 0 } : null,
        });

    private async Task<RowResult> OneAsync(string address, ClientCertificateSource? certificate, bool isHttp2 = false, AuthDescriptor? auth = null, int size = 1)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [address],
            Auth = auth ?? new NoAuth(),
            Retry = new RetrySettings { MaximumRetries = 0 },
            Connections = new ConnectionSettings { HttpVersion = isHttp2 ? 2 : 1, AuthorityFile = "ca.pem", ClientCertificate = certificate },
        };
        _files["ca.pem"] = _authority.ExportCertificatePem();
        var variables = new Dictionary<string, string> { ["PASSWORD"] = Password, ["KEY"] = _files.GetValueOrDefault("crm.key", ""), ["ID"] = "me", ["SECRET"] = "s3cret" };
        return await TestRun.OneAsync(
            plan.Build(plan.Call(plan.Write(isIdempotent: false), arguments: [plan.Constant("a"), plan.Constant(new string('x', size))])), secrets: new TestSecrets(variables, _files) { Binaries = _binaries });
    }
}
