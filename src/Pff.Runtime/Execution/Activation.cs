using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Runtime.Execution;

internal enum ActivationKind : byte
{
    /// <summary>The body of a sequence; it owns its frame.</summary>
    Sequence,

    /// <summary>A branch or a handler.</summary>
    Block,
    Loop,
    Try,
    Retry,
}

/// <summary>
/// A list of steps being walked. Kept on a stack of its own instead of the thread's, so that nesting costs no
/// asynchronous frames and its depth is a limit, not an accident. Reused from row to row.
/// </summary>
internal sealed class Activation
{
    public ActivationKind Kind { get; private set; }

    public ImmutableArray<StepPlan> Steps { get; private set; }

    /// <summary>The index of the step that comes next.</summary>
    public int Next { get; set; }

    public Frame Frame { get; private set; } = null!;

    /// <summary>Of a loop, try or retry; of a sequence the call, null for the first sequence.</summary>
    public StepPlan? Origin { get; private set; }

    public SequencePlan? Sequence { get; private set; }

    public ListValue? List { get; private set; }

    /// <summary>The element of a loop, or the run of a retry, from 0.</summary>
    public int Index { get; set; }

    /// <summary>How many writes of unknown effect there were before a retry.</summary>
    public int UnknownBefore { get; set; }

    /// <summary>The moment of <see cref="TimeProvider.GetTimestamp"/> after which no call is made; the soonest of all around it.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    public void Enter(ActivationKind kind, ImmutableArray<StepPlan> steps, Frame frame, StepPlan? origin)
    {
        Kind = kind;
        Steps = steps;
        Next = 0;
        Frame = frame;
        Origin = origin;
        Sequence = null;
        List = null;
        Index = 0;
    }

    public void EnterSequence(SequencePlan sequence, Frame frame, CallSequencePlan? call)
    {
        Enter(ActivationKind.Sequence, sequence.Steps, frame, call);
        Sequence = sequence;
    }

    public void EnterLoop(ForEachPlan loop, ListValue list, Frame frame)
    {
        Enter(ActivationKind.Loop, loop.Steps, frame, loop);
        List = list;
    }

    /// <summary>Lets the row's values go.</summary>
    public void Clear()
    {
        Frame = null!;
        List = null;
    }
}
