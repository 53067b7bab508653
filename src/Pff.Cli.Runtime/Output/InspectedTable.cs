using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables;
using Pff.Runtime.Tables.Inspection;

namespace Pff.Cli.Runtime.Output;

/// <summary>All that <c>pff inspect</c> shows.</summary>
/// <param name="Name">As the command line has it.</param>
/// <param name="Sequence">Whose inputs the columns are to fill; null where none was asked about.</param>
/// <param name="Unbound">Why the columns cannot fill them, whatever the rows have.</param>
internal sealed record InspectedTable(string Name, TableReader Table, TableInspection Inspection, SequencePlan? Sequence, RuntimeFailure? Unbound)
{
    /// <summary>Read to the end they are counted; else the table may tell about how many there are.</summary>
    public long? Rows => Inspection.IsWhole ? Inspection.Rows : Table.ApproximateRowCount;

    /// <summary>The input that a column fills, or null.</summary>
    public InputPlan? InputOf(string column) =>
        column.Length == 0 ? null : Sequence?.Inputs.FirstOrDefault(input => input.Column.Trim().Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The inputs for which there is no column.</summary>
    public IEnumerable<InputPlan> MissingInputs =>
        Sequence?.Inputs.Where(input => !Table.Headers.Any(header => input.Column.Trim().Equals(header, StringComparison.OrdinalIgnoreCase))) ?? [];

    /// <summary>Of a secret input nothing is shown.</summary>
    public IEnumerable<string> ExamplesOf(ColumnInspection column) => InputOf(column.Name) is { IsSecret: true } ? [] : column.Examples;
}
