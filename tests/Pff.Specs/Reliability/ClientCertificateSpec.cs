using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary><c>client_certificate</c> of a catalogue, against a server of other makers that lets in one client only.</summary>
public sealed class ClientCertificateSpec
{
    private const string Password = "pa55word-of-the-archive";
    private const string Shown = "tls: { ca: ca.pem, client_certificate: { file: keys/robot.p12, password: { env: ROBOT_PASSWORD } } }\n";

    private static readonly Dictionary<string, string> Knowing = new() { ["ROBOT_PASSWORD"] = Password };

    [Theory]
    [InlineData("http: 1.1", "HTTP/1.1")]
    [InlineData("http: 2", "HTTP/2")]
    public async Task The_host_lets_the_run_in(string http, string protocol)
    {
        using var robot = Certificate(DateTimeOffset.UtcNow.AddDays(3));
        await using var bench = await BenchAsync(robot, robot, Shown + http);
        var (exitCode, said) = await RunAsync(bench, "run", "manifest.yaml", "--file", "rows.csv");
        Assert.True(exitCode == 0, said);
        Assert.Equal(8, bench.Requests.Count);
        Assert.All(bench.Requests, request => Assert.Equal(protocol, request.Protocol));
        Assert.All(bench.Clients, client => Assert.Equal("CN=robot", client));
        Assert.Contains("PFF3268: The client certificate of API 'crm', in keys/robot.p12, expires at ", said, StringComparison.Ordinal);
        AssertSilent(bench, robot);
    }

    /// <summary>Each command that goes on reads the certificate anew, from where the manifest is.</summary>
    [Fact]
    public async Task It_is_read_again_where_a_change_is_applied()
    {
        using var robot = Certificate(DateTimeOffset.UtcNow.AddDays(30));
        await using var bench = await BenchAsync(robot, robot, Shown);
        var elsewhere = Directory.CreateDirectory(Path.Combine(bench.Folder, "elsewhere")).FullName;
        async Task<string> Do(int expected, params string[] arguments)
        {
            var (exitCode, said) = await RunningProgram.RunWithAsync(Knowing, "pff", elsewhere, arguments);
            Assert.True(exitCode == expected, said);
            return said;
        }

        await Do(0, "plan", "../manifest.yaml", "--file", "../rows.csv", "--out", "change.pffchange");
        await Do(0, "approve", "change.pffchange", "--by", "ana");
        File.Move(Path.Combine(bench.Folder, "keys", "robot.p12"), Path.Combine(bench.Folder, "keys", "away.p12"));
        Assert.Contains("PFF3265", await Do(2, "apply", "change.pffchange"), StringComparison.Ordinal);
        File.Move(Path.Combine(bench.Folder, "keys", "away.p12"), Path.Combine(bench.Folder, "keys", "robot.p12"));
        await Do(0, "apply", "change.pffchange");
        Assert.Equal(4, bench.Requests.Count(r => r.Body.Length > 0));
        Assert.All(bench.Clients, client => Assert.Equal("CN=robot", client));
    }

    /// <summary>A server of .NET hangs up on whom it does not let in; the rows read first, so that nothing is unknown.</summary>
    [Fact]
    public async Task Rows_that_another_certificate_failed_are_done_again_with_the_right_one()
    {
        using var robot = Certificate(DateTimeOffset.UtcNow.AddDays(30));
        using var stranger = Certificate(DateTimeOffset.UtcNow.AddDays(30));
        await using var bench = await BenchAsync(robot, stranger, Shown + "retry: { times: 0 }");
        var (exitCode, said) = await RunAsync(bench, "run", "manifest.yaml", "--file", "rows.csv");
        Assert.True(exitCode == 1, said);
        Assert.Contains("PFF3104", said, StringComparison.Ordinal);
        Assert.Empty(bench.Requests);
        await File.WriteAllBytesAsync(Path.Combine(bench.Folder, "keys", "robot.p12"), robot.Export(X509ContentType.Pkcs12, Password));
        (exitCode, said) = await RunAsync(bench, "redrive", "last", "--failed");
        Assert.True(exitCode == 0, said);
        Assert.Equal(8, bench.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_password_ends_the_run_before_it_starts()
    {
        using var robot = Certificate(DateTimeOffset.UtcNow.AddDays(30));
        await using var bench = await BenchAsync(robot, robot, Shown);
        var (exitCode, said) = await RunningProgram.RunWithAsync(
            new() { ["ROBOT_PASSWORD"] = "not-the-password" }, "pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv");
        Assert.Equal(2, exitCode);
        Assert.Contains("PFF3266", said, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", said, StringComparison.Ordinal);
        Assert.Empty(bench.Requests);
    }

    [Fact]
    public async Task A_proxy_that_could_ask_for_it_is_refused()
    {
        using var robot = Certificate(DateTimeOffset.UtcNow.AddDays(30));
        await using var bench = await BenchAsync(robot, robot, Shown);
        var catalogue = Path.Combine(bench.Folder, "apis", "crm.yaml");
        await File.WriteAllTextAsync(catalogue, (await File.ReadAllTextAsync(catalogue)).Replace(bench.Address, "https://crm.example.com", StringComparison.Ordinal));
        var (exitCode, said) = await RunningProgram.RunWithAsync(
            new(Knowing) { ["https_proxy"] = "https://127.0.0.1:9" }, "pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv");
        Assert.Equal(2, exitCode);
        Assert.Contains("https proxy", said, StringComparison.Ordinal);
    }

    private static async Task<WebBench> BenchAsync(X509Certificate2 letIn, X509Certificate2 shown, string settings)
    {
        var bench = await WebBench.StartAsync(isEncrypted: true, HttpProtocols.Http1AndHttp2, letIn);
        await bench.WriteAsync(4, settings);
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        await File.WriteAllBytesAsync(Path.Combine(bench.Folder, "keys", "robot.p12"), shown.Export(X509ContentType.Pkcs12, Password));
        return bench;
    }

    private static Task<(int ExitCode, string Said)> RunAsync(WebBench bench, params string[] arguments) =>
        RunningProgram.RunWithAsync(Knowing, "pff", bench.Folder, arguments);

    /// <summary>Neither the password nor the key is in any file that the run has left.</summary>
    private static void AssertSilent(WebBench bench, X509Certificate2 certificate)
    {
        var key = certificate.GetECDsaPrivateKey()!.ExportParameters(includePrivateParameters: true).D!;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(bench.Folder, ".pff"), "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(bytes.AsSpan().IndexOf(key) < 0 && bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Password)) < 0, file);
        }
    }

    private static X509Certificate2 Certificate(DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=robot", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), until);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
