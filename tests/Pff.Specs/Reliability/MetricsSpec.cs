using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>What a collector gets that the environment names, in the variables of OpenTelemetry.</summary>
public sealed class MetricsSpec
{
    private static readonly string[] Instruments =
    [
        "pff.rows", "pff.calls", "pff.requests", "pff.requests.again", "pff.reads.saved", "pff.host.healthy", "pff.host.concurrency",
        "http.client.request.duration", "http.client.open_connections", "succeeded",
    ];

    [Fact]
    public async Task A_collector_gets_the_figures_of_the_run_and_of_its_connections()
    {
        await using var collector = await WebBench.StartAsync(isEncrypted: false, HttpProtocols.Http1);
        await using var bench = await WebBench.StartAsync(isEncrypted: false, HttpProtocols.Http1);
        await bench.WriteAsync(3, "");
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_SERVICE_NAME"] = "nightly-fix",
        };
        var (exitCode, said) = await RunningProgram.RunWithAsync(variables, "pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv");
        Assert.True(exitCode == 0, said);
        var sent = Encoding.UTF8.GetString([.. collector.Requests.SelectMany(r => r.Body)]);
        Assert.All(Instruments, name => Assert.Contains(name, sent, StringComparison.Ordinal));
        Assert.Contains("nightly-fix", sent, StringComparison.Ordinal);
        Assert.Equal(6, bench.Requests.Count);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_does_not_hurt_the_run()
    {
        await using var bench = await WebBench.StartAsync(isEncrypted: false, HttpProtocols.Http1);
        await bench.WriteAsync(3, "");
        var variables = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9" };
        var (exitCode, said) = await RunningProgram.RunWithAsync(variables, "pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv");
        Assert.True(exitCode == 0, said);
    }
}
