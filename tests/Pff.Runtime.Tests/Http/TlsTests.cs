using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Encrypted connections to servers with certificates of an authority that the machine does not know.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task The_authority_that_a_catalogue_names_is_trusted()
    {
        using var authority = TestCertificates.Authority("CN=ours");
        await using var server = Server(TestCertificates.OfHost(authority, IPAddress.Loopback));
        Assert.Equal(RowOutcome.Succeeded, (await OneAsync(server, authority)).Outcome);
    }

    [Fact]
    public async Task Without_it_nothing_is_sent()
    {
        using var authority = TestCertificates.Authority("CN=ours");
        await using var server = Server(TestCertificates.OfHost(authority, IPAddress.Loopback));
        Refused(await OneAsync(server, null), server);
    }

    [Fact]
    public async Task Another_one_does_not_do()
    {
        using var authority = TestCertificates.Authority("CN=ours");
        using var other = TestCertificates.Authority("CN=ours");
        await using var server = Server(TestCertificates.OfHost(authority, IPAddress.Loopback));
        Refused(await OneAsync(server, other), server);
    }

    [Fact]
    public async Task A_certificate_for_another_host_does_not_do()
    {
        using var authority = TestCertificates.Authority("CN=ours");
        await using var server = Server(TestCertificates.OfHost(authority, IPAddress.Parse("127.0.0.2")));
        Refused(await OneAsync(server, authority), server);
    }

    [Fact]
    public async Task A_server_that_only_knows_an_older_version_than_was_asked_for_does_not_do()
    {
        using var authority = TestCertificates.Authority("CN=ours");
        await using var server = Server(TestCertificates.OfHost(authority, IPAddress.Loopback), SslProtocols.Tls12);
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
}
