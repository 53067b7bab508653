using Pff.Core.Ports;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>A row of the input and what came of it; one of the two may be missing.</summary>
internal readonly record struct ReportRow(long Number, InputRow? Input, RowResult? Result)
{
    public string Outcome => OutcomeNames.Of(Result?.Outcome);

    /// <summary>Reads the input and the journal in step; both are ordered by row number.</summary>
    public static IEnumerable<ReportRow> Join(IEnumerable<InputRow> input, IEnumerable<RowResult> results)
    {
        using var result = results.GetEnumerator();
        var hasResult = result.MoveNext();
        foreach (var row in input)
        {
            while (hasResult && result.Current.Row < row.Number)
            {
                yield return new ReportRow(result.Current.Row, null, result.Current);
                hasResult = result.MoveNext();
            }

            if (hasResult && result.Current.Row == row.Number)
            {
                yield return new ReportRow(row.Number, row, result.Current);
                hasResult = result.MoveNext();
            }
            else
            {
                yield return new ReportRow(row.Number, row, null);
            }
        }

        for (; hasResult; hasResult = result.MoveNext())
        {
            yield return new ReportRow(result.Current.Row, null, result.Current);
        }
    }
}

/// <summary>Outcomes as reports write them.</summary>
public static class OutcomeNames
{
    public const string NotRun = "not_run";

    /// <param name="outcome">Null for a row that was not reached.</param>
    public static string Of(RowOutcome? outcome) => outcome switch
    {
        RowOutcome.Succeeded => "succeeded",
        RowOutcome.Skipped => "skipped",
        RowOutcome.Failed => "failed",
        RowOutcome.Unknown => "unknown",
        null => NotRun,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
