using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Reports;
using Pff.Runtime.Reports.Html;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Reports;

/// <summary>What the page says; that it works in a browser is tested where there is one.</summary>
public sealed class HtmlReportTests : IDisposable
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\u2028\u2029\u0000<!--&amp;'\"";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_page_says_what_ran_what_came_of_it_and_what_to_do()
    {
        var source = Source() with
        {
            Ending = new RunEnding(true, new DateTimeOffset(2026, 11, 22, 15, 44, 0, TimeSpan.Zero), 4),
            StartedAt = new DateTimeOffset(2026, 11, 22, 15, 42, 33, TimeSpan.Zero),
            Approval = new ReportApproval("Ana", new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), new string('e', 64)),
            MeaningOf = code => code == "CRM" ? "What **it** `means`.\n\nMore of it." : null,
        };
        var page = Page(source, Language.English, HtmlLimits.Default);
        Assert.Contains("<span class=\"badge good\">finished</span>", page);
        Assert.Contains("2026-11-22 15:44:00 UTC", page);
        Assert.Contains("<bdi>Ana</bdi>, <time datetime=\"2026-11-21T09:00:00Z\">", page);
        Assert.Contains("2 of 4 rows are good; 2 need attention. Of some, it is not known whether a change was made", page);
        Assert.Contains("<dd>What it <code>means</code>. ", page);
        Assert.Contains("Look at it in the system and decide row by row.", page);
        Assert.Contains("key-4-2", page);
        Assert.Contains("<tr><td><bdi>set_contract_status</bdi></td><td class=\"number\">3</td><td class=\"number\">1</td><td class=\"number\">1</td><td class=\"number\">1</td></tr>", page);
        Assert.Contains("<td class=\"number\">3</td><td class=\"number\">5</td><td class=\"number\">3</td><td class=\"number\">34 ms</td>", page);
    }

    [Fact]
    public void A_page_speaks_portuguese()
    {
        var page = Page(Source(), Language.Portuguese, HtmlLimits.Default);
        Assert.Contains("<html lang=\"pt-BR\">", page);
        Assert.Contains("2 de 4 linhas estão boas; 2 precisam de atenção.", page);
        Assert.Contains("o contrato mudou", page);
        Assert.Contains("não terminou: ainda está em execução, ou foi morta", page);
    }

    [Fact]
    public void Hostile_texts_are_data()
    {
        var failure = new RowFailure(FailureKind.Conflict, Hostile, new(Hostile, Hostile), Hostile, 409);
        var source = Source() with
        {
            Header = Samples.Header with { PlanName = Hostile, Sequence = Hostile, InputPath = "/" + Hostile, RunId = Hostile, Columns = [Hostile] },
            Rows =
            [
                Samples.Row(1) with { Returned = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [Hostile] = Hostile + "\ud83d" }) },
                Samples.Row(2, RowOutcome.Failed) with { Failure = failure },
            ],
            Calls = [new CallEntry(new CallKey(2, 0), Hostile, Hostile, Effect.Write, CallState.Failed, Hostile, 409, 1, 5, failure)],
            UnknownWrites = [new UnknownWrite(new CallKey(2, 0), Hostile, Hostile, Hostile)],
            Approval = new ReportApproval(Hostile, null, Hostile),
            MeaningOf = _ => Hostile + "`" + Hostile,
        };
        var page = Page(source, Language.English, HtmlLimits.Default);
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("<!--", page);
        Assert.DoesNotContain("\u2028", page);
        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Equal(Hostile, Data(page).GetProperty("rows")[1][3].GetString());
        Assert.Equal(Hostile, Data(page).GetProperty("rows")[1][12][0][1].GetString());
    }

    [Fact]
    public void A_policy_allows_this_style_and_this_script_alone()
    {
        var page = Page(Source(), Language.English, HtmlLimits.Default);
        var script = page[(page.LastIndexOf("<script>", StringComparison.Ordinal) + 8)..page.LastIndexOf("</script>", StringComparison.Ordinal)];
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains(
            $"content=\"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'\"", page);
        Assert.DoesNotMatch("(?i)https?://|url\\(|@import|\\sstyle=|\\son[a-z]+=", page);

        static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Of_many_rows_those_that_need_attention_and_a_sample_are_in_the_page()
    {
        var source = Source() with
        {
            FinishedRows = 1000,
            Rows = Enumerable.Range(1, 1000).Select(i => Samples.Row(i, i % 100 == 0 ? RowOutcome.Failed : RowOutcome.Succeeded)),
            Calls = [],
        };
        var page = Page(source, Language.English, HtmlLimits.Default with { Rows = 100, Sample = 10 });
        var rows = Data(page).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(10, rows.Count(row => row[1].GetInt32() == 2));
        Assert.Equal(10, rows.Count(row => row[1].GetInt32() == 0));
        Assert.Contains("This file has 20 of the run's 1,000 rows: all that are not good, and a sample of the good ones.", page);
        Assert.Contains("990 of 1,000 rows are good", page);

        var cut = Page(source with { Rows = source.Rows.Select(row => Samples.Row(row.Row, RowOutcome.Failed)) }, Language.English, HtmlLimits.Default with { Rows = 100, Sample = 10 });
        Assert.Equal(100, Data(cut).GetProperty("rows").GetArrayLength());
        Assert.Contains("the first of those that are not good", cut);
    }

    [Fact]
    public void Long_texts_are_cut_and_a_page_has_an_end()
    {
        var source = Source() with
        {
            Rows = [Samples.Row(1, RowOutcome.Skipped) with { Reason = new string('x', 99) + "😀😀" }, .. Enumerable.Range(2, 500).Select(i => Samples.Row(i))],
            Calls = [],
        };
        var page = Page(source, Language.English, HtmlLimits.Default with { CellLength = 100, Bytes = 4000 });
        Assert.Equal(new string('x', 99) + "…", Data(page).GetProperty("rows")[0][3].GetString());
        Assert.InRange(Data(page).GetProperty("rows").GetArrayLength(), 20, 200);
        Assert.Contains("of the run's 501 rows", page);
    }

    [Fact]
    public void The_calls_are_those_of_the_journal()
    {
        var durations = new Durations();
        foreach (var i in Enumerable.Range(1, 100))
        {
            durations.Add(i);
        }

        Assert.Equal((50, 95, 100), (durations.Percentile(50), durations.Percentile(95), durations.Maximum));
        Assert.Equal([9, 20, 71], durations.Histogram([10, 30]));
        var row = Data(Page(Source(), Language.English, HtmlLimits.Default)).GetProperty("rows")[3];
        Assert.Equal("[\"3\",\"set_contract_status\",1,0,0,0,0,\"key-4-2\",\"\"]", row[12][0].GetRawText());
    }

    private static JsonElement Data(string page)
    {
        const string Start = "id=\"data\">";
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement;
    }

    private static string Page(ReportSource source, Language language, HtmlLimits limits)
    {
        using var stream = new MemoryStream();
        var columns = new ReportColumns(source, language);
        using (var report = new HtmlReport(stream, columns, source, language, limits))
        {
            var summary = new SummaryBuilder(source);
            var cells = new Value[columns.Names.Length];
            foreach (var row in ReportRow.Join(source.InputRows(), source.Rows))
            {
                summary.Add(row);
                columns.Fill(row, cells);
                report.Add(row, cells);
            }

            foreach (var write in source.UnknownWrites)
            {
                summary.Add(write);
                report.Add(write);
            }

            report.Finish(summary.Build());
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ReportSource Source() => new()
    {
        Header = Samples.Header,
        Rows = [Samples.Row(1), Samples.Row(2, RowOutcome.Failed), Samples.Row(3, RowOutcome.Skipped), Samples.Row(4, RowOutcome.Unknown)],
        UnknownWrites = [new UnknownWrite(new CallKey(4, 2), "3", "set_contract_status", "key-4-2")],
        Calls =
        [
            new CallEntry(new CallKey(1, 2), "3", "set_contract_status", Effect.Write, CallState.Succeeded, "key-1-2", 200, 2, 34, null),
            new CallEntry(new CallKey(2, 2), "3", "set_contract_status", Effect.Write, CallState.Failed, "key-2-2", 409, 3, 40, Samples.Failure()),
            new CallEntry(new CallKey(4, 2), "3", "set_contract_status", Effect.Write, CallState.Intended, "key-4-2", 0, 0, 0, null),
        ],
        Elapsed = TimeSpan.FromSeconds(2),
    };
}
