using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>A run that has ended and that a new one redrives or undoes; nobody else begins to, until the new one can be seen.</summary>
internal sealed class EarlierRun : IDisposable
{
    private readonly RunHold? _hold;

    private EarlierRun(RunFolder folder, RunListing run, RunHold? hold)
    {
        Folder = folder;
        Run = run;
        _hold = hold;
    }

    public RunFolder Folder { get; }

    public RunListing Run { get; }

    /// <summary>Null where nothing can follow it now, and that is said.</summary>
    /// <param name="name">As the command line has it.</param>
    /// <param name="begins">Whether a new run is to follow; else it is only looked at.</param>
    public static EarlierRun? Open(string name, bool begins, HostConsole console)
    {
        if (RunLookup.Find(name, console) is not { } folder || RunFamily.DescribeEnded(folder, console) is not { } run || RunFamily.IsUndo(run, console))
        {
            return null;
        }

        if (!begins)
        {
            return new EarlierRun(folder, run, null);
        }

        if (!RunHold.Acquire(RunFamily.WithEarlier(folder)).IsSuccess(out var hold, out var failure))
        {
            RunLookup.Say(failure, console);
            return null;
        }

        // It may have been resumed before it was held, and then it has other rows now, or goes on.
        if (RunFamily.DescribeEnded(folder, console) is { } ended)
        {
            if (hold.KeepWritersOut(folder) is not { } writer)
            {
                return new EarlierRun(folder, ended, hold);
            }

            RunLookup.Say(writer, console);
        }

        hold.Dispose();
        return null;
    }

    /// <summary>Makes the new run, which others can see then.</summary>
    public OpenedJournal? FollowWith(Func<OpenedJournal?> create)
    {
        using (_hold)
        {
            return create();
        }
    }

    public void Dispose() => _hold?.Dispose();
}
