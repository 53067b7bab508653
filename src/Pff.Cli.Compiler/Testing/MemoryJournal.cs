using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Cli.Compiler.Testing;

/// <summary>The journal of one row that nobody will resume: it keeps how the row ended.</summary>
internal sealed class MemoryJournal(string sequence, Timestamp now) : IJournal
{
    public RunHeader Header { get; } = new()
    {
        RunId = "test",
        PlanHash = string.Empty,
        PlanName = string.Empty,
        Sequence = sequence,
        InputPath = string.Empty,
        InputSha256 = string.Empty,
        Now = now,
    };

    /// <summary>Null until the row has ended.</summary>
    public RowResult? Row { get; private set; }

    public ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation) => ValueTask.CompletedTask;

    public void RecordNotSent(CallIntent intent)
    {
    }

    public void RecordOutcome(CallOutcome outcome)
    {
    }

    public void RecordRow(RowResult row) => Row = row;

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public bool IsFinished(long row) => false;

    public ImmutableArray<JournaledCall> CallsOf(long row) => [];

    public IEnumerable<RowResult> ReadRows() => Row is null ? [] : [Row];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
