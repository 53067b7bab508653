using System.Collections.Immutable;
using Pff.Core.Ports;

namespace Pff.Runtime.Changes;

/// <summary>A row of a change plan.</summary>
/// <param name="Outcome">What came of it without its writes.</param>
/// <param name="Code">Of its failure, or null.</param>
/// <param name="Note">Why it failed, was skipped, or could be planned only in part; empty otherwise.</param>
public sealed record PlannedRow(long Row, RowOutcome Outcome, string? Code, string Note, bool IsWhole)
{
    public ImmutableArray<PlannedRead> Reads { get; init; } = [];

    public ImmutableArray<PlannedChange> Writes { get; init; } = [];

    /// <summary>Whether applying the plan runs this row.</summary>
    public bool IsApplied => IsWhole && !Writes.IsEmpty && Outcome == RowOutcome.Succeeded;
}

/// <summary>Takes what rows would do; called from many threads.</summary>
public interface IChangeSink
{
    void Add(PlannedRow row);
}

/// <summary>The rows of a change plan that somebody approved, by number.</summary>
public interface IApprovedChanges
{
    /// <summary>Null for a row that has nothing to apply.</summary>
    PlannedRow? Find(long row);
}
