using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Reports;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace Pff.Specs.Reports;

/// <summary>
/// The web page of a run, in a real browser. <c>PFF_SCREENSHOTS</c> names a folder that gets pictures of it.
/// </summary>
public sealed class HtmlReportSpec : IAsyncLifetime
{
    private const int Rows = 120;
    private const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028<b>bold</b>";
    private const string Pin = "4711-secret";

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-page-").FullName;
    private MockUnderTest? _mock;

    public async ValueTask InitializeAsync()
    {
        _mock = await MockUnderTest.StartAsync($$$"""
            mock: crm
            state:
              contracts:
                from: { count: {{{Rows + 1}}}, key: "K{{i}}", value: { status: Active } }
            routes:
              - request: GET /contracts/{id}
                respond: { json: { status: "{{state.contracts[id].status}}", note: "<svg onload=alert(3)>" } }
              - request: PATCH /contracts/{id}
                when: "{{id.endsWith('0')}}"
                respond: { status: 409, json: { message: "<script>alert(4)</script> is taken" } }
              - request: PATCH /contracts/{id}
                set: { "contracts/{{id}}/status": "{{request.body.status}}" }
                respond: { json: { id: "{{id}}" } }
            """, new MockOptions { JournalCapacity = 0 });
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifest.yaml"), """
            version: "1.0"
            metadata: { name: "</title><script>alert(5)</script>" }
            uses: [apis/crm.yaml]
            inputs:
              id: text
              name: text
              pin: { type: text, secret: true }
            sequences:
              fix:
                - method: get_contract
                  args: { id: "{{id}}" }
                  save_as: contract
                - method: set_status
                  args: { id: "{{id}}", status: "{{'Corrected ' + name}}", pin: "{{pin}}" }
                - return: { note: "{{contract.note}}" }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "apis", "crm.yaml"), $$$"""
            api: crm
            hosts: {{{_mock.Server.BaseAddress.ToString().TrimEnd('/')}}}
            methods:
              get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text, note: text } }
              set_status:
                request: PATCH /contracts/{id}
                parameters: { id: text, status: text, pin: secret text }
                settled_by: { method: get_contract, args: { id: "{{id}}" }, when: "{{result.status == status}}" }
            """);
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "rows.csv"), Enumerable.Range(0, Rows + 1).Select(i => i == 0 ? "id,name,pin" : $"K{i},\"{Hostile} {i}\",{Pin}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _mock!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_page_of_hostile_texts_shows_the_run_and_does_nothing_that_they_say()
    {
        await PffAsync(0, "plan", "manifest.yaml", "--file", "rows.csv", "-o", "c.pffchanges");
        await PffAsync(1, "apply", "c.pffchanges", "--by", "<i>Ana</i>", "--report", "page.html");
        Assert.DoesNotContain(Pin, await File.ReadAllTextAsync(Path.Combine(_folder, "page.html")));
        await using var page = await OpenedPage.OpenAsync(Path.Combine(_folder, "page.html"));

        Assert.Equal("</title><script>alert(5)</script>", await page.Page.GetTitleAsync());
        Assert.Contains("108 of 120 rows are good; 12 need attention.", await page.TextAsync(".verdict"));
        Assert.Equal(["108", "12"], await page.TextsAsync(".tile b"));
        Assert.Contains("<i>Ana</i>", await page.TextAsync(".facts"));
        Assert.Equal(["PFF3101"], await page.TextsAsync(".failure h3 code"));
        Assert.Contains("<script>alert(4)</script> is taken", await page.TextAsync(".failure .sentence"));
        Assert.Equal(["row 10", "row 20", "row 30"], await page.TextsAsync(".failure li a"));

        var host = _mock!.Server.BaseAddress.Authority;
        Assert.StartsWith($"{host}: requests each 1.0 s", await page.TextAsync("#hosts figcaption"));
        Assert.Equal([host, "crm", "360", "0", "0"], (await page.TextsAsync("#hosts td")).Take(5));
        Assert.True(await page.CountAsync("#hosts svg.timeline rect") >= 3);
        await FilterSortAndOpenAsync(page);
        Assert.Equal(["set_status", "120", "108", "12", "0"], await page.TextsAsync("#writes > .scroll td"));
        Assert.Contains("\"(secret)\"", await page.TextAsync("#writes-list tbody"));
        await ScreenshotsAsync(page);
        Assert.Equal(0, await page.CountAsync("img, iframe, svg[onload], b b, section b i"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Two_hundred_thousand_rows_open_with_those_that_need_attention()
    {
        const int Total = 200_000;
        var path = Path.Combine(_folder, "large.html");
        var written = ReportWriter.Write(path, LargeSource(Total, badEvery: 4), Language.Portuguese, CancellationToken.None);
        Assert.True(written.IsSuccess(out var summary, out _));
        Assert.Equal(Total / 4, summary.Failed);
        await using var page = await OpenedPage.OpenAsync(path);
        Assert.Contains("150.000 de 200.000 linhas estão boas", await page.TextAsync(".verdict"));
        Assert.Contains("Este arquivo tem 50.750 das 200.000 linhas", await page.TextAsync("#rows .note"));
        Assert.Contains("Página 1 de 1.015", await page.TextAsync("#rows .pager"));
        await page.Page.SelectAsync("#rows-filter-0", "2");
        Assert.Equal("50.000 de 50.750 linhas", await page.TextAsync("#rows .count"));
        await page.Page.ClickAsync("#rows .pager button:last-child");
        Assert.StartsWith("200000", await page.TextAsync("#rows-list tbody tr:last-child"));
        Assert.Equal(["a.example.com", "crm", "180.000", "9.000 (5 %)", "6.000"], (await page.TextsAsync("#hosts td")).Take(5));
        Assert.Equal(2, await page.CountAsync("#hosts svg.timeline"));
        Assert.Equal(2, await page.CountAsync("#hosts .pause"));
        Assert.Contains("uma linha tracejada é uma pausa omitida", await page.TextAsync("#hosts figcaption"));
        Assert.Equal("180000 requisições, 9000 erros, 6000 repetidas", (await page.Page.EvaluateExpressionAsync<string>(
            "document.querySelector('#hosts svg').getAttribute('aria-label')")).Split(": ")[1].Split(", em ")[0]);
        await PictureAsync(page, "#hosts");
        Assert.Empty(page.Complaints);
    }

    private static async Task FilterSortAndOpenAsync(OpenedPage page)
    {
        Assert.Equal("120 of 120 rows", await page.TextAsync("#rows .count"));
        await page.Page.SelectAsync("#rows-filter-0", "2");
        Assert.Equal("12 of 120 rows", await page.TextAsync("#rows .count"));
        await page.TypeAsync("#rows-search", "k110", "#rows .count");
        Assert.Equal("1 of 120 rows", await page.TextAsync("#rows .count"));
        await page.Page.ClickAsync("#rows .controls > button");
        Assert.Equal("120 of 120 rows", await page.TextAsync("#rows .count"));

        // By the keyboard alone: the table is sorted downwards by its number, and the first row is opened.
        await page.Page.FocusAsync("#rows th:first-child button");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("descending", await page.Page.EvaluateExpressionAsync<string>("document.querySelector('#rows th').getAttribute('aria-sort')"));
        Assert.Equal("120", await page.TextAsync("#rows-list .opener"));
        await page.Page.FocusAsync("#rows-list .opener");
        await page.Page.Keyboard.PressAsync("Enter");
        var opened = await page.TextAsync("#rows .opened");
        Assert.Contains("<script>alert(4)</script> is taken", opened);
        Assert.Contains("set_status", opened);
        Assert.Contains("failed, no effect", opened);
        Assert.Contains("\"Active\" → \"Corrected </script>", opened);

        await page.Page.ClickAsync("#failures li:nth-child(2) a");
        Assert.Equal("1 of 120 rows", await page.TextAsync("#rows .count"));
        Assert.Equal(["20"], await page.TextsAsync("#rows-list .opener"));
        Assert.Equal(1, await page.CountAsync("#rows .opened"));
    }

    private static async Task ScreenshotsAsync(OpenedPage page)
    {
        if (Environment.GetEnvironmentVariable("PFF_SCREENSHOTS") is not { Length: > 0 } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var scheme in new[] { "light", "dark" })
        {
            await page.Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
            await page.Page.ScreenshotAsync(Path.Combine(folder, $"{scheme}.png"), new ScreenshotOptions { FullPage = true });
        }
    }

    private static async Task PictureAsync(OpenedPage page, string selector)
    {
        if (Environment.GetEnvironmentVariable("PFF_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await (await page.Page.QuerySelectorAsync(selector)).ScreenshotAsync(Path.Combine(folder, selector.TrimStart('#') + ".png"));
        }
    }

    /// <summary>Two hosts for ten minutes, and for five more on the next day; the first of them is slow and fails in between.</summary>
    private static IEnumerable<HostSecond> Health()
    {
        const int Days = 86_400;
        for (var i = 0; i < 900; i++)
        {
            var isBad = i is >= 300 and < 600;
            var second = 1_795_000_000 + i + (i < 600 ? 0 : Days);
            foreach (var (host, slow, errors, retries) in new[] { ("a.example.com", isBad ? 900 : 90, isBad ? 30 : 0, isBad ? 20 : 0), ("b.example.com", 40, 0, 0) })
            {
                var latencies = new LatencyCounts();
                latencies.Add(LatencyCounts.BucketOf(slow / 3 + (i % 17)), 150);
                latencies.Add(LatencyCounts.BucketOf(slow), 50);
                yield return new HostSecond("crm", host, second, 200, errors, retries, latencies);
            }
        }
    }

    private static ReportSource LargeSource(int total, int badEvery) => new()
    {
        Header = new RunHeader
        {
            RunId = "20261122-154233-k3f9",
            PlanHash = "",
            PlanName = "Large",
            Sequence = "fix",
            InputPath = "rows.csv",
            InputSha256 = "",
            Now = new Timestamp(1_795_000_000, 0),
            Columns = ["status", "note"],
        },
        FinishedRows = total,
        Health = Health(),
        Rows = Enumerable.Range(1, total).Select(i => new RowResult
        {
            Row = i,
            Outcome = i % badEvery == 0 ? RowOutcome.Failed : RowOutcome.Succeeded,
            Failure = i % badEvery == 0
                ? new RowFailure(FailureKind.Conflict, "CRM", new("taken", $"a linha {i.ToString(CultureInfo.InvariantCulture)} já está ocupada"), "3", 409)
                : null,
            Returned = """{"status":"Active","note":"a text of some length"}"""u8.ToArray(),
            Reads = 1,
            Attempts = 1,
            DurationMs = i % 977,
        }),
    };

    private async Task PffAsync(int exitCode, params string[] arguments)
    {
        var (ended, said) = await RunningProgram.RunAsync("pff", _folder, arguments);
        Assert.True(ended == exitCode, $"exit code {ended}: {said}");
    }
}
