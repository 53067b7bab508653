using System.Text.Json;
using Pff.Runtime.Journal;
using Pff.Runtime.Tests.Support;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>
/// Plan, look, approve, apply. <c>PFF_CHANGES_COUNT</c> sets the number of rows (300), <c>PFF_CHANGES_SEED</c> which of them
/// somebody changes in between.
/// </summary>
public sealed class ChangePlanSpec(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Writes alone: no read tells what is there.</summary>
    private const string BlindManifest = """
        version: "1.0"
        uses: [apis/crm.yaml]
        sequences:
          fix:
            - method: set_status
              args: { id: "{{id}}", status: Corrected }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-changes-").FullName;
    private readonly int _count = LongForm.Number("PFF_CHANGES_COUNT", 300);
    private MockUnderTest? _mock;

    private MockServer Mock => _mock!.Server;

    public async ValueTask InitializeAsync()
    {
        _mock = await MockUnderTest.StartAsync($$$"""
            mock: crm
            state:
              contracts:
                from: { count: {{{_count + 1}}}, key: "K{{i}}", value: { status: "{{i % 3 == 0 ? 'Closed' : 'Active'}}", changes: 0 } }
            routes:
              - request: GET /contracts/{id}
                respond: { json: { status: "{{state.contracts[id].status}}" } }
              - request: PATCH /contracts/{id}
                set:
                  "contracts/{{id}}/status": "{{request.body.status}}"
                  "contracts/{{id}}/changes": "{{state.contracts[id].changes + 1}}"
                respond: { json: { id: "{{id}}" } }
            """, new MockOptions { JournalCapacity = 0 });
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifest.yaml"), """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              fix:
                - method: get_contract
                  args: { id: "{{id}}" }
                  save_as: contract
                - when: "{{contract.status != 'Closed'}}"
                  method: set_status
                  args: { id: "{{id}}", status: Corrected }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "apis", "crm.yaml"), $$$"""
            api: crm
            hosts: {{{Mock.BaseAddress.ToString().TrimEnd('/')}}}
            methods:
              get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text } }
              set_status:
                request: PATCH /contracts/{id}
                parameters: { id: text, status: text }
                settled_by: { method: get_contract, args: { id: "{{id}}" }, when: "{{result.status == status}}" }
            """);
        await File.WriteAllLinesAsync(Path.Combine(_folder, "rows.csv"), Enumerable.Range(0, _count + 1).Select(i => i == 0 ? "id" : $"K{i}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _mock!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_approved_is_done_and_every_row_that_somebody_changed_is_refused()
    {
        var before = Mock.State.ToJson();
        var planned = await PlanAsync();
        Assert.Equal(before, Mock.State.ToJson());
        var open = Enumerable.Range(1, _count).Where(i => i % 3 != 0).ToList();
        Assert.Contains($"{open.Count} of {_count} rows would be changed, by {open.Count} writes.", planned);

        var shown = await PffAsync(0, "show", "c.pffchanges", "--row", "1");
        Assert.Contains("status: \"Active\" → \"Corrected\"", shown);
        Assert.Contains("row 3 no change", await PffAsync(0, "show", "c.pffchanges", "--row", "3", "--all"));
        await PffAsync(0, "show", "c.pffchanges", "-o", "c.html");
        Assert.Contains("<td class=\"before\"><code>&quot;Active&quot;</code></td>", await File.ReadAllTextAsync(Path.Combine(_folder, "c.html")));
        await PffAsync(0, "show", "c.pffchanges", "-o", "c.xlsx");

        Assert.Contains("PFF5112", await PffAsync(2, "apply", "c.pffchanges"));
        await PffAsync(0, "approve", "c.pffchanges", "--by", "Ana");

        var seed = LongForm.Number("PFF_CHANGES_SEED", 7);
        var changed = open.OrderBy(i => new Random(seed + i).Next()).Take(Math.Max(1, _count / 100)).ToHashSet();
        foreach (var i in changed)
        {
            Assert.Equal(200, (await _mock!.SendAsync("PATCH", $"/contracts/K{i}", """{"status":"Moved"}""")).Status);
        }

        var effects = Mock.Journal.Effects;
        var applied = await PffAsync(1, "apply", "c.pffchanges", "--report", "report.jsonl");
        var rows = File.ReadLines(Path.Combine(_folder, "report.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var refused = rows.Where(r => r.GetProperty("outcome").GetString() == "failed").ToList();
        output.WriteLine($"PFF_CHANGES_SEED={seed} PFF_CHANGES_COUNT={_count}: {changed.Count} changed in between, {refused.Count} refused, {Mock.Journal.Effects - effects} writes sent");
        Assert.Equal(open.Count, rows.Count);
        Assert.Equal(changed.Order(), refused.Select(r => r.GetProperty("row").GetInt32()));
        Assert.All(refused, r => Assert.Equal("PFF3610", r.GetProperty("error_code").GetString()));
        Assert.Equal(open.Count - changed.Count, Mock.Journal.Effects - effects);
        Assert.DoesNotContain("not run", applied);
        using var state = JsonDocument.Parse(Mock.State.ToJson());
        Assert.All(Enumerable.Range(1, _count), i =>
        {
            var expected = changed.Contains(i) ? "Moved" : i % 3 == 0 ? "Closed" : "Corrected";
            Assert.Equal(expected, state.RootElement.GetProperty("contracts").GetProperty($"K{i}").GetProperty("status").GetString());
        });
    }

    [Fact]
    public async Task A_file_that_is_not_the_approved_one_is_refused_and_so_is_one_that_is_cut_off_or_another_table()
    {
        await PlanAsync();
        await PffAsync(0, "approve", "c.pffchanges", "--by", "Ana");
        var path = Path.Combine(_folder, "c.pffchanges");
        var whole = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, whole.Replace("Corrected", "Cancelled"));
        Assert.Contains("PFF5111", await PffAsync(2, "apply", "c.pffchanges"));
        foreach (var length in new[] { 0, 10, whole.Length / 2, whole.Length - 30, whole.Length - 1 })
        {
            await File.WriteAllTextAsync(path, whole[..length]);
            Assert.Matches("PFF360[12]", await PffAsync(2, "apply", "c.pffchanges"));
        }

        await File.WriteAllTextAsync(path, whole);
        await File.AppendAllTextAsync(Path.Combine(_folder, "rows.csv"), "K1\n");
        Assert.Contains("PFF5113", await PffAsync(3, "apply", "c.pffchanges"));
        Assert.Equal(0, Mock.Journal.Effects);
    }

    /// <summary>Whoever approves sees the file, and not what is sent.</summary>
    [Fact]
    public async Task A_write_that_is_shown_otherwise_than_it_is_sent_is_refused()
    {
        await PlanAsync();
        var path = Path.Combine(_folder, "c.pffchanges");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("Corrected", "Cancelled"));
        Assert.Contains("PFF3611", await PffAsync(1, "apply", "c.pffchanges", "--by", "Ana"));
        Assert.Equal(0, Mock.Journal.Effects);
    }

    /// <summary>The manifest reads nothing: only the value before, which was shown, tells that somebody has changed it.</summary>
    [Fact]
    public async Task What_a_write_replaces_is_looked_at_again()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifest.yaml"), BlindManifest);
        await File.WriteAllLinesAsync(Path.Combine(_folder, "rows.csv"), ["id", "K1", "K2", "K4"]);
        await PlanAsync();
        Assert.Equal(200, (await _mock!.SendAsync("PATCH", "/contracts/K2", """{"status":"Moved"}""")).Status);
        var effects = Mock.Journal.Effects;
        Assert.Contains("PFF3612", await PffAsync(1, "apply", "c.pffchanges", "--by", "Ana"));
        Assert.Equal(2, Mock.Journal.Effects - effects);
        using var state = JsonDocument.Parse(Mock.State.ToJson());
        Assert.Equal("Moved", state.RootElement.GetProperty("contracts").GetProperty("K2").GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_apply_that_is_killed_is_resumed_and_does_each_change_once()
    {
        await PlanAsync();
        using (var apply = RunningProgram.Start("pff", _folder, "apply", "c.pffchanges", "--by", "Ana", "--workers", "2"))
        {
            for (var i = 0; Mock.Journal.Effects < 5 && i < 3_000; i++)
            {
                await Task.Delay(10);
            }

            apply.Kill();
        }

        await PffAsync(0, "resume", "last", "--report", "report.jsonl");
        var open = Enumerable.Range(1, _count).Count(i => i % 3 != 0);
        Assert.Equal((open, open), ((int)Mock.Journal.Effects, File.ReadLines(Path.Combine(_folder, "report.jsonl")).Count()));
    }

    [Fact]
    public async Task A_plan_is_applied_once_unless_it_is_asked_for_again()
    {
        await PlanBlindAsync();
        await PffAsync(0, "apply", "c.pffchanges", "--by", "Ana");
        var run = await LastRunAsync();
        Assert.Equal(_count, Mock.Journal.Effects);
        Assert.Matches($"PFF5134: run {run} has applied.*pff resume {run}.*plan anew.*--again", await PffAsync(2, "apply", "c.pffchanges"));
        Assert.Contains($"PFF5134: a execução {run} já aplicou", await PffAsync(2, "apply", "c.pffchanges", "--by", "Bia", "--lang", "pt"));
        Assert.Contains("Ana", await File.ReadAllTextAsync(Path.Combine(_folder, "c.pffchanges.approval.json")));
        Assert.Equal(_count, Mock.Journal.Effects);

        await PffAsync(0, "apply", "c.pffchanges", "--again");
        Assert.Equal(2 * _count, Mock.Journal.Effects);
    }

    [Fact]
    public async Task A_run_that_was_never_started_does_not_count_until_another_has_applied_the_plan()
    {
        await PlanBlindAsync();
        await PffAsync(0, "apply", "c.pffchanges", "--by", "Ana");
        var first = new RunFolder(await LastRunAsync(), Path.Combine(_folder, ".pff", "runs", await LastRunAsync()));

        // As a kill leaves it that comes before there is a journal.
        foreach (var journal in Directory.GetFiles(first.Path, "journal.db*"))
        {
            File.Delete(journal);
        }

        File.Move(Path.Combine(first.Path, "run.header"), Path.Combine(first.Path, "run.ready"));
        await PffAsync(0, "apply", "c.pffchanges");
        Assert.Equal(2 * _count, Mock.Journal.Effects);
        Assert.Contains("PFF5134", await PffAsync(3, "resume", first.RunId));
        Assert.Equal(2 * _count, Mock.Journal.Effects);
    }

    [Fact]
    public async Task Of_two_applies_that_start_together_one_is_refused()
    {
        await PlanBlindAsync();
        await PffAsync(0, "approve", "c.pffchanges", "--by", "Ana");
        for (var i = 1; i <= LongForm.Number("PFF_RACE_COUNT", 2); i++)
        {
            using var one = RunningProgram.Start("pff", _folder, "apply", "c.pffchanges");
            using var other = RunningProgram.Start("pff", _folder, "apply", "c.pffchanges");
            var ended = await Task.WhenAll(one.WaitAsync(), other.WaitAsync());
            Assert.Equal([0, 2], ended.Order());
            Assert.Matches("PFF513[45]", ended[0] == 2 ? one.Said : other.Said);
            Assert.Equal(_count * i, Mock.Journal.Effects);
            Directory.Delete(Path.Combine(_folder, ".pff", "runs"), recursive: true);
        }
    }

    /// <summary>A plan of writes alone, so that no read tells that they were made already.</summary>
    private async Task PlanBlindAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "blind.yaml"), BlindManifest);
        var catalogue = Path.Combine(_folder, "apis", "crm.yaml");
        var lines = await File.ReadAllLinesAsync(catalogue);
        await File.WriteAllLinesAsync(catalogue, lines.Where(line => !line.Contains("settled_by", StringComparison.Ordinal)));
        await PffAsync(0, "plan", "blind.yaml", "--file", "rows.csv", "-o", "c.pffchanges");
    }

    private async Task<string> LastRunAsync() =>
        JsonDocument.Parse((await PffAsync(0, "runs", "--json")).Split('\n')[0]).RootElement.GetProperty("run").GetString()!;

    private Task<string> PlanAsync() => PffAsync(0, "plan", "manifest.yaml", "--file", "rows.csv", "-o", "c.pffchanges");

    private async Task<string> PffAsync(int exitCode, params string[] arguments)
    {
        using var program = RunningProgram.Start("pff", _folder, arguments);
        var ended = await program.WaitAsync(TimeSpan.FromMinutes(10));
        Assert.True(ended == exitCode, $"exit code {ended}: {program.Said}");
        return program.Said;
    }
}
