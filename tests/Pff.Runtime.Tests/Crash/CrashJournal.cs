using System.Collections.Immutable;
using Pff.Core.Ports;

namespace Pff.Runtime.Tests.Crash;

/// <summary>A real journal with a point before and after each record.</summary>
internal sealed class CrashJournal(IJournal journal, CrashPoints points) : IJournal
{
    public RunHeader Header => journal.Header;

    public async ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation)
    {
        points.Pass("before the intent of " + intent.Key);
        await journal.RecordIntentAsync(intent, cancellation);
        points.Pass("after the intent of " + intent.Key);
    }

    public void RecordNotSent(CallIntent intent) => Around("taking back " + intent.Key, () => journal.RecordNotSent(intent));

    public void RecordOutcome(CallOutcome outcome) => Around("the outcome of " + outcome.Key, () => journal.RecordOutcome(outcome));

    public void RecordRow(RowResult row) => Around("row " + row.Row, () => journal.RecordRow(row));

    public ValueTask FlushAsync(CancellationToken cancellation) => journal.FlushAsync(cancellation);

    public bool IsFinished(long row) => journal.IsFinished(row);

    public ImmutableArray<JournaledCall> CallsOf(long row) => journal.CallsOf(row);

    public IEnumerable<RowResult> ReadRows() => journal.ReadRows();

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private void Around(string what, Action record)
    {
        points.Pass("before " + what);
        record();
        points.Pass("after " + what);
    }
}
