using System.Text;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class PackedTableTests : IDisposable
{
    private static readonly string[] Expected = ["msisdn|motivo", "1: 1|a", "2: 2|b"];
    private static readonly byte[] Csv = "msisdn;motivo\n1;a\n2;b\n"u8.ToArray();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_packed_file_is_read_as_what_it_packs()
    {
        Assert.Equal(Expected, Table.Read(_folder.Write("t.csv.gz", SampleTables.Gzip(Csv))));
        Assert.Equal(Expected, Table.Read(_folder.Write("t.csv.zst", SampleTables.Zstandard(Csv))));
        Assert.Equal(Expected, Table.Read(_folder.Write("t.zip", SampleTables.Zip(("folder/", []), ("folder/t.csv", Csv)))));
    }

    [Fact]
    public void Every_format_can_be_packed()
    {
        var json = "[{\"msisdn\":1,\"motivo\":\"a\"},{\"msisdn\":2,\"motivo\":\"b\"}]"u8.ToArray();
        Assert.Equal(Expected, Table.Read(_folder.Write("t.json.gz", SampleTables.Gzip(json))));
        Assert.Equal(["nome|valor|ativo|desde|cep", "1: João|12.5|true|2026-11-22|01310-100", "3: Ana|7|false||00042"],
            Table.Read(_folder.Write("c.xls.zst", SampleTables.Zstandard(File.ReadAllBytes(SampleTables.Xls())))));
        var database = SampleTables.Sqlite(_folder.At("d.db"), "CREATE TABLE t(msisdn INTEGER, motivo TEXT); INSERT INTO t VALUES (1,'a'),(2,'b'); CREATE TABLE u(a TEXT);");
        Assert.Equal(Expected, Table.Read(_folder.Write("d.db.gz", SampleTables.Gzip(database)) + "!t"));
        Assert.Equal(Expected, Table.Read(_folder.Write("d.zip", SampleTables.Zip(("d.db", database))) + "!d.db!t"));
    }

    [Fact]
    public void Gzip_files_put_together_are_one()
    {
        byte[] both = [.. SampleTables.Gzip("msisdn;motivo\n1;a\n"u8.ToArray()), .. SampleTables.Gzip("2;b\n"u8.ToArray())];
        Assert.Equal(Expected, Table.Read(_folder.Write("t.csv.gz", both)));
        Assert.Equal("PFF3031", Table.Refused(_folder.Write("t.csv.gz", both[..^9])).Code);
    }

    [Fact]
    public void The_hash_is_that_of_the_packed_file()
    {
        var packed = SampleTables.Gzip(Csv);
        using var table = TableReader.Open(_folder.Write("t.csv.gz", packed), TableOptions.Default, CancellationToken.None).Value!;
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed)), table.Sha256);
        Assert.Equal("csv.gz", table.FormatName);
    }

    [Fact]
    public void Of_several_files_one_is_named_and_they_are_listed()
    {
        var path = _folder.Write("t.zip", SampleTables.Zip(("a.csv", Csv), ("b.csv", "x\n9\n"u8.ToArray()), ("__MACOSX/a.csv", [1])));
        Assert.Equal(["x", "1: 9"], Table.Read(path + "!b.csv"));
        var several = Table.Refused(path);
        Assert.Equal("PFF3032", several.Code);
        Assert.Contains("2 files", several.Message.English);
        Assert.Contains("'a.csv', 'b.csv'", several.Message.English);
        var missing = Table.Refused(path + "!c.csv");
        Assert.Equal("PFF3033", missing.Code);
        Assert.Contains("Did you mean", missing.Help!.English);
        Assert.Equal("PFF3032", Table.Refused(_folder.Write("e.zip", SampleTables.Zip())).Code);
    }

    [Fact]
    public void A_file_may_have_an_exclamation_mark_in_its_name() =>
        Assert.Equal(Expected, Table.Read(_folder.Write("t.db!x.csv", Csv)));

    [Theory]
    [InlineData("t.csv.gz")]
    [InlineData("t.csv.zst")]
    [InlineData("t.zip")]
    public void A_bomb_is_refused(string name)
    {
        var content = new byte[4 * 1024 * 1024];
        Array.Fill(content, (byte)'a');
        var packed = name switch
        {
            "t.csv.gz" => SampleTables.Gzip(content),
            "t.csv.zst" => SampleTables.Zstandard(content),
            _ => SampleTables.Zip(("t.csv", content)),
        };
        Assert.Equal("PFF3030", Table.Refused(_folder.Write(name, packed)).Code);
    }

    [Fact]
    public void What_unpacks_to_more_than_the_limit_is_refused()
    {
        var random = new byte[100_000];
        new Random(1).NextBytes(random);
        var content = Encoding.ASCII.GetBytes("a\n" + Convert.ToBase64String(random));
        var path = _folder.Write("t.csv.gz", SampleTables.Gzip(content));
        Assert.Equal("PFF3030", Table.Refused(path, new TableOptions { MaximumUnpackedBytes = 50_000 }).Code);
    }

    [Theory]
    [InlineData("t.csv.gz")]
    [InlineData("t.csv.zst")]
    [InlineData("t.zip")]
    public void What_was_cut_off_or_flipped_is_refused(string name)
    {
        var content = Encoding.ASCII.GetBytes("a;b\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i * 7919 % 1000};{i}\n")));
        var packed = name switch
        {
            "t.csv.gz" => SampleTables.Gzip(content),
            "t.csv.zst" => SampleTables.Zstandard(content),
            _ => SampleTables.Zip(("t.csv", content)),
        };
        Assert.Equal("PFF3031", Table.Refused(_folder.Write(name, packed[..(packed.Length / 2)])).Code);
        packed[packed.Length / 3] ^= 0x10;
        if (name != "t.csv.zst")
        {
            // Zstandard frames carry no checksum unless asked for, so a flipped bit there is found by luck.
            Assert.Equal("PFF3031", Table.Refused(_folder.Write(name, packed)).Code);
        }
    }

    [Fact]
    public void What_is_packed_must_be_a_table() =>
        Assert.Equal("PFF3202", Table.Refused(_folder.Write("t.pdf.gz", SampleTables.Gzip(Csv))).Code);
}
