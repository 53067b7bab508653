using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>Who approved a change plan, and when.</summary>
/// <param name="Sha256">Of the change plan's file.</param>
public sealed record ReportApproval(string By, DateTimeOffset? At, string Sha256);

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

    /// <summary>When the run began; null where that is not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How the run ended; null while it goes on, and where it was killed.</summary>
    public RunEnding? Ending { get; init; }

    /// <summary>How many rows have an outcome, where that is known before they are read.</summary>
    public long? FinishedRows { get; init; }

    /// <summary>The calls that are still in the journal, by row and ordinal; read once, in step with the rows.</summary>
    public IEnumerable<CallEntry> Calls { get; init; } = [];

    /// <summary>What hosts did, second by second; enumerated twice.</summary>
    public IEnumerable<HostSecond> Health { get; init; } = [];

    /// <summary>Who approved the changes that the run made; null where it applied no change plan.</summary>
    public ReportApproval? Approval { get; init; }

    /// <summary>The change plan that the run applied, for the values before and after its writes.</summary>
    public IApprovedChanges? Changes { get; init; }

    /// <summary>What a failure's code means, in Markdown and in the language of the report; null where nothing is known of it.</summary>
    public Func<string, string?> MeaningOf { get; init; } = _ => null;

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
