using System.Collections.Immutable;
using Pff.Core.Diagnostics;

namespace Pff.Runtime.Tables.Inspection;

/// <summary>Something in a table that a person should look at before running it.</summary>
/// <param name="Row">Where it is first; null for a header.</param>
/// <param name="Count">How many rows have it.</param>
public sealed record TableProblem(string Code, LocalizedText Message, long? Row, long Count);

/// <summary>What a column has.</summary>
public sealed record ColumnInspection
{
    public required string Name { get; init; }

    /// <summary>What all its cells are, or <c>text</c>; null where all are empty.</summary>
    public required CellShape? Type { get; init; }

    public required long Filled { get; init; }

    public required long Empty { get; init; }

    /// <summary>The first texts that differ, shortened.</summary>
    public required ImmutableArray<string> Examples { get; init; }

    public ImmutableArray<TableProblem> Problems { get; init; } = [];
}

/// <summary>What a table is and has, as far as it was read.</summary>
public sealed record TableInspection
{
    public required long Rows { get; init; }

    /// <summary>Whether all rows were read.</summary>
    public required bool IsWhole { get; init; }

    public required ImmutableArray<ColumnInspection> Columns { get; init; }

    /// <summary>What concerns the table as a whole.</summary>
    public ImmutableArray<TableProblem> Problems { get; init; } = [];

    /// <summary>Rows that cannot be read at all, the first of them.</summary>
    public ImmutableArray<TableProblem> UnreadableRows { get; init; } = [];

    /// <summary>Rows that a sequence could not take, the first of them; empty where none was asked about.</summary>
    public ImmutableArray<TableProblem> UnboundRows { get; init; } = [];

    public long UnboundCount { get; init; }

    public long UnreadableCount { get; init; }

    public bool IsClean => Problems.IsEmpty && UnreadableCount == 0 && UnboundCount == 0 && Columns.All(column => column.Problems.IsEmpty);
}
