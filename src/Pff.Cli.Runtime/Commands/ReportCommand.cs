using System.CommandLine;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff report RUN</c>: writes a run's report again, in any format, and prints its summary.</summary>
internal sealed class ReportCommand
{
    private readonly Argument<string> _run = RunLookup.NewArgument();

    private readonly OutputChoice _output = new();

    public static void AddTo(CommandLineHost host)
    {
        var report = new ReportCommand();
        var command = new Command("report", "Write the report of a run again, and print its summary");
        command.Arguments.Add(report._run);
        report._output.AddTo(command);
        host.Add(command, (result, console, _) => Task.FromResult(report.Run(result, console)));
    }

    private int Run(ParseResult result, HostConsole console)
    {
        var folder = RunLookup.Find(result.GetValue(_run)!, console);
        if (folder is null || RunLookup.LoadPlan(folder, console) is not { } plan)
        {
            return ExitCodes.Usage;
        }

        var listing = RunStore.Describe(folder);
        if ((listing.Failure ?? VerifyJournal(folder)) is { } failure)
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Unfinished;
        }

        var output = _output.Read(result, listing.InputPath, console);
        if (output is null)
        {
            return ExitCodes.Usage;
        }

        var inputs = plan.Model.Sequences.FirstOrDefault(s => s.Name == listing.Sequence)?.Inputs ?? [];
        var reports = new RunReports(console, output.Reports, folder, inputs);
        var (paths, hasFailed) = reports.Write();
        if (output.IsJson)
        {
            reports.PrintJson(paths);
        }
        else if (!output.IsQuiet)
        {
            reports.PrintSummary(paths);
        }

        return hasFailed ? ExitCodes.Unfinished : ExitCodes.Success;
    }

    /// <summary>A report long after the run says what was done then, so nothing of it may be missing.</summary>
    private static RuntimeFailure? VerifyJournal(RunFolder folder)
    {
        var opened = JournalReader.OpenVerified(folder.JournalPath, JournalSecrets.Of);
        opened.Value?.Dispose();
        return opened.Failure;
    }
}
