using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Inspection;

/// <summary>Reads a table for what it is, in bounded memory.</summary>
public static class TableInspector
{
    private const int MaximumListed = 20;

    /// <param name="table">Freshly opened.</param>
    /// <param name="binder">Whose failures are listed too; null for none.</param>
    /// <param name="slots">As many as the binder fills.</param>
    /// <param name="maximumRows">Where to stop; null to read all.</param>
    /// <param name="cancellation">Between rows.</param>
    public static TableInspection Inspect(TableReader table, RowBinder? binder, int slots, long? maximumRows, CancellationToken cancellation)
    {
        var columns = table.Headers.Select(header => new ColumnInspector(header)).ToArray();
        var (unreadable, unbound) = (new Failures(), new Failures());
        var bound = new Value[slots];
        var (rows, isWhole) = (0L, true);
        foreach (var row in table.ReadRows())
        {
            cancellation.ThrowIfCancellationRequested();
            if (rows == maximumRows)
            {
                isWhole = false;
                break;
            }

            rows++;
            if (row.Failure is { } failure)
            {
                unreadable.Add(row.Number, failure);
                continue;
            }

            var cells = row.Cells.Span;
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(row.Number, cells[i]);
            }

            if (binder?.Bind(row, bound) is { } unfit)
            {
                unbound.Add(row.Number, unfit);
            }
        }

        return new TableInspection
        {
            Rows = rows,
            IsWhole = isWhole,
            Columns = [.. columns.Select((column, index) => column.Build(OfHeader(table.Headers, index)))],
            Problems = table.HiddenRows is { } hidden ? [hidden] : [],
            UnreadableRows = unreadable.Listed,
            UnreadableCount = unreadable.Count,
            UnboundRows = unbound.Listed,
            UnboundCount = unbound.Count,
        };
    }

    private static ImmutableArray<TableProblem> OfHeader(ImmutableArray<string> headers, int index)
    {
        if (headers[index].Length == 0)
        {
            return [TableProblems.BlankHeader(index + 1)];
        }

        var first = RowBinder.IndexOf(headers, headers[index], 0);
        return first < index ? [TableProblems.RepeatedHeader(headers[index], first + 1, index + 1)] : [];
    }

    private sealed class Failures
    {
        private readonly List<TableProblem> _listed = [];

        public long Count { get; private set; }

        public ImmutableArray<TableProblem> Listed => [.. _listed];

        public void Add(long row, RowFailure failure)
        {
            Count++;
            if (_listed.Count < MaximumListed)
            {
                _listed.Add(new TableProblem(failure.Code, failure.Message, row, 1));
            }
        }
    }
}
