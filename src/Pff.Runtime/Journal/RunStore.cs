using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

public enum RunState
{
    /// <summary>Every row was reached.</summary>
    Finished,

    /// <summary>It was stopped or killed and can be resumed.</summary>
    Interrupted,

    /// <summary>A process is writing its journal now.</summary>
    Running,

    /// <summary>Its journal cannot be read.</summary>
    Damaged,

    /// <summary>Its process was killed before its journal was there, and so before it had sent anything.</summary>
    NeverStarted,

    /// <summary>The database that has its journal does not answer, or nothing says which it is.</summary>
    Unreachable,
}

/// <summary>A run as <c>pff runs</c> lists it.</summary>
public sealed record RunListing(string RunId, RunState State)
{
    /// <summary>What the plan is called; empty where nothing says it.</summary>
    public string Name { get; init; } = "";

    public string Sequence { get; init; } = "";

    public string InputPath { get; init; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many rows the input has, where the run came to its end.</summary>
    public long? InputRows { get; init; }

    /// <summary>Rows that have an outcome, by outcome.</summary>
    public ImmutableDictionary<RowOutcome, long> Rows { get; init; } = ImmutableDictionary<RowOutcome, long>.Empty;

    public RunLinks Links { get; init; } = RunLinks.None;

    /// <summary>Why its journal cannot be read; null where it can, and while it is made.</summary>
    public RuntimeFailure? Failure { get; init; }
}

/// <summary>The places of one run's files.</summary>
public sealed record RunFolder(string RunId, string Path)
{
    /// <summary>The run's journal, or the file that says where it is; it is looked for each time, since only a new run decides it.</summary>
    public string JournalPath => File.Exists(PlacePath) ? PlacePath : System.IO.Path.Combine(Path, "journal.db");

    /// <summary>What says where the journal is, where it is not a file.</summary>
    public string PlacePath => System.IO.Path.Combine(Path, Postgres.PostgresPlace.FileName);

    public string PlanPath => System.IO.Path.Combine(Path, "plan.pffplan");

    /// <summary>The rows that the run is about, where that is not all of them: see <see cref="RowSelection"/>.</summary>
    public string RowsPath => System.IO.Path.Combine(Path, "rows.txt");

    /// <summary>The change plan that the run applies, where it applies one.</summary>
    public string ChangesPath => System.IO.Path.Combine(Path, "changes.pffchanges");

    /// <summary>The three names of the file of <see cref="RunStart"/>.</summary>
    internal string MakingPath => System.IO.Path.Combine(Path, "run.making");

    internal string ReadyPath => System.IO.Path.Combine(Path, "run.ready");

    internal string StartedPath => System.IO.Path.Combine(Path, "run.header");

    /// <summary>What a <see cref="RunHold"/> locks.</summary>
    internal string HoldPath => System.IO.Path.Combine(Path, "hold");

    /// <param name="extension">With its dot: <c>.xlsx</c>.</param>
    public string ReportPath(string extension) => System.IO.Path.Combine(Path, "report" + extension);
}

/// <summary>The folders of runs below <c>.pff/runs</c>, which only their owner can read.</summary>
/// <param name="root">The folder that has, or will have, <c>.pff</c>.</param>
/// <param name="time">The clock that run ids are made of.</param>
public sealed class RunStore(string root, TimeProvider time)
{
    private const int Tries = 100;

    /// <summary>Where runs are put aside that are being deleted: beside the others, so that moving them is one step.</summary>
    internal string PrunedFolder => Path.Combine(root, ".pff", "pruned");

    private string Folder => Path.Combine(root, ".pff", "runs");

    /// <summary>Makes the folder of a new run.</summary>
    /// <returns>The folder, or PFF3307.</returns>
    public Result<RunFolder> Create()
    {
        try
        {
            PrivateFile.CreateFolder(Folder);
            var start = time.GetUtcNow();
            for (var i = 0; i < Tries; i++)
            {
                var id = RunId.Of(start, i);
                var path = Path.Combine(Folder, id);
                if (!Directory.Exists(path))
                {
                    PrivateFile.CreateFolder(path);
                    return new RunFolder(id, path);
                }
            }

            return RuntimeFailures.JournalBroken(Folder, "no free run id was found");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.JournalBroken(Folder, FileFault.Of(exception));
        }
    }

    /// <summary>Finds a run by its id, or by the beginning of it that no other run has; <c>last</c> is the newest.</summary>
    /// <returns>The folder, or PFF3301.</returns>
    public Result<RunFolder> Find(string run)
    {
        var ids = Ids();
        var matching = run == "last" ? ids.TakeLast(1).ToList() : ids.Where(id => id == run).ToList();
        if (matching.Count == 0 && run.Length > 0)
        {
            matching = ids.Where(id => id.StartsWith(run, StringComparison.Ordinal) || id.EndsWith("-" + run, StringComparison.Ordinal)).ToList();
        }

        return matching.Count == 1
            ? new RunFolder(matching[0], Path.Combine(Folder, matching[0]))
            : RuntimeFailures.NoSuchRun(run, Suggestion.Nearest(run, ids));
    }

    /// <summary>All runs, the newest first.</summary>
    public IEnumerable<RunListing> List()
    {
        var ids = Ids();
        for (var i = ids.Count - 1; i >= 0; i--)
        {
            yield return Describe(new RunFolder(ids[i], Path.Combine(Folder, ids[i])));
        }
    }

    /// <summary>The runs with such links, the newest first; of others not even the journals are looked at, which may be far away.</summary>
    public IEnumerable<RunListing> List(Func<RunLinks, bool> isWanted)
    {
        var ids = Ids();
        for (var i = ids.Count - 1; i >= 0; i--)
        {
            var folder = FolderOf(ids[i]);
            if ((RunStart.LinksOf(folder) is not { } links || isWanted(links)) && Describe(folder) is var run && isWanted(run.Links))
            {
                yield return run;
            }
        }
    }

    /// <summary>Keeps others from beginning to apply a change plan.</summary>
    /// <param name="sha256">Of the plan.</param>
    /// <param name="inUse">What to say where somebody begins to: given the number of that process.</param>
    /// <returns>The hold, what <paramref name="inUse"/> gives, or PFF3307.</returns>
    public Result<ChangePlanHold> HoldChanges(string sha256, Func<string, RuntimeFailure> inUse) =>
        ChangePlanHold.Acquire(Path.Combine(root, ".pff", "applied", sha256), inUse);

    /// <summary>The run that this one redrives or undoes, and so on, which are there still: this one first.</summary>
    /// <param name="earlier">What a run with such links goes on from; null for nothing.</param>
    public IEnumerable<RunFolder> WithEarlier(RunFolder folder, Func<RunLinks, string?> earlier)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var run = folder; seen.Add(run.RunId) && Directory.Exists(run.Path);)
        {
            yield return run;
            run = earlier(RunStart.LinksOf(run) ?? Describe(run).Links) is { } before ? FolderOf(before) : run;
        }
    }

    /// <summary>The place of a run's files, whether it is there or not.</summary>
    public RunFolder FolderOf(string runId) => new(runId, Path.Combine(Folder, runId));

    public static RunListing Describe(RunFolder folder)
    {
        if (!File.Exists(folder.JournalPath))
        {
            return RunStart.Describe(folder, RuntimeFailures.NotAJournal(folder.JournalPath));
        }

        if (!JournalReader.Open(folder.JournalPath).IsSuccess(out var reader, out var failure))
        {
            return RunStart.Describe(folder, failure);
        }

        try
        {
            using (reader)
            {
                // The lock first: a run that ends in between is then shown as ended, not as killed.
                var isRunning = JournalLock.IsHeldOn(folder.JournalPath);
                var ending = reader.Ending;
                var state = isRunning ? RunState.Running : ending is { IsComplete: true } ? RunState.Finished : RunState.Interrupted;
                return new RunListing(folder.RunId, state)
                {
                    Name = reader.Header.PlanName,
                    Sequence = reader.Header.Sequence,
                    InputPath = reader.Header.InputPath,
                    StartedAt = reader.CreatedAt,
                    EndedAt = ending?.EndedAt,
                    InputRows = ending?.InputRows,
                    Rows = reader.CountByOutcome(),
                    Links = RunLinks.Of(reader.Header),
                };
            }
        }
        catch (JournalException exception)
        {
            return RunStart.Describe(folder, exception.Failure);
        }
    }

    private List<string> Ids()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
