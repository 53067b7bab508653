using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Encrypted connections to servers with certificates of an authority that the machine does not know.</summary>
public sealed class TlsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task The_authority_that_a_catalogue_names_is_trusted()
    {
        using var authority = Authority("CN=ours");
        await using var server = Server(Certificate(authority, IPAddress.Loopback));
        Assert.Equal(RowOutcome.Succeeded, (await OneAsync(server, authority)).Outcome);
    }

    [Fact]
    public async Task Without_it_nothing_is_sent()
    {
        using var authority = Authority("CN=ours");
        await using var server = Server(Certificate(authority, IPAddress.Loopback));
        Refused(await OneAsync(server, null), server);
    }

    [Fact]
    public async Task Another_one_does_not_do()
    {
        using var authority = Authority("CN=ours");
        using var other = Authority("CN=ours");
        await using var server = Server(Certificate(authority, IPAddress.Loopback));
        Refused(await OneAsync(server, other), server);
    }

    [Fact]
    public async Task A_certificate_for_another_host_does_not_do()
    {
        using var authority = Authority("CN=ours");
        await using var server = Server(Certificate(authority, IPAddress.Parse("127.0.0.2")));
        Refused(await OneAsync(server, authority), server);
    }

    [Fact]
    public async Task A_server_that_only_knows_an_older_version_than_was_asked_for_does_not_do()
    {
        using var authority = Authority("CN=ours");
        await using var server = Server(Certificate(authority, IPAddress.Loopback), SslProtocols.Tls12);
        Refused(await OneAsync(server, authority, TlsVersion.Tls13), server);
        Assert.Equal(RowOutcome.Succeeded, (await OneAsync(server, authority, TlsVersion.Tls12)).Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n")]
    public void A_file_without_an_authority_ends_the_run_before_it_starts(string? content)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = ["https://crm.example"], Connections = new ConnectionSettings { AuthorityFile = "ca.pem" } };
        var files = new Dictionary<string, string>();
        if (content is not null)
        {
            files["ca.pem"] = content;
        }

        var services = new RunServices { Time = TimeProvider.System, Secrets = new TestSecrets(files: files) };
        Assert.False(RunEngine.Create(plan.Build(plan.Call(plan.Read())), "main", new RunSettings { Workers = 1 }, services).IsSuccess(out _, out var failure));
        Assert.Equal("PFF3116", failure!.Code);
    }

    private static void Refused(RowResult row, FaultServer server)
    {
        Assert.Equal("PFF3103", row.Failure!.Code);
        Assert.Contains("TLS failed", row.Failure.Message.English, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static FaultServer Server(X509Certificate2 certificate, SslProtocols protocols = SslProtocols.None) => new(
        _ => Task.FromResult(WireReply.Json("{}")), new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = protocols });

    private static async Task<RowResult> OneAsync(FaultServer server, X509Certificate2? authority, TlsVersion least = TlsVersion.Tls12)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Retry = new RetrySettings { MaximumRetries = 0 },
            Connections = new ConnectionSettings { LeastTls = least, AuthorityFile = authority is null ? null : "ca.pem" },
        };
        var files = authority is null ? [] : new Dictionary<string, string> { ["ca.pem"] = "Our own:\n" + authority.ExportCertificatePem() };
        return await TestRun.OneAsync(plan.Build(plan.Call(plan.Write(isIdempotent: false))), secrets: new TestSecrets(files: files));
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, Now.AddHours(-1), Now.AddHours(1), [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
