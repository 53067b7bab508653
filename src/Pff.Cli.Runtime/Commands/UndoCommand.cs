using System.CommandLine;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;
using Pff.Runtime.Undoing;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff undo RUN</c>: a new run that takes back what an earlier one changed, row by row, the last write first.</summary>
internal sealed class UndoCommand
{
    public const string UncheckedKey = "unchecked";

    private readonly Argument<string> _run = RunLookup.NewArgument();

    private readonly Option<long[]> _row = new("--row") { Description = "Undo this row only; may be given several times", HelpName = "NUMBER" };

    private readonly Option<bool> _unchecked = new("--unchecked")
    {
        Description = "Also undo writes without settled_by, of which nothing can tell whether somebody changed them since",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Send nothing, and print what would be undone" };

    private readonly Option<int?> _workers = new("--workers") { Description = "Rows worked on at the same time (default: as before)" };

    private readonly NewRunChoice _new = new();

    public static void AddTo(CommandLineHost host)
    {
        var undo = new UndoCommand();
        var command = new Command("undo", "Take back what a run changed, except where somebody changed it since");
        command.Arguments.Add(undo._run);
        foreach (var option in new Option[] { undo._row, undo._unchecked, undo._dryRun, undo._workers })
        {
            command.Options.Add(option);
        }

        undo._new.AddTo(command);
        host.Add(command, RunLookup.Guarded(undo.RunAsync));
    }

    /// <summary>What an undo that was interrupted has to do; null where its run is none, or where that cannot be known, which is said.</summary>
    public static bool TryReopen(RunFolder folder, RunHeader header, CompiledPlan plan, HostConsole console, out UndoWork? work)
    {
        work = null;
        if (RunLinks.Of(header).UndoOf is not { } undone)
        {
            return true;
        }

        if (OpenSource(RunLookup.Store().FolderOf(undone), plan, folder.RunId, console) is not { } source)
        {
            return false;
        }

        work = new UndoWork(source, [.. RowSelection.ReadNumbers(folder.RowsPath)]);
        return true;
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        using var earlier = EarlierRun.Open(result.GetValue(_run)!, begins: !result.GetValue(_dryRun), console);
        if (earlier is not { Run: var run } || HasOpenUndo(run.RunId, console) || RunFamily.IsGoneOnFrom(run.RunId, console)
            || RunLookup.LoadPlan(earlier.Folder, console) is not { } plan
            || _new.Read(result, run.InputPath, earlier.Folder, console) is not { } begins)
        {
            return ExitCodes.Usage;
        }

        if (OpenSource(earlier.Folder, plan, before: null, console) is not { } opened)
        {
            return ExitCodes.Unfinished;
        }

        using var source = opened;
        using var printed = new UndoSurveyOutput(console, begins.Output.IsJson);
        var isDry = result.GetValue(_dryRun);
        var found = UndoSurvey.Of(source, (result.GetValue(_row) ?? []).ToHashSet(), result.GetValue(_unchecked), isDry ? printed : null);
        if (!isDry && found.Writes == 0)
        {
            printed.PrintNothing(run.RunId, found);
            return found.Kept == 0 ? ExitCodes.Success : ExitCodes.Problems;
        }

        var breaksOrder = begins.CautionTexts.ContainsKey(Caution.CanaryKey) && source.Order.HasShared;
        if (RefusalOf(found, breaksOrder, isDry, run.RunId) is { } refusal)
        {
            console.Error.WriteLine(console.Say(refusal));
            return ExitCodes.Usage;
        }

        if (isDry)
        {
            return ExitCodes.Success;
        }

        return await UndoAsync(earlier, plan, new UndoWork(source, found.Rows), begins, result, console, cancellation);
    }

    private async Task<int> UndoAsync(
        EarlierRun earlier, CompiledPlan plan, UndoWork work, NewRunSettings begins, ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var folder = earlier.Folder;
        if (RunLookup.ReadHeader(folder, console) is not { } header || RunLookup.FindSequence(folder, plan, header, console) is not { } sequence)
        {
            return ExitCodes.Unfinished;
        }

        var stored = StoredSettings.Read(header);
        var job = new RunJob
        {
            Plan = plan,
            Sequence = sequence,
            SourceFolder = stored.SourceFolder,
            Undo = work,
            Settings = stored.Settings with
            {
                Workers = result.GetValue(_workers) ?? stored.Settings.Workers,
                Seed = Random.Shared.Next(),
                IsDryRun = false,
            },
        };
        var more = begins.CautionTexts.Add(RunLinks.UndoOfKey, folder.RunId).Add(UncheckedKey, result.GetValue(_unchecked) ? "true" : "false")
            .Add(RunHeader.KeepAnswersSetting, header.KeepsAnswers ? "true" : "false");
        var begun = NewRun.HeaderOf(job, header.InputPath, header.InputSha256, stored.Mock, more) with { Now = header.Now, Columns = [] };
        return await new RunRoad(begins, console).TakeAsync(
            job,
            header.InputPath,
            stored.Mock,
            _ => earlier.FollowWith(() => NewRun.Create(
                console, job, File.ReadAllBytes(folder.PlanPath), begun, begins.Place, created => RowSelection.Write(created.RowsPath, work.Rows))),
            cancellation);
    }

    /// <summary>Why nothing is undone, or would be; null where something is.</summary>
    /// <param name="breaksOrder">Whether a canary would take rows in another order than they need.</param>
    private static LocalizedText? RefusalOf(UndoSurvey found, bool breaksOrder, bool isDry, string runId)
    {
        var (english, portuguese) = isDry ? ("nothing would be undone", "nada seria desfeito") : ("nothing was undone", "nada foi desfeito");
        return found.IsRefused
            ? new(
                $"PFF5122: {english}: of {found.Unchecked} rows nothing can tell whether somebody has changed them since, because these methods have no settled_by: {found.UncheckedMethods}. Undo them all the same with --unchecked.",
                $"PFF5122: {portuguese}: de {found.Unchecked} linhas nada diz se alguém as mudou depois, porque estes métodos não têm settled_by: {found.UncheckedMethods}. Desfaça-as mesmo assim com --unchecked.")
            : breaksOrder
                ? new(
                    $"PFF5130: {english}: some rows of run {runId} wrote to the same entity and are undone one after the other, the last row first, which the random rings of --canary would not keep to. Undo it without --canary.",
                    $"PFF5130: {portuguese}: algumas linhas da execução {runId} escreveram na mesma entidade e são desfeitas uma após a outra, a última primeiro, o que os anéis aleatórios de --canary não respeitariam. Desfaça-a sem --canary.")
                : null;
    }

    /// <summary>Whether an undo of the run has not come to its end, which is said: only it knows what is under way.</summary>
    private static bool HasOpenUndo(string runId, HostConsole console)
    {
        if (RunFamily.UndosOf(runId).FirstOrDefault(run => run.State != RunState.Finished) is not { } open)
        {
            return false;
        }

        if (open is { State: RunState.Damaged or RunState.Unreachable, Failure: { } failure })
        {
            console.Error.WriteLine(console.Say(
                $"PFF5175: what run {open.RunId} has undone of run {runId} cannot be known: {console.Say(failure.Message)}",
                $"PFF5175: não se sabe o que a execução {open.RunId} desfez da execução {runId}: {console.Say(failure.Message)}"));
            return true;
        }

        console.Error.WriteLine(open.State == RunState.Running
            ? console.Say(
                $"PFF5123: run {open.RunId}, which undoes run {runId}, is still running. See how far it is: pff watch {open.RunId}",
                $"PFF5123: a execução {open.RunId}, que desfaz a execução {runId}, ainda está em andamento. Veja até onde foi: pff watch {open.RunId}")
            : console.Say(
                $"PFF5123: run {open.RunId}, which undoes run {runId}, has not finished. Go on with it first: pff resume {open.RunId}",
                $"PFF5123: a execução {open.RunId}, que desfaz a execução {runId}, não terminou. Continue-a antes: pff resume {open.RunId}"));
        return true;
    }

    /// <param name="before">Undos that began from this one on do not count; null where all do.</param>
    private static UndoSource? OpenSource(RunFolder folder, CompiledPlan plan, string? before, HostConsole console)
    {
        var earlier = RunFamily.UndosOf(folder.RunId)
            .Where(run => run.State != RunState.NeverStarted && (before is null || string.CompareOrdinal(run.RunId, before) < 0))
            .Select(run => RunLookup.Store().FolderOf(run.RunId));
        if (UndoSource.Open(folder, plan.Model, earlier, JournalSecrets.Of).IsSuccess(out var source, out var failure))
        {
            return source;
        }

        RunLookup.Say(failure, console);
        return null;
    }
}
