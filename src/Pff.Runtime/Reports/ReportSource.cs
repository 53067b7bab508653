using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>All that a report is made of. The rows and the input are read once, in step.</summary>
public sealed record ReportSource
{
    public required RunHeader Header { get; init; }

    /// <summary>The finished rows, by row number.</summary>
    public required IEnumerable<RowResult> Rows { get; init; }

    public IEnumerable<UnknownWrite> UnknownWrites { get; init; } = [];

    /// <summary>The inputs of the sequence that ran; the columns of those that are not secret are in the report.</summary>
    public ImmutableArray<InputPlan> Inputs { get; init; } = [];

    /// <summary>The input, freshly opened; null where it is gone or has changed, then its columns and rows not reached are missing.</summary>
    public TableReader? Input { get; init; }

    /// <summary>The rows that the run is about; null for all.</summary>
    public RowSelection? Selection { get; init; }

    /// <summary>How long the run took, all its resumptions together where that is known.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The input's rows that the run is about; none where the input is gone.</summary>
    internal IEnumerable<InputRow> InputRows()
    {
        var rows = Input?.ReadRows() ?? [];
        return Selection is { } selection ? rows.Where(row => selection.Contains(row.Number)) : rows;
    }

    /// <summary>Opens the input of a run again, if it is still what it was.</summary>
    /// <returns>The table, PFF3403 where its content is another, or why it cannot be read.</returns>
    public static Result<TableReader> ReopenInput(RunHeader header, TableOptions options, CancellationToken cancellation)
    {
        if (!TableReader.Open(header.InputPath, options, cancellation).IsSuccess(out var table, out var failure))
        {
            return failure;
        }

        if (table.Sha256 == header.InputSha256)
        {
            return table;
        }

        table.Dispose();
        return RuntimeFailures.InputChanged(header.InputPath);
    }
}
