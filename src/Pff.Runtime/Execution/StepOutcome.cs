using Pff.Core.Ports;

namespace Pff.Runtime.Execution;

internal enum StepEnd : byte
{
    /// <summary>The next step is due.</summary>
    Continues,

    /// <summary>A handler may take the failure; else the row ends.</summary>
    Failed,

    /// <summary>The row ends with the failure, whatever handlers there are.</summary>
    FailedForGood,

    /// <summary>The row ends as skipped.</summary>
    Skipped,

    /// <summary>The row ends as good.</summary>
    Finished,

    /// <summary>A dry run cannot go on, because what comes next depends on a write that was not sent.</summary>
    Planned,

    /// <summary>A <c>retry</c> waits before its next run.</summary>
    Repeats,
}

/// <summary>What came of one step.</summary>
internal readonly record struct StepOutcome(StepEnd End, RowFailure? Failure, string? Reason)
{
    public static StepOutcome Continues => default;

    public static StepOutcome Finished => new(StepEnd.Finished, null, null);

    public static StepOutcome Fails(RowFailure failure) => new(StepEnd.Failed, failure, null);

    public static StepOutcome FailsForGood(RowFailure failure) => new(StepEnd.FailedForGood, failure, null);

    public static StepOutcome Skips(string reason) => new(StepEnd.Skipped, null, reason);

    public static StepOutcome Repeats => new(StepEnd.Repeats, null, null);

    public static StepOutcome Plans(string step) => new(StepEnd.Planned, null, step);
}
