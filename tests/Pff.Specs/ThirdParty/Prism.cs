using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pff.Specs.ThirdParty;

/// <summary>
/// Stoplight's Prism, a mock server that holds every request against an OpenAPI document and says which break it. It is
/// installed once into a folder of this user's cache.
/// </summary>
internal sealed class Prism : IDisposable
{
    private const string Version = "5.14.2";
    private static readonly string CacheFolder = Path.Combine(
        Environment.GetEnvironmentVariable("PFF_TEST_CACHE") ?? Path.Combine(Path.GetTempPath(), "pff-test-cache"), $"prism-{Version}");

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private Prism(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Requests that Prism found to be as the document says.</summary>
    public int Accepted => Count("The request passed the validation rules");

    /// <summary>What Prism says of requests that break the document.</summary>
    public IReadOnlyList<string> Violations =>
        [.. Log.Split('\n').Where(line => line.Contains("Violation: request", StringComparison.Ordinal)
            || line.Contains("Request did not pass the validation rules", StringComparison.Ordinal))];

    /// <summary>Null where it cannot be installed; <paramref name="whyNot"/> then says why.</summary>
    public static string? FindOrInstall(out string whyNot)
    {
        var program = Path.Combine(CacheFolder, "node_modules", "@stoplight", "prism-cli", "dist", "index.js");
        whyNot = "";
        if (File.Exists(program))
        {
            return program;
        }

        try
        {
            Directory.CreateDirectory(CacheFolder);
            var start = new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--prefix", CacheFolder, "@stoplight/prism-cli@" + Version])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var npm = Process.Start(start)!;
            var errors = npm.StandardError.ReadToEndAsync();
            _ = npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            whyNot = npm.ExitCode == 0 ? "" : $"npm could not install Prism: {errors.Result}";
            return File.Exists(program) ? program : null;
        }
        catch (Win32Exception)
        {
            whyNot = "npm is not installed.";
            return null;
        }
    }

    public static async Task<Prism> StartAsync(string program, string document)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("node", [program, "mock", "--host", "127.0.0.1", "--port", $"{port}", "--seed", "pff", document])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var prism = new Prism(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        for (var i = 0; i < 600 && !prism.Log.Contains("Prism is listening", StringComparison.Ordinal); i++)
        {
            await Task.Delay(100);
            Assert.False(prism._process.HasExited, "Prism ended: " + prism.Log);
        }

        return prism;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private int Count(string what) => Log.Split('\n').Count(line => line.Contains(what, StringComparison.Ordinal));

    private void Hear(string? line)
    {
        lock (_log)
        {
            _log.Append(line).Append('\n');
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
