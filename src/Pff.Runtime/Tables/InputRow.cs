using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Tables;

/// <summary>One row of an input table as the file has it, not yet bound to a sequence's inputs.</summary>
/// <param name="Number">
/// Its place among the data rows, from 1. Blank rows are left out but counted, so that in a spreadsheet whose headers
/// are in row 1 row <c>N</c> is always the spreadsheet's row <c>N + 1</c>.
/// </param>
/// <param name="Cells">
/// One value for each header: a text, bool, int, double, decimal, timestamp, duration or JSON value as far as the format
/// tells them apart, absent where the cell is empty, and a fault where it has an error (<c>#N/A</c>).
/// </param>
public sealed record InputRow(long Number, ReadOnlyMemory<Value> Cells)
{
    /// <summary>Set where the row could not be read; then it has no cells, and no run of it can succeed.</summary>
    public RowFailure? Failure { get; init; }
}
