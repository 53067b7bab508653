using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Tables;
using Pff.Runtime.Tables.Inspection;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

/// <summary>What is said of a table before its rows run, although every row can.</summary>
public sealed class TableCautionsTests : IDisposable
{
    private static readonly ImmutableArray<InputPlan> Inputs =
    [
        new("id", "id", 0, InputType.Text, true),
        new("limit", "limit", 1, InputType.Int, false) { Default = "3" },
        new("reason", "Motivo", 2, InputType.Text, false),
        new("pin", "pin", 3, InputType.Text, false) { Default = "0000", IsSecret = true },
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_that_only_has_another_name_is_asked_about()
    {
        using var table = Open(_folder.Write("t.csv", "id,limite\n1,5\n"));
        Assert.Equal(
            [
                "PFF3040: The input has no column 'limit', so that every row takes its default '3'. Did you mean 'limite'?",
                "PFF3040: The input has no column 'Motivo', so that it is empty in every row.",
                "PFF3040: The input has no column 'pin', so that it is empty in every row.",
            ],
            Said(table, Inputs));
    }

    [Fact]
    public void A_table_with_every_column_gives_no_reason_to_say_anything()
    {
        using var table = Open(_folder.Write("t.csv", " ID ,LIMIT,motivo,pin,more\n1,,,,\n"));
        Assert.Empty(Said(table, Inputs));
    }

    [Fact]
    public void A_filter_is_said_before_the_rows_are_read_and_hidden_rows_are_counted_when_they_are()
    {
        var sheet = """
            <worksheet><sheetPr filterMode="1"/><sheetData><row r="2"><c r="A2" t="str"><v>id</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>
            <row r="4" hidden="1"><c r="A4"><v>2</v></c></row><row r="5" hidden="true"/><row r="6" hidden="1"><c r="A6"><v>3</v></c></row></sheetData></worksheet>
            """;
        using var table = Open(new WorkbookFile { Sheet = sheet }.Save(_folder.At("t.xlsx")));
        Assert.Equal(["PFF3039: The sheet has a filter that hides rows; the run takes hidden rows like all others."], Said(table, Inputs[..1]));
        var inspection = TableInspector.Inspect(table, null, 0, null, CancellationToken.None);
        Assert.Equal("The sheet hides 2 rows, first in row 2; a run takes hidden rows like all others.", Assert.Single(inspection.Problems).Message.English);
        Assert.Equal("A planilha oculta 2 linhas, a primeira é a 2; uma execução usa linhas ocultas como todas as outras.", inspection.Problems[0].Message.Portuguese);
        Assert.False(inspection.IsClean);
    }

    [Fact]
    public void A_row_hidden_by_hand_is_found_by_an_inspection()
    {
        var path = new WorkbookFile
        {
            SheetData = "<row><c t=\"str\"><v>id</v></c></row><row hidden=\"1\"><c><v>1</v></c></row><row hidden=\"0\"><c><v>2</v></c></row>",
        }.Save(_folder.At("t.xlsx"));
        using var table = Open(path);
        Assert.Empty(Said(table, Inputs[..1]));
        Assert.Equal("The sheet hides row 1; a run takes hidden rows like all others.", Assert.Single(TableInspector.Inspect(table, null, 0, null, CancellationToken.None).Problems).Message.English);
    }

    private static TableReader Open(string path) => TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;

    private static IEnumerable<string> Said(TableReader table, ImmutableArray<InputPlan> inputs) =>
        TableCautions.Of(table, inputs).Select(caution => $"{caution.Code}: {caution.Message.English}");
}
