using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal.Postgres;

namespace Pff.Runtime.Journal;

/// <summary>Which runs may be deleted. A run must satisfy all of it.</summary>
/// <param name="Before">It ended before this; null where age does not matter.</param>
/// <param name="Keep">It is not among so many newest runs.</param>
public sealed record PruneRules(DateTimeOffset? Before, int Keep, bool TakesUnfinished, bool TakesUnknown);

/// <summary>Why a run is not deleted.</summary>
public enum KeptBecause
{
    New,
    Running,
    Damaged,

    /// <summary>What is in its journal cannot be known now.</summary>
    Unreachable,
    Unfinished,

    /// <summary>It has writes of unknown effect, which only its journal lists.</summary>
    Unknown,

    /// <summary>Its journal says what another run that stays may not do again, or must still do.</summary>
    Needed,
}

/// <param name="Kept">Null where the run is to be deleted.</param>
/// <param name="NeededBy">The other run, where that is why it is kept.</param>
public sealed record PruneChoice(RunListing Run, RunFolder Folder, long Bytes, KeptBecause? Kept, string? NeededBy);

/// <summary>Deletes the folders of runs that nobody needs any more. Nothing else does.</summary>
public sealed class RunPruning(RunStore store)
{
    /// <summary>What would become of each run, the newest first.</summary>
    public ImmutableArray<PruneChoice> Choose(PruneRules rules)
    {
        var runs = store.List().ToList();
        var kept = new Dictionary<string, (KeptBecause Reason, string? By)>(StringComparer.Ordinal);
        for (var i = 0; i < runs.Count; i++)
        {
            if (ReasonToKeep(runs[i], i, rules) is { } reason)
            {
                kept[runs[i].RunId] = (reason, null);
            }
        }

        while (KeepNeeded(runs, kept))
        {
        }

        return
        [
            .. runs.Select(run =>
            {
                var folder = store.FolderOf(run.RunId);
                return kept.TryGetValue(run.RunId, out var why)
                    ? new PruneChoice(run, folder, BytesOf(folder), why.Reason, why.By)
                    : new PruneChoice(run, folder, BytesOf(folder), null, null);
            }),
        ];
    }

    /// <summary>
    /// Deletes a run, if nobody has begun to go on with it meanwhile. Its folder goes aside first, so that a half of it is never
    /// taken for a run.
    /// </summary>
    /// <returns>Why not, or null.</returns>
    public RuntimeFailure? Delete(RunFolder folder)
    {
        JournalLock? held = null;
        RunHold? hold = null;
        try
        {
            if (!RunHold.Acquire(folder).IsSuccess(out hold, out var failure) || !JournalLock.Acquire(folder.JournalPath).IsSuccess(out held, out failure))
            {
                return failure;
            }

            if (OperatingSystem.IsWindows())
            {
                // A folder with an open file cannot be moved there.
                held.Dispose();
                hold.Dispose();
                held = null;
            }

            Directory.CreateDirectory(store.PrunedFolder);
            Directory.Move(folder.Path, Path.Combine(store.PrunedFolder, folder.RunId));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.JournalBroken(folder.JournalPath, FileFault.Of(exception));
        }
        finally
        {
            held?.Dispose();
            hold?.Dispose();
        }
    }

    /// <summary>
    /// Frees the space of what was deleted, now or by a process that was killed before it came to that. A journal in PostgreSQL whose
    /// server cannot be reached stays for the next time.
    /// </summary>
    /// <returns>Why something stayed, or null.</returns>
    /// <exception cref="IOException">Something is in the way.</exception>
    public RuntimeFailure? Empty()
    {
        if (!Directory.Exists(store.PrunedFolder))
        {
            return null;
        }

        RuntimeFailure? failure = null;
        foreach (var path in Directory.GetDirectories(store.PrunedFolder))
        {
            var place = new RunFolder(Path.GetFileName(path), path).PlacePath;
            if (File.Exists(place) && PostgresDatabase.Drop(place) is { } found)
            {
                failure = found;
                continue;
            }

            Directory.Delete(path, recursive: true);
        }

        if (failure is null)
        {
            Directory.Delete(store.PrunedFolder, recursive: true);
        }

        return failure;
    }

    private KeptBecause? ReasonToKeep(RunListing run, int age, PruneRules rules) => run.State switch
    {
        RunState.Damaged => KeptBecause.Damaged,
        RunState.Unreachable => KeptBecause.Unreachable,
        RunState.Running => KeptBecause.Running,
        _ when age < rules.Keep || (rules.Before is { } before && !((run.EndedAt ?? run.StartedAt ?? RunId.StartOf(run.RunId)) < before)) => KeptBecause.New,
        RunState.NeverStarted => null,
        RunState.Interrupted when !rules.TakesUnfinished => KeptBecause.Unfinished,
        _ when !rules.TakesUnknown => ReasonInJournal(store.FolderOf(run.RunId)),
        _ => null,
    };

    private static KeptBecause? ReasonInJournal(RunFolder folder)
    {
        if (!JournalReader.OpenVerified(folder.JournalPath).IsSuccess(out var journal, out _))
        {
            return KeptBecause.Damaged;
        }

        using (journal)
        {
            return journal.ReadUnknownWrites().Any() || journal.CountByOutcome().ContainsKey(RowOutcome.Unknown) ? KeptBecause.Unknown : null;
        }
    }

    /// <summary>
    /// Two kinds of runs are needed by another one that stays: one that undid or redrove some of it, since without its journal that could
    /// be done once more; and one that an unfinished run undoes or redrives, since without it that run could not go on.
    /// </summary>
    /// <returns>Whether another run is kept.</returns>
    private static bool KeepNeeded(List<RunListing> runs, Dictionary<string, (KeptBecause Reason, string? By)> kept)
    {
        var before = kept.Count;
        var all = runs.ToDictionary(run => run.RunId, StringComparer.Ordinal);
        foreach (var run in runs)
        {
            foreach (var earlier in new[] { run.Links.UndoOf, run.Links.RedriveOf })
            {
                if (earlier is null || !all.ContainsKey(earlier))
                {
                    continue;
                }

                if (kept.ContainsKey(earlier) && run.State != RunState.NeverStarted)
                {
                    kept.TryAdd(run.RunId, (KeptBecause.Needed, earlier));
                }
                else if (kept.ContainsKey(run.RunId) && run.State != RunState.Finished)
                {
                    kept.TryAdd(earlier, (KeptBecause.Needed, run.RunId));
                }
            }
        }

        return kept.Count > before;
    }

    private static long BytesOf(RunFolder folder)
    {
        try
        {
            return new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
