using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary><c>pff redrive</c>: rows run again once the server is mended, and nothing is done twice.</summary>
public sealed class RedriveSpec
{
    private const string UndoingManifest = """
        version: "1.0"
        uses: [apis/crm.yaml]
        sequences:
          fix:
            steps:
              - method: get_contract
                args: { id: "{{id}}" }
                save_as: before
              - method: set_status
                args: { id: "{{id}}", status: Corrected }
                undo_with: { method: set_status, args: { id: "{{id}}", status: "{{before.status}}" } }
              - method: set_line
                args: { id: "{{id}}", line: Open }
            on_error:
              any:
                - undo: all
                - fail: { code: BACK, message: "taken back" }
        """;

    private const string SeeingManifest = """
        version: "1.0"
        uses: [apis/crm.yaml]
        sequences:
          fix:
            - method: get_contract
              args: { id: "{{id}}" }
              save_as: before
            - when: "{{before.line != 'Open'}}"
              steps:
                - method: set_line
                  args: { id: "{{id}}", line: Open }
        """;

    private static IEnumerable<int> Broken => Enumerable.Range(1, UndoBench.Rows).Where(row => row % 3 == 0);

    [Fact]
    public async Task Failed_rows_run_again_and_each_effect_is_there_once()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.BreakAsync("refuses");
        await bench.RunAsync(exitCode: 1);
        var run = await LastRunAsync(bench);
        Assert.Equal(Broken, bench.Report().Where(r => r.Outcome == "failed").Select(r => r.Row));
        var still = await bench.PffAsync("redrive", run, "--failed", "--report", "still.jsonl");
        Assert.True(still.ExitCode == 1, still.Said);
        Assert.Contains($"Redrives rows of run {run}", still.Said);
        Assert.Equal(Broken, bench.Report("still.jsonl").Select(r => r.Row));

        await bench.BreakAsync("none");
        var code = bench.Report("still.jsonl")[0].Code;
        var mended = await bench.PffAsync("redrive", "last", "--code", code, "--report", "mended.jsonl");
        Assert.True(mended.ExitCode == 0, mended.Said);
        Assert.Equal(Broken, bench.Report("mended.jsonl").Where(r => r.Outcome == "succeeded").Select(r => r.Row));
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));

        var seen = bench.Mock.Journal.Total;
        var taken = await bench.PffAsync("redrive", run, "--failed");
        Assert.Equal((0, seen), (taken.ExitCode, bench.Mock.Journal.Total));
        Assert.Contains("30 rows were redriven by run", taken.Said);
        Assert.Contains("nothing to redrive", (await bench.PffAsync("redrive", "last", "--failed", "--unknown")).Said);
        Assert.Contains("PFF5120", (await bench.PffAsync("redrive", "last")).Said);
        Assert.Contains("\"redrive_of\"", (await bench.PffAsync("runs", "--json")).Said);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Unknown_writes_are_settled_by_their_key_or_by_a_read(bool isIdempotent, bool isReadBack)
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent, isReadBack);
        await bench.BreakAsync("blind");
        await bench.RunAsync(exitCode: 1);
        Assert.Equal(Broken, bench.Report().Where(r => r.Outcome == "unknown").Select(r => r.Row));
        await bench.BreakAsync("none");
        var redriven = await bench.PffAsync("redrive", "last", "--unknown", "--report", "redriven.jsonl");
        Assert.True(redriven.ExitCode == 0, redriven.Said);
        Assert.Equal(Broken, bench.Report("redriven.jsonl").Where(r => r.Outcome == "succeeded").Select(r => r.Row));
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
    }

    [Fact]
    public async Task Unknown_writes_that_nothing_settles_stay_unknown_and_are_not_sent_again()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.BreakAsync("loses");
        await bench.RunAsync(exitCode: 1);
        await bench.BreakAsync("none");
        var redriven = await bench.PffAsync("redrive", "last", "--unknown", "--report", "redriven.jsonl");
        Assert.True(redriven.ExitCode == 1, redriven.Said);
        Assert.Equal(Broken, bench.Report("redriven.jsonl").Where(r => r.Outcome == "unknown").Select(r => r.Row));
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
    }

    [Fact]
    public async Task A_row_that_no_longer_comes_to_its_unknown_write_stays_unknown()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false, SeeingManifest);
        await bench.BreakAsync("loses");
        await bench.RunAsync(exitCode: 1);
        await bench.BreakAsync("none");

        // The reads show that the lines are open now, but not who opened them.
        for (var round = 0; round < 2; round++)
        {
            var redriven = await bench.PffAsync("redrive", "last", "--unknown", "--report", "redriven.jsonl");
            Assert.True(redriven.ExitCode == 1, redriven.Said);
            Assert.Contains("30 unknown", redriven.Said);
            var rows = bench.Report("redriven.jsonl").Where(r => r.Outcome == "unknown").ToList();
            Assert.Equal(Broken, rows.Select(r => r.Row));
            Assert.All(rows, r => Assert.Equal("PFF3009", r.Code));
            Assert.All(rows, r => Assert.Contains("Whether 'set_line' by step 2", r.Message));
        }

        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(1, effects));
    }

    [Fact]
    public async Task Rows_are_chosen_by_status_and_a_code_that_no_row_has_is_said()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        await bench.BreakAsync("refuses");
        await bench.RunAsync(exitCode: 1);
        var missed = await bench.PffAsync("redrive", "last", "--code", "HTTP-499", "--json");
        Assert.Equal(1, missed.ExitCode);
        Assert.Contains("ended with 'HTTP-499'. Its codes: HTTP-409 (30), PFF3101 (30). Did you mean 'HTTP-409'?", missed.Said);
        Assert.Contains("{\"event\":\"nothing_to_do\",\"run\":", missed.Said);
        Assert.Contains("PFF5143: nenhuma linha", (await bench.PffAsync("redrive", "last", "--code", "foo", "--lang", "pt")).Said);

        await bench.BreakAsync("none");
        var mended = await bench.PffAsync("redrive", "last", "--code", "http_409");
        Assert.True(mended.ExitCode == 0, mended.Said);
        Assert.All(bench.EffectsByContract(), effects => Assert.Equal(UndoBench.WritesOfRow, effects));

        var nothing = await bench.PffAsync("redrive", "last", "--failed", "--json");
        Assert.Equal((0, "nothing_to_do"), (nothing.ExitCode, JsonLines.Of(nothing.Said).Single().GetProperty("event").GetString()));
    }

    [Fact]
    public async Task What_a_row_took_back_itself_is_made_again()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true, UndoingManifest);
        var before = bench.ContractOf(3);
        await bench.BreakAsync("refuses");
        await bench.RunAsync(exitCode: 1);
        Assert.Equal((Broken.Count(), before), (bench.Report().Count(r => r.Outcome == "failed"), bench.ContractOf(3)));
        await bench.BreakAsync("none");
        var redriven = await bench.PffAsync("redrive", "last", "--code", "BACK");
        Assert.True(redriven.ExitCode == 0, redriven.Said);
        Assert.All(Enumerable.Range(1, UndoBench.Rows), contract => Assert.Contains("\"Open\"", bench.ContractOf(contract)));
        Assert.All(Enumerable.Range(1, UndoBench.Rows), contract => Assert.Contains("\"Corrected\"", bench.ContractOf(contract)));
    }

    private static async Task<string> LastRunAsync(UndoBench bench) =>
        System.Text.Json.JsonDocument.Parse((await bench.PffAsync("runs", "--json")).Said.Split('\n')[0]).RootElement.GetProperty("run").GetString()!;
}
