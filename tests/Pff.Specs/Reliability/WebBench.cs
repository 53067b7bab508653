using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Pff.Specs.Reliability;

/// <summary>A web server by other makers than the mock, and a folder with a manifest that calls it.</summary>
internal sealed class WebBench : IAsyncDisposable
{
    private readonly WebApplication _application;

    private WebBench(WebApplication application) => _application = application;

    /// <summary>Protocol, connection and body of each request.</summary>
    public ConcurrentQueue<(string Protocol, string Connection, byte[] Body)> Requests { get; } = new();

    public string Address => _application.Urls.Single();

    public string Folder { get; } = Directory.CreateTempSubdirectory("pff-web-").FullName;

    /// <summary>Who the client said that it was, of each request; null where it said nothing.</summary>
    public ConcurrentQueue<string?> Clients { get; } = new();

    /// <param name="isEncrypted">With a certificate that is its own authority, in <c>ca.pem</c>.</param>
    /// <param name="client">The certificate that alone is let in; null where clients are not asked for one.</param>
    public static async Task<WebBench> StartAsync(bool isEncrypted, HttpProtocols protocols, X509Certificate2? client = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        using var certificate = Certificate();
        using var kept = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (isEncrypted)
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
                    https.ClientCertificateMode = client is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (shown, _, _) => shown.Thumbprint == client?.Thumbprint;
                });
            }
        }));
        var bench = new WebBench(builder.Build());
        bench._application.Run(bench.AnswerAsync);
        await bench._application.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "ca.pem"), kept.ExportCertificatePem());
        return bench;
    }

    /// <param name="settings">Lines of the catalogue.</param>
    public async Task WriteAsync(int rows, string settings)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "manifest.yaml"), """
            version: "1.0"
            sequences:
              fix:
                - method: get_thing
                  args: { id: "{{id}}" }
                - method: set_thing
                  args: { id: "{{id}}", status: Corrected }

            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "apis", "crm.yaml"), $$"""
            api: crm
            hosts: {{Address}}
            {{settings}}
            methods:
              get_thing: { request: "GET /things/{id}", parameters: { id: text } }
              set_thing: { request: "POST /things/{id}", parameters: { id: text, status: text } }

            """);
        var table = new StringBuilder("id\n");
        table.AppendJoin('\n', Enumerable.Range(1, rows));
        await File.WriteAllTextAsync(Path.Combine(Folder, "rows.csv"), table.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests.Enqueue((context.Request.Protocol, context.Connection.Id, body.ToArray()));
        Clients.Enqueue(context.Connection.ClientCertificate?.Subject);
        await Task.Delay(20);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}");
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=web", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
