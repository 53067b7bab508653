using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Changes;

namespace Pff.Runtime.Execution;

/// <summary>
/// What the walkers of one row share: one outside of parallel steps, and one for each branch inside. Branches take turns,
/// and only their waiting overlaps, so that nothing in a row needs to be safe for threads.
/// </summary>
internal sealed class RowState : IDisposable
{
    /// <summary>Held by whoever walks while branches run; nobody asks for it otherwise.</summary>
    private readonly SemaphoreSlim _turn = new(0, 1);

    private readonly HashSet<long> _claimed = [];

    private bool _hasBranches;
    private long _branches;

    public long Row { get; private set; }

    /// <summary>What an earlier run of the row has in the journal, by ordinal.</summary>
    public ImmutableArray<JournaledCall> Journaled { get; private set; } = [];

    /// <summary>Whether reads must be answered anew: the row has written, or repeats its steps to see a change.</summary>
    public bool ReadsAnew { get; set; }

    /// <summary>Gathers what the row would do; null where nobody wants it.</summary>
    public RowChanges? Planned { get; set; }

    /// <summary>The only changes that the row may make; null where it decides itself.</summary>
    public PlannedRow? Approved { get; set; }

    public int Steps { get; set; }

    public int Reads { get; set; }

    public int Writes { get; set; }

    public int Attempts { get; set; }

    public bool IsInBranches => _hasBranches;

    public void Begin(long row, ImmutableArray<JournaledCall> journaled)
    {
        Row = row;
        Journaled = journaled;
        ReadsAnew = false;
        (Steps, Reads, Writes, Attempts) = (0, 0, 0, 0);
        _branches = 0;
        _claimed.Clear();
    }

    /// <summary>Notes that the row came again to a call of the journal.</summary>
    public void Claim(JournaledCall call) => _claimed.Add(call.Key.Ordinal);

    /// <summary>
    /// The first call of the journal whose effect is not known and to which the row did not come again, so that nothing has settled it;
    /// null where there is none.
    /// </summary>
    public JournaledCall? FindUnsettled()
    {
        foreach (var call in Journaled)
        {
            if (call.Outcome is null or { State: CallState.Unknown } && !_claimed.Contains(call.Key.Ordinal))
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>
    /// The ordinals of the first of some branches; those of the next one are a stride further. Asked for only outside of
    /// branches, in the order of the row's steps, and so the same each time the row runs.
    /// </summary>
    public long TakeBranches(int count)
    {
        var first = _branches + 1;
        _branches += count;
        return first * CallKey.BranchStride;
    }

    public JournaledCall? Find(long ordinal)
    {
        var (low, high) = (0, Journaled.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = Journaled[middle].Key.Ordinal;
            if (found == ordinal)
            {
                return Journaled[middle];
            }

            (low, high) = found < ordinal ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>Waits for something while other branches have their turn.</summary>
    public ValueTask<T> AsideAsync<T>(ValueTask<T> work) => _hasBranches ? LeaveAndReturnAsync(work) : work;

    /// <summary>Runs branches to their end; each waits for its turn before its first step and gives it up behind its last.</summary>
    public async ValueTask<StepOutcome[]> RunBranchesAsync(IReadOnlyList<Func<ValueTask<StepOutcome>>> branches)
    {
        _hasBranches = true;
        try
        {
            return await LeaveAndReturnAsync(new ValueTask<StepOutcome[]>(Task.WhenAll(branches.Select(BranchAsync)))).ConfigureAwait(false);
        }
        finally
        {
            _hasBranches = false;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<StepOutcome> BranchAsync(Func<ValueTask<StepOutcome>> branch)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await branch().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<T> LeaveAndReturnAsync<T>(ValueTask<T> work)
    {
        _turn.Release();
        try
        {
            return await work.ConfigureAwait(false);
        }
        finally
        {
            await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
