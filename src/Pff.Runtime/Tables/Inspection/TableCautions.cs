using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Inspection;

/// <summary>What somebody should know of a table before its rows run, although every row can; found without reading them.</summary>
public static class TableCautions
{
    public static ImmutableArray<TableProblem> Of(TableReader table, ImmutableArray<InputPlan> inputs)
    {
        var cautions = ImmutableArray.CreateBuilder<TableProblem>();
        if (table.IsFiltered)
        {
            cautions.Add(TableProblems.Filtered());
        }

        var unused = table.Headers.Where(header => !inputs.Any(input => RowBinder.IndexOf([header], input.Column, 0) >= 0)).ToList();
        foreach (var input in inputs.Where(input => RowBinder.IndexOf(table.Headers, input.Column, 0) < 0))
        {
            // A required one without a column has refused the table before.
            cautions.Add(TableProblems.MissingOptionalColumn(
                input.Column, input.IsSecret ? null : input.Default, Suggestion.Nearest(input.Column, unused)));
        }

        return cautions.ToImmutable();
    }
}
