using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What later runs did with an earlier one, and what may therefore still be done with it.</summary>
internal static class RunFamily
{
    public static IEnumerable<RunListing> UndosOf(string runId) => RunLookup.Store().List().Where(run => run.Links.UndoOf == runId);

    public static IEnumerable<RunListing> RedrivesOf(string runId) => RunLookup.Store().List().Where(run => run.Links.RedriveOf == runId);

    /// <summary>The run, where it has ended and its journal can be read; null where not, and that is said.</summary>
    public static RunListing? DescribeEnded(RunFolder folder, HostConsole console)
    {
        var run = RunStore.Describe(folder);
        if (run.Failure is { } failure)
        {
            RunLookup.Say(failure, console);
            return null;
        }

        if (run.State != RunState.Running)
        {
            return run;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5121: run {run.RunId} is still running. Wait for its end, or stop it with 'pff cancel'.",
            $"PFF5121: a execução {run.RunId} ainda está em andamento. Espere o fim dela ou pare-a com 'pff cancel'."));
        return null;
    }

    /// <summary>Whether the run is itself an undo, which is said.</summary>
    public static bool IsUndo(RunListing run, HostConsole console)
    {
        if (run.Links.UndoOf is not { } undone)
        {
            return false;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5124: run {run.RunId} is itself an undo. What it left is undone with: pff undo {undone}",
            $"PFF5124: a execução {run.RunId} já é um undo. O que ela deixou se desfaz com: pff undo {undone}"));
        return true;
    }

    /// <summary>Whether something of the run was undone, so that its rows cannot go on from where they were; which is said.</summary>
    public static bool IsUndone(string runId, HostConsole console)
    {
        if (UndosOf(runId).FirstOrDefault() is not { } undo)
        {
            return false;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5126: run {undo.RunId} has undone what run {runId} did, so its rows cannot go on from there. Start a new run.",
            $"PFF5126: a execução {undo.RunId} desfez o que a execução {runId} fez; as linhas não podem continuar dali. Inicie outra execução."));
        return true;
    }
}
