using Pff.Core.Plan;

namespace Pff.Runtime.Changes;

/// <summary>What a change plan is for: the first line of its file.</summary>
public sealed record ChangePlanHeader
{
    public const int CurrentVersion = 1;

    /// <summary><see cref="CompiledPlan.Hash"/> of the plan whose writes it lists.</summary>
    public required string PlanHash { get; init; }

    public required string PlanName { get; init; }

    /// <summary>The compiled plan itself, so that the file needs nothing beside it.</summary>
    public required ReadOnlyMemory<byte> Plan { get; init; }

    public required string Sequence { get; init; }

    /// <summary>Absolute.</summary>
    public required string InputPath { get; init; }

    public required string InputSha256 { get; init; }

    /// <summary>The value of <c>now</c>, also when the plan is applied.</summary>
    public required Timestamp Now { get; init; }

    /// <summary>The mock file that was called instead of the real hosts; null for the real ones.</summary>
    public string? Mock { get; init; }

    /// <summary>Where relative paths of secret files start.</summary>
    public required string SourceFolder { get; init; }
}

/// <summary>The last line of a change plan's file, without which it is not whole.</summary>
public sealed record ChangePlanTotals(long Rows, long RowsWithWrites, long Writes, long NotPlanned);
