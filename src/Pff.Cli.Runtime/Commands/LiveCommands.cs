using System.CommandLine;
using System.Text.Json;
using Pff.Cli.Runtime.Control;
using Pff.Cli.Runtime.Output;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Control;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff pause | cancel | throttle | watch RUN</c>: what is asked of the process of a run while it goes on.</summary>
internal sealed class LiveCommands
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the run's status as JSON" };

    public static void AddTo(CommandLineHost host)
    {
        var commands = new LiveCommands();
        var pause = new Command("pause", "Let no more calls of a running run through, until 'pff resume'");
        commands.Add(host, pause, (_, _) => new ControlRequest(ControlCommands.Pause));

        var now = new Option<bool>("--now") { Description = "Make no more calls; rows in work are left as the journal has them" };
        var cancel = new Command("cancel", "Begin no more rows of a running run, and end it when those in work are finished");
        cancel.Options.Add(now);
        commands.Add(host, cancel, (result, _) => new ControlRequest(result.GetValue(now) ? ControlCommands.Stop : ControlCommands.Drain));

        var rate = new Argument<double>("RATE") { Description = "Calls in a second over all hosts; 0 for as many as the catalogues allow" };
        var throttle = new Command("throttle", "Limit the calls of a running run");
        commands.Add(host, throttle, (result, console) => RateOf(result.GetValue(rate), console), rate);

        var run = RunLookup.NewArgument();
        var watch = new Command("watch", "Show a running run until it ends");
        watch.Arguments.Add(run);
        watch.Options.Add(commands._json);
        host.Add(watch, (result, console, cancellation) => WatchAsync(result.GetValue(run)!, result.GetValue(commands._json), console, cancellation));
    }

    /// <summary>Asks the run's process. 1 where no process runs it, and that is said.</summary>
    public static async Task<int> AskAsync(RunFolder folder, ControlRequest request, bool isJson, HostConsole console, CancellationToken cancellation)
    {
        await using var client = await ConnectAsync(folder, console, cancellation);
        if (client is null)
        {
            return ExitCodes.Problems;
        }

        var reply = await client.AskAsync(request, cancellation);
        if (reply is not { Error: null, Status: { } status })
        {
            return NotDone(folder, reply, console);
        }

        console.Out.WriteLine(isJson ? JsonSerializer.Serialize(status, ControlJson.Default.RunStatus) : Text(status, console));
        return ExitCodes.Success;
    }

    private void Add(CommandLineHost host, Command command, Func<ParseResult, HostConsole, ControlRequest?> read, params Argument[] more)
    {
        var run = RunLookup.NewArgument();
        command.Arguments.Add(run);
        foreach (var argument in more)
        {
            command.Arguments.Add(argument);
        }

        command.Options.Add(_json);
        host.Add(command, async (result, console, cancellation) =>
            read(result, console) is { } request && RunLookup.Find(result.GetValue(run)!, console) is { } folder
                ? await AskAsync(folder, request, result.GetValue(_json), console, cancellation)
                : ExitCodes.Usage);
    }

    private static ControlRequest? RateOf(double rate, HostConsole console)
    {
        if (rate is >= 0 and <= RunControl.MaximumCallsPerSecond)
        {
            return new ControlRequest(ControlCommands.Throttle, rate);
        }

        console.Error.WriteLine(console.Say(
            $"PFF5102: a rate is 0 to {RunControl.MaximumCallsPerSecond:0} calls in a second.", $"PFF5102: uma taxa vai de 0 a {RunControl.MaximumCallsPerSecond:0} chamadas por segundo."));
        return null;
    }

    private static async Task<int> WatchAsync(string run, bool isJson, HostConsole console, CancellationToken cancellation)
    {
        if (RunLookup.Find(run, console) is not { } folder)
        {
            return ExitCodes.Usage;
        }

        await using var client = await ConnectAsync(folder, console, cancellation);
        if (client is null)
        {
            return ExitCodes.Problems;
        }

        await foreach (var reply in client.WatchAsync(cancellation))
        {
            if (reply is not { Error: null, Status: { } status })
            {
                return NotDone(folder, reply, console);
            }

            if (isJson)
            {
                console.Out.WriteLine(JsonSerializer.Serialize(status, ControlJson.Default.RunStatus));
                console.Out.Flush();
            }
            else if (console.IsInteractive)
            {
                console.Error.Write($"\r{RunProgress.Fit(Text(status, console))}\u001b[K");
            }
            else
            {
                console.Out.WriteLine(Text(status, console));
            }
        }

        if (console.IsInteractive && !isJson)
        {
            console.Error.WriteLine();
        }

        return ExitCodes.Success;
    }

    private static int NotDone(RunFolder folder, ControlReply? reply, HostConsole console)
    {
        console.Error.WriteLine(console.Say(
            $"PFF5101: the process of {folder.RunId} did not do it: {reply?.Error ?? "it ended meanwhile"}.",
            $"PFF5101: o processo de {folder.RunId} não fez isso: {reply?.Error ?? "terminou entretanto"}."));
        return ExitCodes.Unfinished;
    }

    /// <summary>Null where no process runs it, and that is said.</summary>
    private static async Task<ControlClient?> ConnectAsync(RunFolder folder, HostConsole console, CancellationToken cancellation)
    {
        var client = await ControlClient.ConnectAsync(folder, cancellation);
        if (client is null)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5100: no process is running {folder.RunId}. See 'pff runs'.", $"PFF5100: nenhum processo está executando {folder.RunId}. Veja 'pff runs'."));
        }

        return client;
    }

    private static string Text(RunStatus status, HostConsole console)
    {
        var state = status.State switch
        {
            RunStates.Paused => console.Say("paused", "pausada"),
            RunStates.Stopping => console.Say("stopping", "parando"),
            _ => console.Say("running", "executando"),
        };
        var limit = status.CallsPerSecond > 0 ? console.Say($" · at most {status.CallsPerSecond:0.###} calls/s", $" · no máximo {status.CallsPerSecond:0.###} chamadas/s") : "";
        return $"{status.Run} · {state}{limit} · {ProgressText.Line(status.ToCounts(), status.RowsTotal, TimeSpan.FromMilliseconds(status.ElapsedMs), console.Language)}";
    }
}
