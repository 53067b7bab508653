using System.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;
using Pff.Runtime.Reports;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private const string Input = "msisdn,motivo,pin\n5511999990000,=cmd|' /C calc'!A0,1111\n-5,plain,2222\n3,\"a;b\",3333\n4,d,4444\n5,e,5555\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_workbook_is_read_back_as_it_was_written()
    {
        Write("report.xlsx", Language.English);
        Assert.Equal(
            [
                "row|msisdn|motivo|outcome|stake|status|error_code|message|step|http_status|reads|writes|attempts|duration_ms",
                "1: 1|5511999990000|=cmd|' /C calc'!A0|succeeded|1|Active|||||2|1|4|55",
                "2: 2|-5|plain|failed|||CRM|the contract changed|3|409|2|1|4|55",
                "3: 3|3|a;b|skipped||||no customer|||2|1|4|55",
                "4: 4|4|d|unknown|||CRM|the contract changed|3|409|2|1|4|55",
                "5: 5|5|e|not_run||||||||||",
            ],
            Table.Read(_folder.At("report.xlsx"), new TableOptions { Sheet = "Rows" }));
        Assert.Equal(
            ["row|step|method|idempotency_key", "1: 4|3|set_contract_status|key-4-2"],
            Table.Read(_folder.At("report.xlsx"), new TableOptions { Sheet = "Unknown writes" }));
        var summary = Table.Read(_folder.At("report.xlsx"));
        Assert.Contains(summary, line => line.EndsWith("succeeded|1|", StringComparison.Ordinal) || line.EndsWith("succeeded", StringComparison.Ordinal));
        Assert.Equal("Correção de Contratos", summary[0]);
    }

    [Fact]
    public void A_formula_stays_text_in_a_workbook()
    {
        Write("report.xlsx", Language.English);
        using var archive = System.IO.Compression.ZipFile.OpenRead(_folder.At("report.xlsx"));
        using var reader = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var sheet = reader.ReadToEnd();
        Assert.Contains("s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=cmd|", sheet);
        Assert.DoesNotContain("<f>", sheet);
        Assert.Contains("state=\"frozen\"", sheet);
        Assert.Contains("<autoFilter ref=\"A1:N6\"/>", sheet);
    }

    [Fact]
    public void A_csv_report_neutralises_formulas_but_not_numbers()
    {
        Write("report.csv", Language.Portuguese);
        var lines = File.ReadAllLines(_folder.At("report.csv"));
        Assert.Equal("row,msisdn,motivo,outcome,stake,status,error_code,message,step,http_status,reads,writes,attempts,duration_ms", lines[0]);
        Assert.Equal("1,5511999990000,'=cmd|' /C calc'!A0,succeeded,1,Active,,,,,2,1,4,55", lines[1]);
        Assert.Equal("2,-5,plain,failed,,,CRM,o contrato mudou,3,409,2,1,4,55", lines[2]);
        Assert.Equal("3,3,\"a;b\",skipped,,,,no customer,,,2,1,4,55", lines[3]);
        Assert.Equal("5,5,e,not_run,,,,,,,,,,", lines[5]);
    }

    [Fact]
    public void A_parquet_report_is_read_back_with_its_numbers()
    {
        Write("report.parquet", Language.English);
        var lines = Table.Read(_folder.At("report.parquet"));
        Assert.Equal("row|msisdn|motivo|outcome|stake|status|error_code|message|step|http_status|reads|writes|attempts|duration_ms", lines[0]);
        Assert.Equal("1: 1|5511999990000|=cmd|' /C calc'!A0|succeeded|1|Active|||||2|1|4|55", lines[1]);
        Assert.Equal("2: 2|-5|plain|failed|||CRM|the contract changed|3|409|2|1|4|55", lines[2]);
        using var table = TableReader.Open(_folder.At("report.parquet"), TableOptions.Default, CancellationToken.None).Value!;
        Assert.Equal(ValueKind.Int, table.ReadRows().First().Cells.Span[0].Kind);
    }

    [Theory]
    [InlineData("report.csv.gz")]
    [InlineData("report.csv.zst")]
    public void A_packed_report_is_what_the_plain_one_is(string name)
    {
        Write("report.csv", Language.English);
        Write(name, Language.English);
        Assert.Equal(Table.Read(_folder.At("report.csv")), Table.Read(_folder.At(name)));
        Assert.Null(ReportWriter.FormatOf("report.xlsx.gz"));
    }

    [Theory]
    [InlineData("=1+1", true)]
    [InlineData("@SUM(A1)", true)]
    [InlineData("+cmd", true)]
    [InlineData("-2+3", true)]
    [InlineData("\t=1", true)]
    [InlineData("-2.5", false)]
    [InlineData("+5511999990000", false)]
    [InlineData("-", false)]
    [InlineData("--", true)]
    [InlineData("a=1", false)]
    [InlineData("", false)]
    public void What_begins_like_a_formula_is_risky(string text, bool isRisky) => Assert.Equal(isRisky, FormulaGuard.IsRisky(text));

    [Fact]
    public void Json_lines_keep_types_and_say_what_is_from_where()
    {
        Write("report.jsonl", Language.English);
        var lines = File.ReadAllLines(_folder.At("report.jsonl"));
        Assert.Equal(5, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(1, first.RootElement.GetProperty("returned").GetProperty("stake").GetInt64());
        Assert.Equal("5511999990000", first.RootElement.GetProperty("input").GetProperty("msisdn").GetString());
        Assert.False(first.RootElement.GetProperty("input").TryGetProperty("pin", out _));
        Assert.Contains("\"outcome\":\"not_run\"", lines[4]);
    }

    [Fact]
    public void A_secret_column_is_in_no_report()
    {
        foreach (var name in new[] { "r.xlsx", "r.csv", "r.jsonl", "r.html" })
        {
            Write(name, Language.English);
            Assert.DoesNotContain("1111", Encoding.Latin1.GetString(File.ReadAllBytes(_folder.At(name))));
        }

        Assert.DoesNotContain(Table.Read(_folder.At("r.xlsx"), new TableOptions { Sheet = "Rows" }), line => line.Contains("1111"));
    }

    [Fact]
    public void The_summary_reads_as_a_person_speaks()
    {
        var summary = Write("report.csv", Language.English);
        Assert.Equal(
            """
            Run 20261122-154233-k3f9 of "Correção de Contratos" (corrigir_contrato)
              5 rows in 2.0 s (2 rows per second)
                       1 succeeded
                       1 skipped        ended by a step 'skip'
                       1 failed         nothing is uncertain about them; the reasons are below
                       1 unknown        a write was sent and whether it took effect is not known: check them in the system
                       1 not run        go on with: pff resume 20261122-154233-k3f9

              Calls: 8 reads, 4 writes, 16 requests with repeated ones

              Failures by reason, with an example of each:
                       2 CRM: the contract changed (row 2)

              Writes of unknown effect, to be checked:
                row 4, step 3: set_contract_status, key key-4-2

            """.ReplaceLineEndings("\n"),
            SummaryText.Render(summary, Language.English));
        var portuguese = SummaryText.Render(summary with { Succeeded = 12_345 }, Language.Portuguese);
        Assert.Contains("    12.345 com sucesso", portuguese);
        Assert.Contains("retome com: pff resume", portuguese);
        Assert.Contains("o contrato mudou (linha 2)", portuguese);
    }

    [Fact]
    public void A_report_that_cannot_be_written_leaves_the_old_one()
    {
        File.WriteAllText(_folder.At("report.csv"), "old");
        var source = Source() with { Rows = Broken() };
        Assert.Equal("PFF3305", ReportWriter.Write(_folder.At("report.csv"), source, Language.English, CancellationToken.None).Failure!.Code);
        Assert.Equal("old", File.ReadAllText(_folder.At("report.csv")));
        Assert.False(File.Exists(_folder.At("report.csv.partial")));
        Assert.Equal("PFF3402", ReportWriter.Write(_folder.At("report.pdf"), Source(), Language.English, CancellationToken.None).Failure!.Code);
        Directory.CreateDirectory(_folder.At("taken.csv"));
        Assert.Equal("PFF3401", ReportWriter.Write(_folder.At("taken.csv"), Source(), Language.English, CancellationToken.None).Failure!.Code);

        static IEnumerable<RowResult> Broken()
        {
            yield return Samples.Row(1);
            throw new JournalException(RuntimeFailures.DamagedJournal("x", "y"));
        }
    }

    [Fact]
    public void An_input_that_has_changed_is_left_out()
    {
        var path = _folder.Write("in.csv", Input);
        string hash;
        using (var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!)
        {
            hash = table.Sha256;
        }

        var header = Samples.Header with { InputPath = path, InputSha256 = hash };
        using (var table = ReportSource.ReopenInput(header, TableOptions.Default, CancellationToken.None).Value)
        {
            Assert.NotNull(table);
        }

        File.AppendAllText(path, "6,f,6666\n");
        Assert.Equal("PFF3403", ReportSource.ReopenInput(header, TableOptions.Default, CancellationToken.None).Failure!.Code);
        var summary = ReportWriter.Write(_folder.At("r.csv"), Source() with { Input = null }, Language.English, CancellationToken.None).Value!;
        Assert.Equal(4, summary.Total);
    }

    [Fact]
    public void Odd_texts_survive_a_workbook()
    {
        var odd = "a\u0001b<&>_x0041_\n😀\"x\"";
        var row = Samples.Row(1) with { Returned = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["status"] = odd, ["stake"] = 1234567890123456789 }) };
        ReportWriter.Write(_folder.At("r.xlsx"), Source() with { Input = null, Rows = [row] }, Language.Portuguese, CancellationToken.None);
        var line = Table.Read(_folder.At("r.xlsx"), new TableOptions { Sheet = "Linhas" })[1];
        Assert.Equal($"1: 1|succeeded|1234567890123456789|{odd}|||||2|1|4|55", line);
    }

    [Fact]
    public void Names_that_clash_say_whose_they_are()
    {
        var path = _folder.Write("in.csv", "row,outcome\n1,2\n");
        using var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;
        var source = Source() with
        {
            Input = table,
            Header = Samples.Header with { Columns = ["outcome", "row"] },
            Inputs = [new InputPlan("r", "row", 0, InputType.Text, true), new InputPlan("o", "outcome", 1, InputType.Text, true)],
        };
        var names = new ReportColumns(source, Language.English).Names;
        Assert.Equal(["row", "input.row", "input.outcome", "outcome", "returned.outcome", "returned.row"], names.Take(6));
    }

    private RunReportSummary Write(string name, Language language)
    {
        using var table = TableReader.Open(_folder.Write("in.csv", Input), TableOptions.Default, CancellationToken.None).Value!;
        var written = ReportWriter.Write(_folder.At(name), Source() with { Input = table }, language, CancellationToken.None);
        Assert.True(written.IsSuccess(out var summary, out var failure), failure?.Message.English);
        return summary;
    }

    private static ReportSource Source() => new()
    {
        Header = Samples.Header,
        Rows = [Samples.Row(1), Samples.Row(2, RowOutcome.Failed), Samples.Row(3, RowOutcome.Skipped), Samples.Row(4, RowOutcome.Unknown)],
        UnknownWrites = [new UnknownWrite(new CallKey(4, 2), "3", "set_contract_status", "key-4-2")],
        Inputs =
        [
            new InputPlan("msisdn", "MSISDN", 0, InputType.Text, true),
            new InputPlan("motivo", "motivo", 1, InputType.Text, false),
            new InputPlan("pin", "pin", 2, InputType.Text, true) { IsSecret = true },
        ],
        Elapsed = TimeSpan.FromSeconds(2),
    };
}
