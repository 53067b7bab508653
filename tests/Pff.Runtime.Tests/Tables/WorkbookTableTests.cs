using Pff.Core.Plan;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class WorkbookTableTests : IDisposable
{
    private const string DateFormats = """
        <numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy\ hh:mm;@"/><numFmt numFmtId="171" formatCode="&quot;R$ d&quot;\ #,##0.00"/>
        <numFmt numFmtId="172" formatCode="[hh]:mm"/><numFmt numFmtId="173" formatCode="[$R$-416]\ #,##0.00;[Red]\-#,##0.00"/></numFmts>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="173"/></cellXfs>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_cell_reads_as_the_spreadsheet_shows_it()
    {
        var path = new WorkbookFile
        {
            SharedStrings = ["<t>msisdn</t>", "<r><t>rich </t></r><rPh><t>no</t></rPh><r><t xml:space=\"preserve\">text</t></r>", "<t>line_x000D_end</t>"],
            Formats = DateFormats,
            SheetData = """
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c><c r="C1" t="str"><v>c</v></c></row>
                <row r="2"><c r="A2"><v>5.511999990000E+12</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c></row>
                <row r="3"><c r="A3"><v>0.10000000000000001</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="str"><f>A1&amp;"x"</f><v>formula</v></c></row>
                <row r="4"><c r="A4" s="1"><v>46348</v></c><c r="B4" s="2"><v>46348.654548611</v></c><c r="C4" s="3"><v>12.5</v></c></row>
                <row r="5"><c r="A5" s="4"><v>1.25</v></c><c r="B5" s="5"><v>-7</v></c><c r="C5" s="1"><v>1</v></c></row>
                """,
        }.Save(_folder.At("t.xlsx"));
        Assert.Equal(
            [
                "msisdn|b|c",
                "1: 5511999990000|rich text|line\rend",
                "2: 0.1|true|formula",
                "3: 2026-11-22|2026-11-22T15:42:33Z|12.5",
                "4: 30:00:00|-7|1900-01-01",
            ],
            Table.Read(path));
    }

    [Theory]
    [InlineData("00000000000", "1234567890", "01234567890")]
    [InlineData("00000000000", "12345678901", "12345678901")]
    [InlineData("000&quot;.&quot;000&quot;.&quot;000\\-00", "1234567890", "01234567890")]
    [InlineData("00000-000", "1310100", "01310100")]
    [InlineData("[$-416]00;@", "7", "07")]
    [InlineData("00", "123", "123")]
    [InlineData("000", "-7", "-7")]
    [InlineData("000", "7.5", "7.5")]
    [InlineData("00000", "123456789012345680", "1.2345678901234568E+17")]
    [InlineData("0", "7", "7")]
    [InlineData("0.00", "7", "7")]
    [InlineData("#,##0", "7", "7")]
    [InlineData("00%", "7", "7")]
    [InlineData("00E+00", "7", "7")]
    public void A_code_that_is_a_number_keeps_the_zeros_that_its_format_shows(string format, string number, string expected)
    {
        var path = new WorkbookFile
        {
            Formats = $"<numFmts><numFmt numFmtId=\"170\" formatCode=\"{format}\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs>",
            SheetData = $"<row><c t=\"str\"><v>cpf</v></c></row><row><c s=\"1\"><v>{number}</v></c></row>",
        }.Save(_folder.At("t.xlsx"));
        Assert.Equal(["cpf", $"1: {expected}"], Table.Read(path));
    }

    [Fact]
    public void Days_may_count_from_1904()
    {
        var path = new WorkbookFile
        {
            CountsFrom1904 = true,
            Formats = DateFormats,
            SheetData = "<row><c t=\"str\"><v>d</v></c></row><row><c s=\"1\"><v>0</v></c></row>",
        }.Save(_folder.At("t.xlsx"));
        Assert.Equal(["d", "1: 1904-01-01"], Table.Read(path));
    }

    [Fact]
    public void Rows_keep_their_place_in_the_sheet_and_cells_their_column()
    {
        var path = new WorkbookFile
        {
            SheetData = """
                <row r="1"/><row r="3"><c r="B3" t="str"><v>a</v></c><c r="D3" t="str"><v>b</v></c></row>
                <row r="4"><c r="D4"><v>1</v></c><c r="Z4"><v>9</v></c></row><row r="5"><c r="A5" t="str"><v>  </v></c></row>
                <row r="9"><c r="B9"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>
                """,
        }.Save(_folder.At("t.xlsx"));
        Assert.Equal(["|a||b", "1: |||1", "6: |2||", "7: |3||"], Table.Read(path));
    }

    [Fact]
    public void An_error_cell_fails_only_who_needs_it()
    {
        var path = new WorkbookFile
        {
            SheetData = "<row><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row><row><c t=\"e\"><v>#N/A</v></c><c><v>1</v></c></row>",
        }.Save(_folder.At("t.xlsx"));
        using var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;
        var row = Assert.Single(table.ReadRows());
        Assert.Null(RowBinder.Create([new InputPlan("b", "b", 0, InputType.Int, true)], table.Headers).Value!.Bind(row, new Value[1]));
        var failure = RowBinder.Create([new InputPlan("a", "a", 0, InputType.Text, true)], table.Headers).Value!.Bind(row, new Value[1]);
        Assert.Equal("PFF3226", failure!.Code);
        Assert.Contains("#N/A", failure.Message.English);
    }

    [Fact]
    public void Many_texts_go_through_the_temporary_file_and_come_back()
    {
        const int Count = 60_000;
        var path = new WorkbookFile
        {
            SharedStrings = [.. Enumerable.Range(0, Count).Select(i => $"<t>texto número {i} {new string('x', i % 90)}</t>")],
            SheetData = "<row><c t=\"str\"><v>a</v></c></row>"
                + string.Concat(Enumerable.Range(0, Count).Select(i => $"<row><c t=\"s\"><v>{(int)(i * 7919L % Count)}</v></c></row>")),
        }.Save(_folder.At("t.xlsx"));
        var lines = Table.Read(path);
        for (var i = 0; i < Count; i++)
        {
            var index = (int)(i * 7919L % Count);
            Assert.Equal($"{i + 1}: texto número {index} {new string('x', index % 90)}", lines[i + 1]);
        }
    }

    [Fact]
    public void An_encrypted_workbook_says_that_it_is()
    {
        var failure = Table.Refused(_folder.Write("t.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]));
        Assert.Equal("PFF3209", failure.Code);
    }

    [Theory]
    [InlineData("<worksheet><sheetData><row>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>")]
    [InlineData("not xml")]
    public void A_sheet_that_is_not_well_formed_is_refused(string sheet)
    {
        Assert.Equal("PFF3208", Table.Refused(new WorkbookFile { Sheet = sheet }.Save(_folder.At("t.xlsx"))).Code);
    }

    [Fact]
    public void A_sheet_that_breaks_in_the_middle_runs_up_to_there()
    {
        var path = new WorkbookFile
        {
            Sheet = "<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row><row><c><v>1</v></c></row><row><c><v>2</wrong>",
        }.Save(_folder.At("t.xlsx"));
        Assert.Equal(["a", "1: 1", "2: PFF3229"], Table.Read(path));
    }

    [Fact]
    public void Something_that_only_unpacks_is_refused()
    {
        var path = new WorkbookFile { Sheet = "<worksheet>" + new string(' ', 40_000_000) }.Save(_folder.At("t.xlsx"));
        Assert.Equal("PFF3210", Table.Refused(path, new TableOptions { MaximumUnpackingRatio = 100 }).Code);
        Assert.Equal("PFF3210", Table.Refused(path, new TableOptions { MaximumUnpackedBytes = 30_000_000 }).Code);
    }

    [Fact]
    public void A_sheet_can_be_asked_for_by_name()
    {
        var path = new WorkbookFile { SheetData = "<row><c t=\"str\"><v>a</v></c></row>" }.Save(_folder.At("t.xlsx"));
        Assert.Equal(["a"], Table.Read(path, new TableOptions { Sheet = "clientes" }));
        var failure = Table.Refused(path, new TableOptions { Sheet = "Cliente" });
        Assert.Equal("PFF3213", failure.Code);
        Assert.Equal("Did you mean 'Clientes'?", failure.Help!.English);
    }

    [Fact]
    public void A_part_that_is_named_and_missing_is_damage()
    {
        var path = new WorkbookFile { SheetData = "<row><c t=\"str\"><v>a</v></c></row>" }.Save(_folder.At("t.xlsx"));
        using (var archive = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update))
        {
            archive.GetEntry("xl/styles.xml")!.Delete();
        }

        Assert.Equal("PFF3208", Table.Refused(path).Code);
    }

    /// <summary>Whatever happens to the bytes, a row is either as it was or does not come: a wrong number must not run.</summary>
    [Fact]
    public void Flipped_bits_and_cut_files_never_change_a_cell()
    {
        var path = new WorkbookFile
        {
            SharedStrings = ["<t>msisdn</t>", "<t>valor</t>"],
            SheetData = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
                + string.Concat(Enumerable.Range(1, 50).Select(i => $"<row><c><v>{5511999990000 + i}</v></c><c><v>{i * 17}</v></c></row>")),
        }.Save(_folder.At("good.xlsx"));
        var good = Table.Read(path).ToHashSet();
        var bytes = File.ReadAllBytes(path);
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var hurt = i % 4 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            if (i % 4 != 0)
            {
                hurt[random.Next(hurt.Length)] ^= (byte)(1 << random.Next(8));
            }

            var opened = TableReader.Open(_folder.Write("bad.xlsx", hurt), TableOptions.Default, CancellationToken.None);
            if (!opened.IsSuccess(out var table, out var failure))
            {
                Assert.StartsWith("PFF32", failure.Code);
                continue;
            }

            using (table)
            {
                foreach (var row in table.ReadRows().Where(row => row.Failure is null))
                {
                    Assert.Contains($"{row.Number}: {string.Join("|", row.Cells.ToArray().Select(cell => CellText.Of(cell)))}", good);
                }
            }
        }
    }
}
