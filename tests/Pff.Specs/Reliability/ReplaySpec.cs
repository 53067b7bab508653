using System.Text;
using System.Text.Json;

namespace Pff.Specs.Reliability;

/// <summary><c>pff replay</c>: a run's requests, rows and reports again, from its journal and without a server.</summary>
public sealed class ReplaySpec(ITestOutputHelper output)
{
    private static readonly string[] Formats = [".xlsx", ".csv", ".jsonl", ".html", ".parquet"];

    [Theory]
    [InlineData(true, false, "loses")]
    [InlineData(false, true, "loses")]
    [InlineData(false, true, "blind")]
    [InlineData(false, false, "refuses")]
    public async Task Requests_and_reports_are_the_same_bytes_and_nothing_is_sent(bool isIdempotent, bool isReadBack, string broken)
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent, isReadBack);
        await bench.BreakAsync(broken);
        var from = bench.Mock.Journal.Total;
        var run = await RunAsync(bench, "first");
        Assert.True(run.ExitCode is 0 or 1, run.Said);
        var (sent, seen) = (Sent(bench, from), bench.Mock.Journal.Total);

        string[] reports = [.. Formats.SelectMany(f => new[] { "--report", "again" + f, "--compare", "first" + f })];
        var replay = await bench.PffAsync(["replay", "last", "--requests", "requests.jsonl", .. reports]);
        Assert.True(replay.ExitCode == 0, replay.Said);
        Assert.Equal(seen, bench.Mock.Journal.Total);
        Assert.All(Formats, f => Assert.Equal(Bytes(bench, "first" + f), Bytes(bench, "again" + f)));
        var rendered = File.ReadLines(Path.Combine(bench.Folder, "requests.jsonl")).Select(Rendered).ToHashSet();
        Assert.Equal(sent.Order(StringComparer.Ordinal), rendered.Order(StringComparer.Ordinal));

        var one = await bench.PffAsync("replay", "last", "--row", "3", "--requests", "-");
        Assert.True(one.ExitCode == 0, one.Said);
        Assert.Contains("\"row\":3", one.Said);
        Assert.DoesNotContain("\"row\":4", one.Said);
        Assert.DoesNotContain("\"body\":\"\"", one.Said);
        output.WriteLine($"{broken}: {UndoBench.Rows} rows, {seen - from} requests sent, {rendered.Count} different ones replayed, 0 sent, {Formats.Length} reports identical");
    }

    [Fact]
    public async Task A_run_that_stopped_went_on_was_redriven_and_undone_is_replayed_at_each_point()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        await bench.BreakAsync("refuses");
        var from = bench.Mock.Journal.Total;
        var stopped = await RunAsync(bench, "stopped", "--stop-after", "3");
        Assert.True(stopped.ExitCode == 3 && File.Exists(Path.Combine(bench.Folder, "stopped.jsonl")), stopped.Said);
        await ReplayedAsync(bench, "last", "stopped.jsonl");
        var resumed = await bench.PffAsync("resume", "last", "--report", "resumed.jsonl");
        Assert.True(resumed.ExitCode is 1 or 3, resumed.Said);
        Assert.Contains($"{bench.Mock.BaseAddress.Authority}: {bench.Mock.Journal.Total - from} requests, 0 errors, 0 repeated", resumed.Said);
        await ReplayedAsync(bench, "last", "resumed.jsonl");

        var run = LastRun(bench);
        await bench.BreakAsync("loses");
        var redriven = await bench.PffAsync("redrive", run, "--failed", "--report", "redriven.jsonl");
        Assert.True(redriven.ExitCode == 0, redriven.Said);
        await ReplayedAsync(bench, "last", "redriven.jsonl");
        await bench.ChangeAsync(1, "line", "Elsewhere");
        var undone = await bench.PffAsync("undo", LastRun(bench), "--report", "undone.jsonl");
        Assert.True(undone.ExitCode is 0 or 1, undone.Said);
        await ReplayedAsync(bench, "last", "undone.jsonl");
        await bench.BreakAsync("none");
        undone = await bench.PffAsync("undo", run, "--report", "undone.jsonl");
        Assert.True(undone.ExitCode == 1, undone.Said);
        await ReplayedAsync(bench, "last", "undone.jsonl");
        await ReplayedAsync(bench, run, "resumed.jsonl");
    }

    [Fact]
    public async Task What_differs_is_listed()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: true, isReadBack: false);
        Assert.Equal(0, (await RunAsync(bench, "first")).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "changed.yaml"), UndoBench.Manifest.Replace("status: Corrected", "status: Mended"));
        var changed = await bench.PffAsync("replay", "last", "--manifest", "changed.yaml", "--requests", "changed.jsonl");
        Assert.True(changed.ExitCode == 1, changed.Said);
        Assert.Contains("row 1: the request of 'set_status' (2)", changed.Said);
        Assert.Contains("PFF5162: 90 rows and 360 requests replayed: 0 rows identical, 90 different", changed.Said);
        Assert.Contains("Mended", await File.ReadAllTextAsync(Path.Combine(bench.Folder, "changed.jsonl")));

        await File.AppendAllTextAsync(Path.Combine(bench.Folder, "first.csv"), "x");
        var report = await bench.PffAsync("replay", "last", "--compare", "first.csv", "--json");
        Assert.True(report.ExitCode == 1, report.Said);
        Assert.Contains("\"identical\":false", report.Said);
        Assert.Contains("PFF5163", (await bench.PffAsync("replay", "last", "--row", "91")).Said);
        Assert.Contains("PFF5164", (await bench.PffAsync("replay", "last", "--row", "1", "--report", "x.csv")).Said);

        await File.AppendAllTextAsync(Path.Combine(bench.Folder, "rows.csv"), "7\n");
        var input = await bench.PffAsync("replay", "last");
        Assert.True(input.ExitCode == 1, input.Said);
        Assert.Contains("PFF5018", input.Said);
    }

    [Fact]
    public async Task A_run_that_dropped_its_answers_says_so()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: true, isReadBack: false);
        Assert.Equal(0, (await RunAsync(bench, "first", "--drop-answers")).ExitCode);
        var replay = await bench.PffAsync("replay", "last");
        Assert.True(replay.ExitCode == 3, replay.Said);
        Assert.Contains("PFF5160", replay.Said);
        Assert.Contains("--drop-answers", replay.Said);
    }

    private static Task<(int ExitCode, string Said)> RunAsync(UndoBench bench, string name, params string[] more) => bench.PffAsync(
        ["run", "manifest.yaml", "--file", "rows.csv", "--workers", "8", .. Formats.SelectMany(f => new[] { "--report", name + f }), .. more]);

    private static async Task ReplayedAsync(UndoBench bench, string run, string report)
    {
        var seen = bench.Mock.Journal.Total;
        var replay = await bench.PffAsync("replay", run, "--compare", report);
        Assert.True(replay.ExitCode == 0, $"{report}: {replay.Said}");
        Assert.Equal(seen, bench.Mock.Journal.Total);
    }

    private static string LastRun(UndoBench bench) => Directory.EnumerateDirectories(Path.Combine(bench.Folder, ".pff", "runs")).Select(Path.GetFileName).Max()!;

    private static byte[] Bytes(UndoBench bench, string name) => File.ReadAllBytes(Path.Combine(bench.Folder, name));

    /// <summary>The requests that the mock got, each once however often it was repeated.</summary>
    private static HashSet<string> Sent(UndoBench bench, long from) =>
        [.. bench.Mock.Journal.Exchanges.Where(e => e.Number > from).Select(e => $"{e.Verb} {e.Target} {e.IdempotencyKey} {Encoding.UTF8.GetString(e.Body.Span)}")];

    private static string Rendered(string line)
    {
        using var json = JsonDocument.Parse(line);
        var request = json.RootElement;
        var key = request.GetProperty("headers").TryGetProperty("Idempotency-Key", out var found) ? found.GetString() : "";
        var body = request.TryGetProperty("body", out var text) ? text.GetString() : "";
        return $"{request.GetProperty("method").GetString()} {new Uri(request.GetProperty("url").GetString()!).PathAndQuery} {key} {body}";
    }
}
