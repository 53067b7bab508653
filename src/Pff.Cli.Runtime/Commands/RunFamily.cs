using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What later runs did with an earlier one, and what may therefore still be done with it.</summary>
internal static class RunFamily
{
    public static IEnumerable<RunListing> UndosOf(string runId) => RunLookup.Store().List(links => links.UndoOf == runId);

    public static IEnumerable<RunListing> RedrivesOf(string runId) => RunLookup.Store().List(links => links.RedriveOf == runId);

    /// <summary>The run, and those that it goes on from, which it redrives or undoes.</summary>
    public static IEnumerable<RunFolder> WithEarlier(RunFolder folder) => RunLookup.Store().WithEarlier(folder, links => links.RedriveOf ?? links.UndoOf);

    /// <summary>The run, where it has ended and its journal can be read; null where not, and that is said.</summary>
    public static RunListing? DescribeEnded(RunFolder folder, HostConsole console)
    {
        var run = RunStore.Describe(folder);
        if (run.State == RunState.Running)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5121: run {run.RunId} is still running. Wait for its end, or stop it with 'pff cancel'.",
                $"PFF5121: a execução {run.RunId} ainda está em andamento. Espere o fim dela ou pare-a com 'pff cancel'."));
            return null;
        }

        if (run.Failure is { } failure)
        {
            RunLookup.Say(failure, console);
            return null;
        }

        return run;
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

    /// <summary>
    /// Whether something of the run was undone, or of one that it redrives, so that its rows cannot go on from where they were; which
    /// is said.
    /// </summary>
    public static bool IsUndone(RunFolder folder, HostConsole console)
    {
        foreach (var run in RunLookup.Store().WithEarlier(folder, links => links.RedriveOf))
        {
            if (UndosOf(run.RunId).FirstOrDefault(undo => undo.State != RunState.NeverStarted) is { } undo)
            {
                console.Error.WriteLine(console.Say(
                    $"PFF5126: run {undo.RunId} has undone what run {run.RunId} did, so its rows cannot go on from there. Start a new run.",
                    $"PFF5126: a execução {undo.RunId} desfez o que a execução {run.RunId} fez; as linhas não podem continuar dali. Inicie outra execução."));
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a run goes on now from this one, or from one that does, which is said: it counts on what this one did.</summary>
    /// <param name="except">The run that asks.</param>
    public static bool IsGoneOnFrom(string runId, HostConsole console, string? except = null)
    {
        var family = new HashSet<string>(StringComparer.Ordinal) { runId };
        foreach (var run in RunLookup.Store().List(links => links != RunLinks.None).Reverse())
        {
            if ((run.Links.RedriveOf ?? run.Links.UndoOf) is not { } earlier || !family.Contains(earlier))
            {
                continue;
            }

            family.Add(run.RunId);
            if (run.State == RunState.Running && run.RunId != except)
            {
                console.Error.WriteLine(console.Say(
                    $"PFF5174: run {run.RunId}, which goes on from run {runId}, is still running. Wait for its end, or stop it with 'pff cancel'.",
                    $"PFF5174: a execução {run.RunId}, que continua a execução {runId}, ainda está em andamento. Espere o fim dela ou pare-a com 'pff cancel'."));
                return true;
            }
        }

        return false;
    }
}
