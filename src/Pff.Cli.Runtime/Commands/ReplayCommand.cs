using System.CommandLine;
using Pff.Cli.Runtime.Output;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;
using Pff.Runtime.Execution;
using Pff.Runtime.Journal;
using Pff.Runtime.Replaying;
using Pff.Runtime.Tables;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff replay RUN</c>: walks a run's rows again from its journal, sends nothing, and says what differs.</summary>
internal sealed class ReplayCommand
{
    private readonly Argument<string> _run = RunLookup.NewArgument();

    private readonly PlanChoice _choice = new();

    private readonly Option<long?> _row = new("--row") { Description = "Replay this row only", HelpName = "NUMBER" };

    private readonly Option<string?> _requests = new("--requests")
    {
        Description = "Write each request, one JSON object a line, secrets left out; - is standard output",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _report = new("--report")
    {
        Description = "Write the report of the replay; its format is that of its name; may be given several times",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _compare = new("--compare")
    {
        Description = "A report that the run wrote, to be compared byte by byte; may be given several times (default: report.xlsx in the run's folder)",
        HelpName = "PATH",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object" };

    public static void AddTo(CommandLineHost host)
    {
        var replay = new ReplayCommand();
        var command = new Command("replay", "Repeat a run from its journal without a network, and compare its requests, rows and report");
        command.Arguments.Add(replay._run);
        foreach (var option in new Option[] { replay._row, replay._requests, replay._report, replay._compare, replay._json })
        {
            command.Options.Add(option);
        }

        replay._choice.AddOptionsTo(command);
        host.Add(command, RunLookup.Guarded(replay.RunAsync));
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var wanted = new ReplayOutput(
            result.GetValue(_row), result.GetValue(_requests), [.. result.GetValue(_report) ?? []], [.. result.GetValue(_compare) ?? []], result.GetValue(_json));
        if (wanted.FindProblem(console) || RunLookup.Find(result.GetValue(_run)!, console) is not { } folder
            || RunFamily.DescribeEnded(folder, console) is not { } run)
        {
            return ExitCodes.Usage;
        }

        if (!JournalReader.Open(folder.JournalPath, JournalSecrets.Of).IsSuccess(out var journal, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Unfinished;
        }

        using (journal)
        {
            var header = journal.Header;
            if (!header.KeepsAnswers)
            {
                console.Error.WriteLine(console.Say(
                    $"PFF5160: run {run.RunId} was begun with {DroppedAnswers.OptionName}, so that its journal lacks what a replay needs. Runs without this option can be replayed.",
                    $"PFF5160: a execução {run.RunId} foi iniciada com {DroppedAnswers.OptionName}, e o diário não tem o que uma reprodução precisa. Execuções sem essa opção podem ser reproduzidas."));
                return ExitCodes.Unfinished;
            }

            string[] read = [header.InputPath, folder.JournalPath, folder.ReportPath(".xlsx"), .. wanted.Compared];
            if (wanted.Written.Any(path => OutputGuard.Overwrites(path, read, console)))
            {
                return ExitCodes.Usage;
            }

            if (ChooseSequence(result, folder, header, console, cancellation) is not { } chosen)
            {
                return ExitCodes.Problems;
            }

            if (!ApprovedPlan.TryOpen(folder, header, console, out var approved) || !UndoCommand.TryReopen(folder, header, chosen.Plan, console, out var undo))
            {
                return ExitCodes.Unfinished;
            }

            using var changes = approved;
            using var source = undo?.Source;
            var job = new ReplayJob(folder, journal, chosen.Plan, chosen.Sequence, _choice.IsGiven(result)) { Approved = changes, Undo = undo };
            return await ReplayAsync(job, wanted, console, cancellation);
        }
    }

    /// <summary>The run's own plan, or the changed one that the command line names; null where there is none, and that is said.</summary>
    private (CompiledPlan Plan, SequencePlan Sequence)? ChooseSequence(
        ParseResult result, RunFolder folder, RunHeader header, HostConsole console, CancellationToken cancellation)
    {
        if (_choice.IsGiven(result))
        {
            return _choice.Choose(result, console, cancellation).Chosen is { } chosen ? (chosen.Plan, chosen.Sequence) : null;
        }

        return RunLookup.LoadPlan(folder, console) is { } plan && RunLookup.FindSequence(folder, plan, header, console) is { } sequence ? (plan, sequence) : null;
    }

    private static async Task<int> ReplayAsync(ReplayJob job, ReplayOutput wanted, HostConsole console, CancellationToken cancellation)
    {
        var header = job.Journal.Header;
        TableReader? table = null;
        if (job.Undo is null && !TableReader.Open(header.InputPath, TableOptions.Default, cancellation).IsSuccess(out table, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Unfinished;
        }

        using (table)
        {
            if (table is not null && !ResumeCommand.HasSameInput(table.Sha256, header, console))
            {
                return ExitCodes.Problems;
            }

            if (!RowBinder.Create(table is null ? [] : job.Sequence.Inputs, table?.Headers ?? []).IsSuccess(out var binder, out failure))
            {
                RunLookup.Say(failure, console);
                return ExitCodes.Problems;
            }

            using var output = new ReplayLines(wanted, console, isChangedPlan: job.IsOtherPlan);
            await using var replay = new RunReplay(job.Journal, wanted.Row, output);
            var services = new RunServices
            {
                Time = TimeProvider.System,
                Secrets = new NoSecrets(),
                Approved = job.Approved,
                Undo = job.Undo?.Source,
                Replay = replay,
            };
            var settings = StoredSettings.Read(header).Settings with { Workers = 1, CacheBytes = 0 };
            if (!RunEngine.Create(job.Plan, job.Sequence.Name, settings, services).IsSuccess(out var engine, out failure))
            {
                RunLookup.Say(failure, console);
                return ExitCodes.Problems;
            }

            using (engine)
            {
                var rows = table?.ReadRows() ?? job.Undo!.Rows.Select(row => new InputRow(row, ReadOnlyMemory<Value>.Empty));
                var summary = await engine.RunAsync(rows, binder, replay, new RunCancellation(cancellation, cancellation));
                if (summary.End != RunEnd.Completed)
                {
                    return ExitCodes.Unfinished;
                }
            }

            output.CompleteRequests();
            return Conclude(job, wanted, replay, output, settings.Language, console);
        }
    }

    private static int Conclude(
        ReplayJob job, ReplayOutput wanted, RunReplay replay, ReplayLines output, Core.Diagnostics.Language language, HostConsole console)
    {
        if (wanted.Row is { } row && replay.Rows == 0)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5163: row {row} did not finish in run {job.Folder.RunId}, so there is nothing to replay of it.",
                $"PFF5163: a linha {row} não terminou na execução {job.Folder.RunId}; não há o que reproduzir dela."));
            return ExitCodes.Usage;
        }

        var reports = new ReplayReports(console, job, replay, language);
        var (written, isWritten) = reports.Write(wanted.Reports);
        var compared = wanted.Row is null && !job.IsOtherPlan ? reports.Compare(wanted.Compared) : [];
        output.Conclude(job.Journal.Header, replay, written, compared);
        return replay.DifferingRows > 0 || compared.Any(c => !c.IsIdentical) ? ExitCodes.Problems
            : replay.RowsNotKept > 0 || !isWritten ? ExitCodes.Unfinished
            : ExitCodes.Success;
    }
}

/// <summary>What is replayed.</summary>
/// <param name="IsOtherPlan">The plan is not the run's own.</param>
internal sealed record ReplayJob(RunFolder Folder, JournalReader Journal, CompiledPlan Plan, SequencePlan Sequence, bool IsOtherPlan)
{
    /// <summary>The change plan that the run applied; null for none.</summary>
    public IApprovedChanges? Approved { get; init; }

    /// <summary>What the run undid; null where it is no undo.</summary>
    public UndoWork? Undo { get; init; }
}
