using System.CommandLine;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Server.Mocking;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff mock FILE</c>: serves a mock file until interrupted.</summary>
internal sealed class MockCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The mock file" };

    private readonly Option<int> _port = new("--port") { Description = "Port on 127.0.0.1 (default: a free one)" };

    private readonly Option<long?> _seed = new("--seed") { Description = "Seed of faults and latencies (default: the file's)" };

    public static void AddTo(CommandLineHost host)
    {
        var mock = new MockCommand();
        var command = new Command("mock", "Serve a mock file on this machine until Ctrl-C");
        command.Arguments.Add(mock._file);
        command.Options.Add(mock._port);
        command.Options.Add(mock._seed);
        host.Add(command, mock.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var options = new MockOptions { Port = result.GetValue(_port), Seed = result.GetValue(_seed) };
        var (server, exitCode) = await MockHost.StartAsync(result.GetValue(_file)!, options, default, console, cancellation);
        if (server is null)
        {
            return exitCode;
        }

        await using (server)
        {
            using var interrupt = new Interrupt();
            console.Out.WriteLine(server.BaseAddress);
            console.Error.WriteLine(console.Say(
                $"Serving {server.Definition.Routes.Length} routes; Ctrl-C stops. About the mock itself: {server.BaseAddress}_mock/",
                $"Servindo {server.Definition.Routes.Length} rotas; Ctrl-C encerra. Sobre o próprio simulador: {server.BaseAddress}_mock/"));
            await interrupt.FirstAsync;
        }

        return ExitCodes.Success;
    }
}
