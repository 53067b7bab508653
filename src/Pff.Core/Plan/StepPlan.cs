using System.Collections.Immutable;

namespace Pff.Core.Plan;

/// <summary>
/// One step. <see cref="Id"/> is its place in the sequence as a person would say it ("3", "3.else.1"), stable for one
/// plan; <see cref="Line"/> is where it stands in the manifest, from 1.
/// </summary>
public abstract record StepPlan
{
    public required string Id { get; init; }

    public required int Line { get; init; }
}

/// <summary>Sends a request. <see cref="ResultSlot"/> is -1 where the result is not saved.</summary>
public sealed record CallMethodPlan : StepPlan
{
    /// <summary>Index into <see cref="PlanModel.Methods"/>.</summary>
    public required int Method { get; init; }

    public ImmutableArray<ArgumentPlan> Arguments { get; init; } = [];

    public int ResultSlot { get; init; } = -1;

    /// <summary>What of the response body is decoded; null where none of it is.</summary>
    public Projection? Projection { get; init; }

    /// <summary>How the write is undone; null where it cannot be.</summary>
    public UndoCallPlan? Undo { get; init; }

    /// <summary>How to find out whether the write took effect, where its answer does not tell; null where nothing can.</summary>
    public ReadBackPlan? SettledBy { get; init; }
}

/// <summary>The read that tells whether a write took effect.</summary>
/// <param name="Read">A call of a read; it has the step id of the write.</param>
/// <param name="Condition">True where the write took effect; evaluated once the read has given its result.</param>
/// <param name="WithinMs">For how long the read is repeated while the condition is false, before that is the answer.</param>
public sealed record ReadBackPlan(CallMethodPlan Read, int Condition, int WithinMs)
{
    /// <summary>The slots that the condition reads besides the read's result, so that it can be asked long after the row is gone.</summary>
    public ImmutableArray<int> Slots { get; init; } = [];

    public const int DefaultWithinMs = 5_000;

    public const int MaximumWithinMs = 600_000;

    /// <summary>The wait before the second read; each later one is twice as long.</summary>
    public const int FirstDelayMs = 250;

    /// <summary>How many reads that is at most.</summary>
    public int MostReads => MostReadsWithin(WithinMs);

    /// <summary>How often a write is made whose answer is lost each time, and which each time turns out to have had no effect.</summary>
    public static int MostSends(int maximumRetries) => 1 + Math.Max(0, maximumRetries);

    public static int MostReadsWithin(int withinMs)
    {
        var reads = 1;
        for (long waited = 0, delay = FirstDelayMs; waited < withinMs; delay *= 2, reads++)
        {
            waited += delay;
        }

        return reads;
    }
}

/// <summary>The write that undoes another one; its arguments are evaluated once that one has succeeded.</summary>
/// <param name="Method">Index into <see cref="PlanModel.Methods"/>.</param>
public sealed record UndoCallPlan(int Method, ImmutableArray<ArgumentPlan> Arguments);

/// <param name="Parameter">Index into <see cref="MethodDescriptor.Parameters"/>.</param>
/// <param name="Expression">An absent value leaves the parameter out.</param>
public sealed record ArgumentPlan(int Parameter, int Expression);

public sealed record ConditionPlan : StepPlan
{
    public required int Condition { get; init; }

    public required ImmutableArray<StepPlan> Then { get; init; }

    public ImmutableArray<StepPlan> Else { get; init; } = [];
}

/// <summary>Runs the steps once for each element; more than <see cref="AtMost"/> elements fail the row before the first.</summary>
public sealed record ForEachPlan : StepPlan
{
    public required int List { get; init; }

    public required int ItemSlot { get; init; }

    /// <summary>Where the zero-based index goes, or -1.</summary>
    public int IndexSlot { get; init; } = -1;

    public required int AtMost { get; init; }

    public required ImmutableArray<StepPlan> Steps { get; init; }
}

public sealed record LetPlan : StepPlan
{
    public required int Slot { get; init; }

    public required int Expression { get; init; }
}

/// <summary>Ends the row as failed with <see cref="Code"/> unless the condition is true.</summary>
public sealed record AssertPlan : StepPlan
{
    public required int Condition { get; init; }

    public required string Code { get; init; }

    /// <summary>An expression that gives a text.</summary>
    public required int Message { get; init; }
}

/// <summary>Runs another sequence in a frame of its own; its returned columns become a map in <see cref="ResultSlot"/>.</summary>
public sealed record CallSequencePlan : StepPlan
{
    /// <summary>Index into <see cref="PlanModel.Sequences"/>.</summary>
    public required int Sequence { get; init; }

    /// <summary>One for each input given, <see cref="ArgumentPlan.Parameter"/> being an index into its inputs.</summary>
    public ImmutableArray<ArgumentPlan> Arguments { get; init; } = [];

    public int ResultSlot { get; init; } = -1;
}

/// <summary>Runs the steps; the first handler that names the kind of a failure among them runs instead of the rest.</summary>
public sealed record TryPlan : StepPlan
{
    public required ImmutableArray<StepPlan> Steps { get; init; }

    public required ImmutableArray<HandlerPlan> Handlers { get; init; }
}

/// <param name="Kinds">Names of <see cref="FailureKind"/>, <c>http_NNN</c>, the code of an assert or fail, or <c>any</c>.</param>
/// <param name="ErrorSlot">Where <c>error</c> goes (a map of code, kind, message, status), or -1.</param>
public sealed record HandlerPlan(ImmutableArray<string> Kinds, int ErrorSlot, ImmutableArray<StepPlan> Steps);

/// <summary>
/// Runs the branches side by side in one frame. A failure of one lets the others finish; then the first in order is that
/// of the step, and a write of unknown effect goes before all others.
/// </summary>
public sealed record ParallelPlan : StepPlan
{
    public const int MaximumBranches = 16;

    public required ImmutableArray<BranchPlan> Branches { get; init; }
}

public sealed record BranchPlan(ImmutableArray<StepPlan> Steps);

/// <summary>Runs the steps again while they fail with one of the rule's kinds, or the condition is false.</summary>
public sealed record RetryPlan : StepPlan
{
    public required ImmutableArray<StepPlan> Steps { get; init; }

    public required RetryRule Rule { get; init; }

    /// <summary>The condition that ends it, or -1.</summary>
    public int Until { get; init; } = -1;
}

/// <param name="Times">The most runs in all.</param>
/// <param name="EveryMs">The wait before the second run.</param>
/// <param name="Backoff">What each wait is multiplied by for the next one.</param>
/// <param name="Kinds">As in <see cref="HandlerPlan"/>. A write of unknown effect is never repeated, whatever they are.</param>
public sealed record RetryRule(int Times, int EveryMs, double Backoff, ImmutableArray<string> Kinds)
{
    public const int MaximumTimes = 100;
    public const int MaximumEveryMs = 3_600_000;
    public const double MaximumBackoff = 10;
}

/// <summary>Undoes the writes of the row that succeeded and were not undone yet, the last one first.</summary>
public sealed record UndoPlan : StepPlan;

/// <summary>Ends the row as skipped.</summary>
public sealed record SkipPlan : StepPlan
{
    public required int Reason { get; init; }
}

/// <summary>Ends the row as failed.</summary>
public sealed record FailPlan : StepPlan
{
    public required string Code { get; init; }

    public required int Message { get; init; }
}

/// <summary>Ends the sequence; the columns of the first sequence go to the report.</summary>
public sealed record ReturnPlan : StepPlan
{
    public ImmutableArray<ColumnPlan> Columns { get; init; } = [];
}

public sealed record ColumnPlan(string Name, int Expression);
