using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Records;

/// <summary>
/// A format that somebody else's library reads. Such a library may throw anything over a damaged or hostile file, so
/// whatever it throws is damage of the file: the table cannot be opened, or ends at that row.
/// </summary>
internal abstract class RecordTable(string path, string format, TableOptions options) : TableFormat
{
    protected static readonly LocalizedText Damaged = new("it is damaged", "está danificada");

    /// <summary>Opens a table, and frees what was opened on the way where that fails.</summary>
    /// <param name="path">As messages name the file.</param>
    /// <param name="format">As messages name the format.</param>
    /// <param name="open">Registers what it opens, so that it is freed.</param>
    public static Result<TableFormat> Guard(string path, string format, Func<Stack<IDisposable>, Result<TableFormat>> open)
    {
        var owned = new Stack<IDisposable>();
        try
        {
            var opened = open(owned);
            if (opened.Value is not null)
            {
                owned.Clear();
            }

            return opened;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            var reason = ReasonOf(exception);
            return RuntimeFailures.DamagedTable(path, format, reason.English, reason.Portuguese);
        }
        finally
        {
            while (owned.TryPop(out var item))
            {
                Free(item);
            }
        }
    }

    public override IEnumerable<InputRow> ReadRows()
    {
        for (long number = 1; ; number++)
        {
            var row = ReadRow(number);
            if (row is null)
            {
                yield break;
            }

            if (row.Failure is not null || !IsBlank(row.Cells.Span))
            {
                yield return row;
            }

            if (row.Failure is { Code: "PFF3229" })
            {
                yield break;
            }
        }
    }

    /// <summary>Fills the cells of the next record; false at the end.</summary>
    /// <param name="cells">One for each header, absent.</param>
    /// <param name="problem">Set where this record alone cannot be read.</param>
    protected abstract bool Read(Value[] cells, out LocalizedText? problem);

    /// <summary>A library may throw even from here, over a file at which it has thrown before.</summary>
    protected static void Free(IDisposable item)
    {
        try
        {
            item.Dispose();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // What the file's damage is, was told where it was met.
        }
    }

    private static bool IsDamage(Exception exception) => exception is not OperationCanceledException;

    private static LocalizedText ReasonOf(Exception exception) => exception is TableException known ? known.Reason : Damaged;

    private InputRow? ReadRow(long number)
    {
        var cells = new Value[Headers.Length];
        LocalizedText? problem;
        try
        {
            if (!Read(cells, out problem))
            {
                return null;
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            var reason = ReasonOf(exception);
            return Failed(number, RowInputFailures.InputEnds(number, new($"'{path}' as {format}: {reason.English}", $"'{path}' como {format}: {reason.Portuguese}")));
        }

        if (problem is not null)
        {
            return Failed(number, RowInputFailures.MalformedRow(number, problem));
        }

        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].TryGetText(out var text) && text.Length > options.MaximumCellLength)
            {
                return Failed(number, RowInputFailures.CellTooLong(number, Headers[i], options.MaximumCellLength));
            }
        }

        return new InputRow(number, cells);
    }
}
