using System.Text;
using CsCheck;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class DelimitedTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("msisdn,motivo\n1,a\n2,b\n")]
    [InlineData("msisdn;motivo\r\n1;a\r\n2;b")]
    [InlineData("msisdn\tmotivo\r1\ta\r2\tb\r")]
    [InlineData("msisdn|motivo\n1|a\n2|b\n")]
    [InlineData("sep=;\r\nmsisdn;motivo\r\n1;a\r\n2;b\r\n")]
    [InlineData("\n\n msisdn ;\"motivo\"\n\"1\";\"a\"\n2;b\n")]
    public void Any_usual_delimiter_and_line_end_is_found(string text)
    {
        Assert.Equal(["msisdn|motivo", "1: 1|a", "2: 2|b"], Table.Read(_folder.Write("t.csv", text)));
    }

    [Fact]
    public void Quoted_fields_hold_delimiters_quotes_and_line_ends()
    {
        var path = _folder.Write("t.csv", "a,b\n\"x, y\",\"he said \"\"hi\"\"\r\ntwice\"\n");
        Assert.Equal(["a|b", "1: x, y|he said \"hi\"\r\ntwice"], Table.Read(path));
    }

    [Fact]
    public void A_record_may_be_larger_than_the_buffer()
    {
        var large = new string('z', 300_000) + "\n" + new string('y', 300_000);
        var path = _folder.Write("t.csv", $"a,b\n1,\"{large}\"\n2,x\n");
        Assert.Equal(["a|b", $"1: 1|{large}", "2: 2|x"], Table.Read(path));
    }

    [Fact]
    public void A_ragged_or_unclear_row_fails_alone()
    {
        var path = _folder.Write("t.csv", "a,b\n1\n1,2,3\n\"x\"y,2\n5,6\n");
        Assert.Equal(["a|b", "1: PFF3224", "2: PFF3224", "3: PFF3228", "4: 5|6"], Table.Read(path));
    }

    [Fact]
    public void A_quote_that_is_never_closed_ends_the_table_and_says_so()
    {
        var path = _folder.Write("t.csv", "a,b\n1,2\n3,\"oops\n5,6\n");
        Assert.Equal(["a|b", "1: 1|2", "2: PFF3229"], Table.Read(path));
        Assert.Equal(["a|b", "1: 1|2", "2: PFF3229"], Table.Read(path, new TableOptions { MaximumRowLength = 8 }));
    }

    [Fact]
    public void Blank_rows_are_left_out_but_counted()
    {
        var path = _folder.Write("t.csv", "a,b\n1,2\n\n,\n  \n5,6\n\n");
        Assert.Equal(["a|b", "1: 1|2", "5: 5|6"], Table.Read(path));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Utf16_is_recognised_with_and_without_a_mark(bool bigEndian, bool hasMark)
    {
        var encoding = new UnicodeEncoding(bigEndian, hasMark);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("nome;motivo\r\nJoão;não\r\n")];
        Assert.Equal(["nome|motivo", "1: João|não"], Table.Read(_folder.Write("t.csv", bytes)));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_header()
    {
        Assert.Equal(["nome", "1: João"], Table.Read(_folder.Write("t.csv", [0xEF, 0xBB, 0xBF, .. "nome\nJoão\n"u8])));
    }

    [Fact]
    public void Text_of_no_known_encoding_is_refused_with_its_line()
    {
        var failure = Table.Refused(_folder.Write("t.csv", [.. "nome\nAna\nJo"u8, 0x81, .. "o\n"u8]));
        Assert.Equal("PFF3203", failure.Code);
        Assert.Contains("line 3 has the byte 0x81 at offset 11", failure.Message.English);
        Assert.Contains("UTF-8", failure.Help!.English);
    }

    [Fact]
    public void A_character_that_is_cut_by_a_block_of_the_scan_is_good()
    {
        var text = "a\n" + string.Concat(Enumerable.Repeat("éüß漢字😀\n", 40_000));
        Assert.Equal(40_001, Table.Read(_folder.Write("t.csv", text)).Count);
    }

    [Theory]
    [InlineData("", "PFF3204")]
    [InlineData("\r\n\r\n", "PFF3204")]
    [InlineData("\"never closed\n1\n", "PFF3201")]
    [InlineData("PK\u0003\u0004binary", "PFF3201")]
    public void A_file_without_headers_is_refused(string text, string code)
    {
        Assert.Equal(code, Table.Refused(_folder.Write("t.csv", text)).Code);
    }

    [Fact]
    public void Limits_on_columns_and_cells_hold()
    {
        var wide = _folder.Write("w.csv", string.Join(',', Enumerable.Range(0, 17_000)));
        Assert.Equal("PFF3205", Table.Refused(wide).Code);
        var path = _folder.Write("t.csv", "a,b\n12345,1\n1,2\n");
        Assert.Equal(["a|b", "1: PFF3225", "2: 1|2"], Table.Read(path, new TableOptions { MaximumCellLength = 4 }));
    }

    [Theory]
    [InlineData("t.ods")]
    [InlineData("t.pdf")]
    [InlineData("t")]
    public void Other_extensions_are_refused_with_those_that_work(string name)
    {
        var failure = Table.Refused(_folder.Write(name, "x"));
        Assert.Equal("PFF3202", failure.Code);
        Assert.Contains(".xlsx, .xls, .csv, .tsv, .psv, .jsonl, .json", failure.Message.English);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        Assert.Equal("PFF3201", Table.Refused(_folder.At("none.csv")).Code);
        Directory.CreateDirectory(_folder.At("folder.csv"));
        Assert.Equal("PFF3201", Table.Refused(_folder.At("folder.csv")).Code);
    }

    [Fact]
    public void The_hash_is_that_of_the_file()
    {
        var path = _folder.Write("t.csv", "a\n1\n");
        using var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), table.Sha256);
        Assert.Equal(1, table.ApproximateRowCount);
    }

    [Fact]
    public void What_is_quoted_comes_back()
    {
        var field = Gen.Char["ab,;\"\r\n é"].Array[0, 12].Select(characters => new string(characters));
        Gen.Int[1, 5].SelectMany(width => field.Array[width].Array[1, 20]).Sample(rows =>
        {
            var text = string.Concat(rows.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\"")) + "\n"));
            using var parser = new DelimitedParser(new StringReader(text), ',', 1 << 20);
            foreach (var row in rows)
            {
                Assert.True(parser.Read());
                Assert.Equal(DelimitedProblem.None, parser.Problem);
                Assert.Equal(row, Enumerable.Range(0, parser.FieldCount).Select(parser.TextOf));
            }

            Assert.False(parser.Read());
        }, iter: 2000);
    }
}
