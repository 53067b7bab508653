using Pff.Runtime.Tables;
using Pff.Runtime.Tables.Inspection;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class TableInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1\n2\n-3", CellShape.Int, "")]
    [InlineData("1\n2.50", CellShape.Decimal, "")]
    [InlineData("01310\n42", CellShape.Code, "PFF3251")]
    [InlineData("1\n2\nx", CellShape.Int, "PFF3250")]
    [InlineData("2026-11-22\n2026-11-22T10:00:00Z", CellShape.Timestamp, "")]
    [InlineData("03/04/2026\n22/11/2026", CellShape.DayFirst, "PFF3257")]
    [InlineData("11/22/2026\n22/11/2026\n23/11/2026", CellShape.DayFirst, "PFF3250 PFF3253")]
    [InlineData("\"1.234,56\"\n\"7,5\"", CellShape.DecimalComma, "PFF3256")]
    [InlineData("\" a\"\nb", CellShape.Text, "PFF3252")]
    [InlineData("true\nFALSO", CellShape.Bool, "")]
    [InlineData("1h30m\n90s", CellShape.Duration, "")]
    public void A_column_is_what_its_cells_look_like(string cells, CellShape type, string codes)
    {
        var column = Inspect("c\n" + cells + "\n").Columns.Single();
        Assert.Equal((type, codes), (column.Type, string.Join(' ', column.Problems.Select(problem => problem.Code))));
    }

    [Fact]
    public void Headers_that_no_input_could_take_are_problems()
    {
        var columns = Inspect("a,A,\n1,2,3\n").Columns;
        Assert.Equal(["", "PFF3254", "PFF3255"], columns.Select(column => string.Join(' ', column.Problems.Select(problem => problem.Code))));
    }

    [Fact]
    public void Empty_cells_are_counted_and_examples_differ()
    {
        var inspection = Inspect("a,b\nx,1\nx,\n,\ny,1\n1\n");
        Assert.Equal((4, 1), (inspection.Rows, inspection.UnreadableCount));
        Assert.Equal((3, 0), (inspection.Columns[0].Filled, inspection.Columns[0].Empty));
        Assert.Equal((2, 1), (inspection.Columns[1].Filled, inspection.Columns[1].Empty));
        Assert.Equal(["x", "y"], inspection.Columns[0].Examples);
        Assert.Equal(5, inspection.UnreadableRows.Single().Row);
    }

    [Fact]
    public void It_stops_where_it_is_told_to()
    {
        var inspection = Inspect("a\n1\n2\n3\n", 2);
        Assert.Equal((2, false), (inspection.Rows, inspection.IsWhole));
    }

    private TableInspection Inspect(string csv, long? rows = null)
    {
        using var table = TableReader.Open(_folder.Write("t.csv", csv), TableOptions.Default, CancellationToken.None).Value!;
        return TableInspector.Inspect(table, null, 0, rows, CancellationToken.None);
    }
}
