using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff runs</c>: the runs of this folder, the newest first.</summary>
internal static class RunsCommand
{
    public static void AddTo(CommandLineHost host)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line" };
        var command = new Command("runs", "List the runs of this folder, the newest first");
        command.Options.Add(json);
        host.Add(command, (result, console, _) => Task.FromResult(Run(result.GetValue(json), console)));
    }

    private static int Run(bool isJson, HostConsole console)
    {
        var hasAny = false;
        foreach (var run in RunLookup.Store().List())
        {
            if (!hasAny && !isJson)
            {
                console.Out.WriteLine(console.Say(
                    $"{"RUN",-21}{"STATE",-13}{"GOOD",8}{"SKIPPED",9}{"FAILED",8}{"UNKNOWN",9}  PLAN",
                    $"{"EXECUÇÃO",-21}{"ESTADO",-13}{"CERTAS",8}{"PULADAS",9}{"FALHAS",8}{"INCERTAS",9}  PLANO"));
            }

            hasAny = true;
            console.Out.WriteLine(isJson ? Json(run) : Text(run, console));
        }

        if (!hasAny && !isJson)
        {
            console.Error.WriteLine(console.Say("No runs in this folder yet.", "Ainda não há execuções nesta pasta."));
        }

        return ExitCodes.Success;
    }

    private static string Text(RunListing run, HostConsole console)
    {
        var state = run.State switch
        {
            RunState.Finished => console.Say("finished", "terminada"),
            RunState.Interrupted => console.Say("interrupted", "interrompida"),
            RunState.Running => console.Say("running", "executando"),
            RunState.Damaged => console.Say("damaged", "danificada"),
            RunState.NeverStarted => console.Say("not started", "não iniciada"),
            RunState.Unreachable => console.Say("unreachable", "inacessível"),
            _ => throw new ArgumentOutOfRangeException(nameof(run)),
        };
        return run.Failure is { } failure
            ? $"{run.RunId,-21}{state,-13}{failure.Code}: {console.Say(failure.Message)}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{run.RunId,-21}{state,-13}{Count(run, RowOutcome.Succeeded),8}{Count(run, RowOutcome.Skipped),9}{Count(run, RowOutcome.Failed),8}{Count(run, RowOutcome.Unknown),9}  {run.Name}{Link(run.Links, console)}");
    }

    private static string Link(RunLinks links, HostConsole console) => links switch
    {
        { RedriveOf: { } redriven } => console.Say($" (redrives {redriven})", $" (refaz {redriven})"),
        { UndoOf: { } undone } => console.Say($" (undoes {undone})", $" (desfaz {undone})"),
        _ => string.Empty,
    };

    private static string Json(RunListing run)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("run", run.RunId);
            json.WriteString("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(run.State.ToString()));
            json.WriteString("plan", run.Name);
            json.WriteString("sequence", run.Sequence);
            json.WriteString("input", run.InputPath);
            if (run.Links.RedriveOf is { } redriven)
            {
                json.WriteString(RunLinks.RedriveOfKey, redriven);
            }

            if (run.Links.UndoOf is { } undone)
            {
                json.WriteString(RunLinks.UndoOfKey, undone);
            }

            if (run.StartedAt is { } started)
            {
                json.WriteString("started_at", started);
            }

            if (run.EndedAt is { } ended)
            {
                json.WriteString("ended_at", ended);
            }

            json.WriteNumber("succeeded", Count(run, RowOutcome.Succeeded));
            json.WriteNumber("skipped", Count(run, RowOutcome.Skipped));
            json.WriteNumber("failed", Count(run, RowOutcome.Failed));
            json.WriteNumber("unknown", Count(run, RowOutcome.Unknown));
            if (run.Failure is { } failure)
            {
                json.WriteString("code", failure.Code);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static long Count(RunListing run, RowOutcome outcome) => run.Rows.GetValueOrDefault(outcome);
}
