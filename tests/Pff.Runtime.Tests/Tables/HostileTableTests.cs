using System.Text;
using Pff.Runtime.Tables;
using Pff.Runtime.Tables.Inspection;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

/// <summary>
/// Valid small files of every format, with bytes changed, cut out, put in and cut off: each opens or says why not, and is
/// read to its end, without an exception. PFF_FUZZ_COUNT asks for more than the few of a normal run.
/// </summary>
public sealed class HostileTableTests : IDisposable
{
    private const string Csv = "id;nome;valor\n1;João;12,5\n2;\"a;b\";\n";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names =>
        ["t.csv", "t.tsv", "t.psv", "t.jsonl", "t.json", "t.yaml", "t.xml", "t.xlsx", "t.xls", "t.db", "t.parquet", "t.arrow", "t.arrows", "t.csv.gz", "t.csv.zst", "t.zip"];

    private static int Count => LongForm.Number("PFF_FUZZ_COUNT", 150);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mutated_file_never_throws(string name)
    {
        var valid = await ValidAsync(name);
        Assert.True(Read(_folder.Write(name, valid)) > 0, $"{name} as it is must be read");
        var random = new Random(name.Length * 7919);
        var limits = TableOptions.Default with { MaximumRowLength = 1024 * 1024, MaximumUnpackedBytes = 16 * 1024 * 1024 };
        for (var i = 0; i < Count; i++)
        {
            var mutated = Mutate(valid, random);
            var path = _folder.Write(name, mutated);
            try
            {
                Read(path, limits);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{name}, mutation {i} ({Convert.ToBase64String(mutated)}): {exception}");
            }
        }
    }

    private static long Read(string path, TableOptions? options = null)
    {
        if (!TableReader.Open(path, options ?? TableOptions.Default, CancellationToken.None).IsSuccess(out var table, out var failure))
        {
            Assert.NotEmpty(failure.Code);
            return 0;
        }

        using (table)
        {
            return TableInspector.Inspect(table, null, 0, 100_000, CancellationToken.None).Rows;
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var edits = random.Next(1, 4); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 16), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    // Lengths and counts are where a reader is led astray.
                    for (var i = at; i < Math.Min(at + 4, bytes.Count); i++)
                    {
                        bytes[i] = 0xFF;
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    private async Task<byte[]> ValidAsync(string name) => name switch
    {
        "t.csv" => Encoding.Latin1.GetBytes(Csv),
        "t.tsv" => Encoding.UTF8.GetBytes(Csv.Replace(';', '\t')),
        "t.psv" => Encoding.Unicode.GetBytes(Csv.Replace(';', '|')),
        "t.jsonl" => "{\"id\":1,\"nome\":\"João\"}\n{\"id\":2,\"x\":[1]}\n"u8.ToArray(),
        "t.json" => "[{\"id\":1,\"nome\":\"João\"},{\"id\":2,\"x\":[1]}]"u8.ToArray(),
        "t.yaml" => "- id: 1\n  nome: João\n  x: [a, {b: 1}]\n- id: 2\n  valor: 12.50\n"u8.ToArray(),
        "t.xml" => "<?xml version=\"1.0\"?><a><r id=\"1\"><nome>João</nome><x><y>1</y></x></r><r id=\"2\"/></a>"u8.ToArray(),
        "t.xlsx" => File.ReadAllBytes(new WorkbookFile { SheetData = "<row><c t=\"str\"><v>id</v></c></row><row><c><v>1</v></c></row>" }.Save(_folder.At("valid.xlsx"))),
        "t.xls" => File.ReadAllBytes(SampleTables.Xls()),
        "t.db" => SampleTables.Sqlite(_folder.At("valid.db"), "CREATE TABLE t(id INTEGER, nome TEXT); INSERT INTO t VALUES (1,'João'),(2,NULL);"),
        "t.parquet" => await SampleTables.ParquetAsync(),
        "t.arrow" => SampleTables.Arrow(isFile: true),
        "t.arrows" => SampleTables.Arrow(isFile: false),
        "t.csv.gz" => SampleTables.Gzip(Encoding.UTF8.GetBytes(Csv)),
        "t.csv.zst" => SampleTables.Zstandard(Encoding.UTF8.GetBytes(Csv)),
        "t.zip" => SampleTables.Zip(("t.csv", Encoding.UTF8.GetBytes(Csv))),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
