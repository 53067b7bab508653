using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>
/// Only whoever has it may begin to go on with a run, to undo, redrive or delete it. Two that begin at the same time would not see
/// one another: what each of them does is known to others only when it has a journal. Until then it holds the run, and no longer.
/// </summary>
public sealed class RunHold : IDisposable
{
    private readonly List<JournalLock> _locks = [];
    private JournalDatabase? _database;

    private RunHold()
    {
    }

    /// <summary>Whether somebody has it now.</summary>
    public static bool IsHeldOn(RunFolder run) => JournalLock.IsHeldOn(run.HoldPath);

    /// <summary>Does not wait for the other one.</summary>
    /// <param name="runs">The run, and those that it goes on from, whose writes are its own to go on from.</param>
    /// <returns>The hold, or PFF3307 or PFF3320.</returns>
    public static Result<RunHold> Acquire(params IEnumerable<RunFolder> runs)
    {
        var hold = new RunHold();
        var (isWhole, path) = (false, string.Empty);
        try
        {
            foreach (var run in runs)
            {
                path = run.HoldPath;
                if (!JournalLock.Acquire(run.HoldPath, processId => RuntimeFailures.RunHeld(run.RunId, processId)).IsSuccess(out var held, out var failure))
                {
                    return failure;
                }

                hold._locks.Add(held);
            }

            isWhole = true;
            return hold;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.JournalBroken(path, FileFault.Of(exception));
        }
        finally
        {
            if (!isWhole)
            {
                hold.Dispose();
            }
        }
    }

    /// <summary>
    /// Where the journal of a run that has ended is in a database, makes sure that no other computer writes it, nor begins to; the
    /// lock beside a file tells that without this.
    /// </summary>
    /// <returns>PFF3302 where one does, and else why that cannot be known; null where nobody does.</returns>
    public RuntimeFailure? KeepWritersOut(RunFolder run)
    {
        try
        {
            _database = JournalDatabase.OpenLocked(run.JournalPath);
            return null;
        }
        catch (JournalException exception)
        {
            return exception.Failure;
        }
    }

    /// <summary>May be called again.</summary>
    public void Dispose()
    {
        _database?.Dispose();
        _database = null;
        foreach (var held in _locks)
        {
            held.Dispose();
        }

        _locks.Clear();
    }
}
