using System.Collections.Immutable;
using Pff.Core.Ports;

namespace Pff.Runtime.Changes;

/// <summary>The journal of a run that changes nothing, so that nothing of it need be kept: it is simply run again.</summary>
public sealed class PlanningJournal(RunHeader header) : IJournal
{
    public RunHeader Header { get; } = header;

    /// <exception cref="InvalidOperationException">Always: a plan sends no write.</exception>
    public ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation) =>
        throw new InvalidOperationException("a write was about to be sent while changes are planned");

    public void RecordNotSent(CallIntent intent)
    {
    }

    public void RecordOutcome(CallOutcome outcome)
    {
    }

    public void RecordRow(RowResult row)
    {
    }

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public bool IsFinished(long row) => false;

    public ImmutableArray<JournaledCall> CallsOf(long row) => [];

    public IEnumerable<RowResult> ReadRows() => [];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
