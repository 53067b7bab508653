using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary><c>http</c> and <c>tls</c> of a catalogue, against a server of other makers.</summary>
public sealed class ConnectionsSpec
{
    private const string Trusting = "tls: { minimum: 1.2, ca: ca.pem }\n";

    [Fact]
    public async Task Http_2_sends_all_rows_through_one_connection()
    {
        await using var bench = await RunAsync(HttpProtocols.Http1AndHttp2, Trusting + "http: 2");
        Assert.All(bench.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.Equal(80, bench.Requests.Count);
        Assert.Single(bench.Requests.Select(r => r.Connection).Distinct());
    }

    [Fact]
    public async Task A_host_without_it_is_asked_in_the_older_way()
    {
        await using var bench = await RunAsync(HttpProtocols.Http1, Trusting + "http: { version: 2, connections: 3, lifetime: 1m, idle: 10s }");
        Assert.All(bench.Requests, request => Assert.Equal("HTTP/1.1", request.Protocol));
        Assert.InRange(bench.Requests.Select(r => r.Connection).Distinct().Count(), 1, 3);
    }

    [Fact]
    public async Task Without_the_setting_it_is_not_used()
    {
        await using var bench = await RunAsync(HttpProtocols.Http1AndHttp2, Trusting);
        Assert.All(bench.Requests, request => Assert.Equal("HTTP/1.1", request.Protocol));
    }

    private static async Task<WebBench> RunAsync(HttpProtocols protocols, string settings)
    {
        var bench = await WebBench.StartAsync(isEncrypted: true, protocols);
        await bench.WriteAsync(40, settings);
        var (exitCode, said) = await RunningProgram.RunAsync("pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "8");
        Assert.True(exitCode == 0, said);
        return bench;
    }
}
