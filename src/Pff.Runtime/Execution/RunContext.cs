using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Changes;
using Pff.Runtime.Control;
using Pff.Runtime.Http;
using Pff.Runtime.Replaying;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Execution;

/// <summary>What all workers of a run share.</summary>
internal sealed record RunContext
{
    public required CompiledPlan Plan { get; init; }

    /// <summary>The sequence that runs once for each row.</summary>
    public required SequencePlan Sequence { get; init; }

    public required RunSettings Settings { get; init; }

    public required TimeProvider Time { get; init; }

    public required IJournal Journal { get; init; }

    /// <summary>In the order of <see cref="PlanModel.Methods"/>.</summary>
    public required ImmutableArray<MethodClient> Methods { get; init; }

    public required ReadClient Reads { get; init; }

    public required ResponseDecoders Decoders { get; init; }

    public required CallSteps CallSteps { get; init; }

    /// <summary>What the rows undo, instead of walking the sequence; null in a run that does that.</summary>
    public UndoSource? Undo { get; init; }

    public required RunCounters Counters { get; init; }

    /// <summary>No more rows are taken; a row that waits between the runs of a <c>retry</c> is left.</summary>
    public required CancellationToken Drain { get; init; }

    public required RunControl Control { get; init; }

    public IChangeSink? Changes { get; init; }

    public IApprovedChanges? Approved { get; init; }

    public IRunObserver? Observer { get; init; }

    public IRowTrace? Trace { get; init; }

    /// <summary>Set where all calls are answered by the journal.</summary>
    public IReplay? Replay { get; init; }

    /// <summary>Whether the journal keeps what a replay needs.</summary>
    public required bool KeepsAnswers { get; init; }

    public Timestamp Now => Journal.Header.Now;
}
