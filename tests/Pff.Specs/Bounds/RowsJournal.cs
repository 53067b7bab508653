using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Specs.Bounds;

/// <summary>A journal that only remembers how the rows ended.</summary>
internal sealed class RowsJournal : IJournal
{
    public List<RowResult> Rows { get; } = [];

    public RunHeader Header { get; } = new()
    {
        RunId = "run", PlanHash = "0", PlanName = "test", Sequence = "main", InputPath = "/in", InputSha256 = "0", Now = new Timestamp(1_700_000_000, 0),
    };

    public ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation) => ValueTask.CompletedTask;

    public void RecordNotSent(CallIntent intent)
    {
    }

    public void RecordOutcome(CallOutcome outcome)
    {
    }

    public void RecordRow(RowResult row) => Rows.Add(row);

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public bool IsFinished(long row) => false;

    public ImmutableArray<JournaledCall> CallsOf(long row) => [];

    public IEnumerable<RowResult> ReadRows() => Rows;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
