using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Execution;

public enum RunEnd
{
    /// <summary>Every row of the input is finished.</summary>
    Completed,

    /// <summary>No more rows were taken; those in work were finished. The run can be resumed.</summary>
    Drained,

    /// <summary>Rows in work were left where they were. The run can be resumed.</summary>
    Aborted,
}

public sealed record RunSummary
{
    public required RunEnd End { get; init; }

    public required RunCounts Counts { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Why the run was stopped by itself or from outside; null where it was not.</summary>
    public RuntimeFailure? Halt { get; init; }

    /// <summary>Whether every row of the input is finished and none of this run failed or is unknown.</summary>
    public bool IsClean => End == RunEnd.Completed && Counts is { Failed: 0, Unknown: 0 };
}

/// <summary>The two stages of stopping.</summary>
/// <param name="Drain">Takes no more rows and finishes those in work.</param>
/// <param name="Abort">Leaves the rows in work where they are; a write then in flight is settled when the run is resumed.</param>
public readonly record struct RunCancellation(CancellationToken Drain, CancellationToken Abort)
{
    public static RunCancellation None => default;
}
