using System.Text;
using Apache.Arrow.Ipc;
using Pff.Core.Plan;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class RecordTableTests : IDisposable
{
    private static readonly string[] Typed =
        ["id|nome|valor|desde|ativo", "1: 1|João|12.50|2026-11-22|true", "2: 9007199254740993||||"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fields_between_pipes_are_read() =>
        Assert.Equal(["a|b", "1: 1;2|x,y"], Table.Read(_folder.Write("t.psv", "a|b\n1;2|x,y\n")));

    [Fact]
    public void Text_of_older_programs_is_recognised()
    {
        var path = _folder.Write("t.csv", Encoding.Latin1.GetBytes("nome;situação\nJoão;Não\nAndré;José d'Ávila\n"));
        Assert.Equal(["nome|situação", "1: João|Não", "2: André|José d'Ávila"], Table.Read(path));
        using var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;
        Assert.Equal(("Windows-1252", true, ';'), (table.EncodingName, table.IsEncodingGuessed, table.Delimiter));
    }

    [Fact]
    public void Text_of_two_encodings_is_refused()
    {
        Assert.Equal("PFF3203", Table.Refused(_folder.Write("t.csv", [.. "nome\nJoão\nJo"u8, 0xE3, .. "o\n"u8])).Code);
        Assert.Equal("PFF3203", Table.Refused(_folder.Write("u.csv", [.. "nome\nJo"u8, 0xE3, .. "o\nJoão\n"u8])).Code);
        Assert.Equal("PFF3203", Table.Refused(_folder.Write("b.csv", [.. "a\n"u8, 0xFF, 0x81, 0xD7, (byte)'\n'])).Code);
        Assert.Equal("PFF3203", Table.Refused(_folder.Write("t.json", [.. "[{\"a\":\"Jo"u8, 0xE3, .. "o\"}]"u8])).Code);
    }

    [Theory]
    [InlineData("t.csv", new byte[] { 0x50, 0x4B, 3, 4, 0x81, 0, 0xFF }, "call it t.xlsx")]
    [InlineData("t.csv", new byte[] { 0x1F, 0x8B, 8, 0, 0x81 }, "call it t.csv.gz")]
    [InlineData("t.txt.csv", new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0x81 }, "call it t.txt.xls")]
    [InlineData("t.csv", new byte[] { 0x50, 0x41, 0x52, 0x31, 0, 0x81, 0xFF }, "call it t.parquet")]
    [InlineData("t.xls", new byte[] { 0x69, 0x64, 0x09, 0x78, 0x0A, 0x31, 0x09, 0x32 }, "call it t.csv")]
    [InlineData("t.xlsx", new byte[] { 0x20, 0x3C, 0x68, 0x74, 0x6D, 0x6C, 0x3E }, "a web page or XML")]
    [InlineData("t.xlsx", new byte[] { 0x50, 0x4B, 3, 4, 1, 2 }, "save it again as .xlsx")]
    public void A_file_that_is_not_what_its_name_says_is_told_by_its_first_bytes(string name, byte[] content, string help) =>
        Assert.Contains(help, Table.Refused(_folder.Write(name, content)).Help!.English, StringComparison.Ordinal);

    [Fact]
    public void A_yaml_list_keeps_its_types()
    {
        var path = _folder.Write("t.yaml", "- id: 7\n  nome: João\n  valor: 12.50\n  cep: 01310\n  doc: '7'\n  ativo: true\n- nome: ~\n  id: 8\n  extra: {a: [1, x]}\n- texto\n");
        Assert.Equal(
            ["id|nome|valor|cep|doc|ativo|extra", "1: 7|João|12.50|01310|7|true|", "2: 8||||||{\"a\":[1,\"x\"]}", "3: PFF3228"], Table.Read(path));
        Assert.Equal([ValueKind.Int, ValueKind.Text, ValueKind.Decimal, ValueKind.Text, ValueKind.Text, ValueKind.Bool], KindsOfFirst(path)[..6]);
    }

    [Fact]
    public void Yaml_that_is_no_list_or_refers_to_itself_is_refused()
    {
        Assert.Equal("PFF3035", Table.Refused(_folder.Write("a.yaml", "a: 1\n")).Code);
        Assert.Contains("alias", Table.Refused(_folder.Write("b.yaml", "- &x {a: 1}\n- a: *x\n")).Message.English);
        Assert.Contains("line 2", Table.Refused(_folder.Write("c.yaml", "- a: 1\n b: [\n")).Message.English);
        Assert.Equal("PFF3204", Table.Refused(_folder.Write("d.yaml", "[]\n")).Code);
        Assert.Equal("PFF3035", Table.Refused(_folder.Write("e.yaml", "- a: " + new string('[', 5000) + "\n")).Code);
    }

    [Fact]
    public void Xml_has_the_most_frequent_element_as_its_rows()
    {
        var path = _folder.Write("t.xml", """
            <?xml version="1.0" encoding="utf-8"?>
            <clientes xmlns="urn:x"><gerado>hoje</gerado>
              <cliente id="1"><nome>João &amp; Cia</nome><endereco><cep tipo="res">01310</cep></endereco></cliente>
              <cliente id="2"><fone>1</fone><fone>2</fone><nome/></cliente>
            </clientes>
            """);
        Assert.Equal(["id|nome|endereco.cep.tipo|endereco.cep|fone", "1: 1|João & Cia|res|01310|", "2: 2||||[\"1\",\"2\"]"], Table.Read(path));
        Assert.Equal(["msisdn", "1: 5511", "2: 5512"], Table.Read(_folder.Write("s.xml", "<a><msisdn>5511</msisdn><msisdn>5512</msisdn></a>")));
        Assert.Equal(["n", "1: João"], Table.Read(_folder.Write("l.xml", Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><r n=\"João\"/></a>"))));
    }

    [Fact]
    public void Hostile_xml_is_refused()
    {
        Assert.Equal("PFF3035", Table.Refused(_folder.Write("e.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><r>&x;</r></a>")).Code);
        Assert.Equal("PFF3035", Table.Refused(_folder.Write("d.xml", string.Concat(Enumerable.Repeat("<a>", 100_000)))).Code);
        Assert.Contains("longer", Table.Refused(_folder.Write("l.xml", $"<a><r>{new string('x', 200_000)}</r></a>"), new TableOptions { MaximumRowLength = 20_000 }).Message.English);
        Assert.Equal("PFF3204", Table.Refused(_folder.Write("n.xml", "<a/>")).Code);
    }

    [Fact]
    public void A_database_has_one_table_or_it_is_named()
    {
        SampleTables.Sqlite(_folder.At("t.db"), "CREATE TABLE c(id INTEGER, valor REAL, nome TEXT, b BLOB); INSERT INTO c VALUES (9007199254740993, 1.5, 'João', x'0102'), (2, NULL, '', NULL);");
        Assert.Equal(["id|valor|nome|b", "1: 9007199254740993|1.5|João|AQI=", "2: 2|||"], Table.Read(_folder.At("t.db")));
        SampleTables.Sqlite(_folder.At("u.db"), "CREATE TABLE clientes(a); CREATE TABLE outra(b); CREATE VIEW v AS SELECT 1;");
        var several = Table.Refused(_folder.At("u.db"));
        Assert.Equal("PFF3036", several.Code);
        Assert.Contains("'clientes', 'outra'", several.Message.English);
        Assert.Contains("Did you mean 'clientes'", Table.Refused(_folder.At("u.db!cliente")).Help!.English);
        Assert.Equal("PFF3036", Table.Refused(_folder.At("u.db!v")).Code);
        Assert.Equal("PFF3035", Table.Refused(_folder.Write("n.db", "no database")).Code);
    }

    [Fact]
    public async Task Parquet_keeps_its_types()
    {
        var path = _folder.Write("t.parquet", await SampleTables.ParquetAsync());
        Assert.Equal([.. Typed, "3: 3|João|12.50|2026-11-22|true", "4: 9007199254740993||||"], Table.Read(path));
        Assert.Equal([ValueKind.Int, ValueKind.Text, ValueKind.Decimal, ValueKind.Timestamp, ValueKind.Bool], KindsOfFirst(path));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, CompressionCodecType.Zstd)]
    [InlineData(false, CompressionCodecType.Lz4Frame)]
    public void Arrow_keeps_its_types(bool isFile, CompressionCodecType? compression)
    {
        var path = _folder.Write("t.arrow", SampleTables.Arrow(isFile, compression));
        Assert.Equal(Typed, Table.Read(path));
        Assert.Equal([ValueKind.Int, ValueKind.Text, ValueKind.Decimal, ValueKind.Timestamp, ValueKind.Bool], KindsOfFirst(path));
    }

    [Fact]
    public void An_old_workbook_is_read_and_its_sheets_are_named()
    {
        Assert.Equal(["nome|valor|ativo|desde|cep", "1: João|12.5|true|2026-11-22|01310-100", "3: Ana|7|false||00042"], Table.Read(SampleTables.Xls()));
        Assert.Equal(["codigo", "1: x"], Table.Read(SampleTables.Xls() + "!outra"));
        Assert.Equal("PFF3213", Table.Refused(SampleTables.Xls() + "!Nada").Code);
    }

    /// <summary>The library would look at each of the rows, and for minutes.</summary>
    [Fact]
    public void An_old_workbook_that_says_it_is_larger_than_one_can_be_is_refused()
    {
        var bytes = File.ReadAllBytes(SampleTables.Xls());
        var dimensions = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x00, 0x02, 0x0E, 0x00]);
        BitConverter.TryWriteBytes(bytes.AsSpan(dimensions + 8), 1_919_025_168);
        var refused = Table.Refused(_folder.Write("t.xls", bytes));
        Assert.Equal("PFF3208", refused.Code);
        Assert.Contains("1919025168 rows", refused.Message.English);
    }

    private static List<ValueKind> KindsOfFirst(string path)
    {
        using var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;
        return [.. table.ReadRows().First().Cells.ToArray().Select(cell => cell.Kind)];
    }
}
