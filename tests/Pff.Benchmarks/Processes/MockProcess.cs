using System.Diagnostics;
using System.Text.Json;
using Pff.Core.Text;
using Pff.Hosting.Files;
using Pff.Server.Mocking;

namespace Pff.Benchmarks.Processes;

/// <summary>A mock server in a process of its own, so that what it costs is nobody's who is measured.</summary>
internal sealed class MockProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client = new();

    private MockProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>What the child does: serves until its standard input ends, which it does when the parent is gone.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var path = Path.GetFullPath(args[0]);
        var source = new SourceText(Path.GetFileName(path), await File.ReadAllTextAsync(path));
        var reading = MockFile.Read(source, new DiskFileSource(Path.GetDirectoryName(path)!));
        foreach (var diagnostic in reading.Diagnostics)
        {
            await Console.Error.WriteLineAsync($"{diagnostic.Code} {diagnostic.Source.GetText(diagnostic.Span)}: {diagnostic.Message}");
        }

        if (reading.Definition is null)
        {
            return 1;
        }

        var start = await MockServer.StartAsync(reading.Definition, new MockOptions { JournalCapacity = 0 }, CancellationToken.None);
        await using var server = start.Server ?? throw new InvalidOperationException(start.Failure!.Message.English);
        Console.WriteLine(server.BaseAddress);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<MockProcess> StartAsync(string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["mock", file]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The mock did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mock did not say where it is.");
        return new MockProcess(process, new Uri(line));
    }

    public async Task ResetAsync()
    {
        using var response = await _client.PostAsync(new Uri(Address, "/_mock/reset"), null);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>How many requests came since the last reset, and how many of them changed something.</summary>
    public async Task<(long Requests, long Effects)> CountAsync()
    {
        using var document = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Address, "/_mock/summary")));
        return (document.RootElement.GetProperty("requests").GetInt64(), document.RootElement.GetProperty("effects").GetInt64());
    }

    /// <summary>What the mock itself used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
