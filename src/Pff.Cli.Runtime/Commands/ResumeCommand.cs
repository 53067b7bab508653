using System.CommandLine;
using Pff.Cli.Runtime.Control;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// <c>pff resume RUN</c>: goes on where a run stopped, from its journal and its own copy of the plan; or ends the pause of one
/// that is running.
/// </summary>
internal sealed class ResumeCommand
{
    private readonly Argument<string> _run = RunLookup.NewArgument();

    private readonly Option<int?> _workers = new("--workers") { Description = "Rows worked on at the same time (default: as before)" };

    private readonly Option<bool> _widen = new("--widen") { Description = "Pass the gate of the canary at which the run stopped" };

    private readonly OutputChoice _output = new();

    public static void AddTo(CommandLineHost host)
    {
        var resume = new ResumeCommand();
        var command = new Command("resume", "Go on with a run that was interrupted or killed, or that is paused");
        command.Arguments.Add(resume._run);
        command.Options.Add(resume._workers);
        command.Options.Add(resume._widen);
        resume._output.AddTo(command);
        host.Add(command, resume.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var folder = RunLookup.Find(result.GetValue(_run)!, console);
        if (folder is null)
        {
            return ExitCodes.Usage;
        }

        var run = RunStore.Describe(folder);
        if (run.State == RunState.Running && File.Exists(ControlAddress.Choose(folder)))
        {
            return await LiveCommands.AskAsync(folder, new ControlRequest(ControlCommands.Resume), isJson: false, console, cancellation);
        }

        if (run is { State: RunState.NeverStarted, Failure: { } notWhole } && !RunStart.IsReady(folder))
        {
            RunLookup.Say(notWhole, console);
            return ExitCodes.Unfinished;
        }

        if (RunLookup.LoadPlan(folder, console) is not { } plan)
        {
            return ExitCodes.Usage;
        }

        if (!RunHold.Acquire(RunFamily.WithEarlier(folder)).IsSuccess(out var hold, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Unfinished;
        }

        using (hold)
        {
            if (Open(folder, run, plan, console) is not { } journal)
            {
                return ExitCodes.Unfinished;
            }

            await using (journal)
            {
                return await GoOnAsync(new OpenedJournal(folder, journal), hold, plan, result, console, cancellation);
            }
        }
    }

    /// <summary>The run's journal, which is made where it was never started; null where it cannot be opened now, and that is said.</summary>
    private static RunJournal? Open(RunFolder folder, RunListing run, CompiledPlan plan, HostConsole console)
    {
        // Before it is opened to be written, which would say of a run that has ended that it goes on.
        if (RunFamily.IsUndone(folder, console))
        {
            return null;
        }

        ChangePlanHold? changes = null;
        if (run.State == RunState.NeverStarted)
        {
            // It began to apply a change plan, which another run may have done since.
            if (!MayStart(run, console)
                || (run.Links is { RedriveOf: null, ChangesSha256: { } sha256 } && (changes = AppliedOnce.Hold(sha256, isAgain: false, console)) is null))
            {
                return null;
            }
        }

        using (changes)
        {
            if (RunStart.Open(folder, plan.Model, JournalOptions.Default, TimeProvider.System, JournalSecrets.Of).IsSuccess(out var journal, out var failure))
            {
                return journal;
            }

            RunLookup.Say(failure, console);
            return null;
        }
    }

    private async Task<int> GoOnAsync(
        OpenedJournal opened, RunHold hold, CompiledPlan plan, ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var (folder, header) = (opened.Folder, opened.Journal.Header);
        if (_output.Read(result, header.InputPath, console) is not { } output)
        {
            return ExitCodes.Usage;
        }

        var stored = StoredSettings.Read(header);
        if (result.GetValue(_widen) && !stored.CautionTexts.ContainsKey(Caution.CanaryKey))
        {
            console.Error.WriteLine(console.Say(
                $"PFF5139: --widen passes a gate of --canary, and run {folder.RunId} was begun without one.",
                $"PFF5139: --widen passa uma etapa de --canary, e a execução {folder.RunId} foi iniciada sem isso."));
            return ExitCodes.Usage;
        }

        if (RunLookup.FindSequence(folder, plan, header, console) is not { } sequence
            || !ApprovedPlan.TryOpen(folder, header, console, out var approved) || !UndoCommand.TryReopen(folder, header, plan, console, out var undo))
        {
            return ExitCodes.Unfinished;
        }

        // Others see by the journal's lock that it goes on.
        hold.Dispose();
        using var changes = approved;
        using var source = undo?.Source;
        var job = new RunJob
        {
            Plan = plan,
            Sequence = sequence,
            Settings = stored.Settings with { Workers = result.GetValue(_workers) ?? stored.Settings.Workers },
            SourceFolder = stored.SourceFolder,
            Widens = result.GetValue(_widen),
            Approved = approved,
            Undo = undo,
            Rows = RowSelection.Read(folder.RowsPath) is { } selection ? selection.Contains : null,
        };
        return await new RunRoad(output, stored.CautionTexts, console).TakeAsync(
            job, header.InputPath, stored.Mock, sha256 => undo is not null || HasSameInput(sha256, header, console) ? opened : null, cancellation);
    }

    /// <summary>What the new run was to follow may have gone on meanwhile; where that is in the way, it is said.</summary>
    private static bool MayStart(RunListing run, HostConsole console) =>
        (run.Links.RedriveOf ?? run.Links.UndoOf) is not { } earlier
        || (RunFamily.DescribeEnded(RunLookup.Store().FolderOf(earlier), console) is not null
            && !(run.Links.UndoOf is not null && RunFamily.IsGoneOnFrom(earlier, console, except: run.RunId)));

    public static bool HasSameInput(string sha256, RunHeader header, HostConsole console)
    {
        if (sha256 == header.InputSha256)
        {
            return true;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5018: {header.InputPath} has changed since the run began, so its rows are no longer those of the journal. Put the old file back, or start a new run.",
            $"PFF5018: {header.InputPath} mudou desde o início da execução; as linhas já não são as do diário. Recoloque o arquivo antigo ou inicie outra execução."));
        return false;
    }
}
