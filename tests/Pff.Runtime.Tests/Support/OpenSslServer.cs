using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Pff.Runtime.Tests.Support;

/// <summary>
/// <c>openssl s_server</c>, which says in a TLS alert what it has against a client's certificate. Servers of .NET close the
/// connection without a word.
/// </summary>
internal sealed partial class OpenSslServer : IAsyncDisposable
{
    private readonly Process _process;

    private OpenSslServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Address => $"https://127.0.0.1:{Port}";

    /// <summary>Null where the machine has no such program.</summary>
    /// <param name="authority">Whose certificates clients must show.</param>
    public static async Task<OpenSslServer?> StartAsync(TemporaryFolder folder, X509Certificate2 certificate, X509Certificate2 authority, string version)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (own, trusted) = (folder.At("server.pem"), folder.At("trusted.pem"));
        await File.WriteAllTextAsync(own, certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), cancellation);
        await File.WriteAllTextAsync(trusted, authority.ExportCertificatePem(), cancellation);
        try
        {
            var process = Process.Start(new ProcessStartInfo("openssl",
                ["s_server", "-accept", "127.0.0.1:0", "-cert", own, "-key", own, "-CAfile", trusted, "-Verify", "2", "-verify_return_error", "-alpn", "h2,http/1.1", "-www", version])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            })!;
            process.BeginErrorReadLine();
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (Accepting().Match(line) is { Success: true } found)
                {
                    return new OpenSslServer(process, int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));
                }
            }

            process.Dispose();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex("^ACCEPT .*:([0-9]+)$")]
    private static partial Regex Accepting();
}
