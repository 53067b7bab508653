using System.Text;
using System.Text.Json;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>Answers on disk between real processes, and where none may ever come from.</summary>
public sealed class CacheSpec : IAsyncLifetime
{
    private const int Rows = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-cache-").FullName;
    private MockUnderTest? _mock;

    public async ValueTask InitializeAsync()
    {
        _mock = await MockUnderTest.StartAsync($$$"""
            mock: crm
            state:
              contracts:
                from: { count: {{{Rows + 1}}}, key: "{{i}}", value: { status: "Active" } }
            routes:
              - request: GET /slow/{id}
                respond: { json: { id: "{{id}}" } }
                latency: 20ms
              - request: GET /contracts/{id}
                respond: { json: "{{state.contracts[id]}}" }
              - request: PATCH /contracts/{id}
                set: { "contracts/{{id}}/status": "{{request.body.status}}" }
                respond: { json: {} }
            """, new MockOptions());
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        await WriteAsync("apis/crm.yaml", $$$"""
            api: crm
            hosts: {{{_mock.Server.BaseAddress.ToString().TrimEnd('/')}}}
            cache: { time_to_live: 1m, disk: 1h, personal: false }
            methods:
              get_contract:
                request: GET /contracts/{id}
                parameters: { id: text }
                returns: { status: text }
                cache: { by: [id], invalidated_by: [set_status] }
              get_slow: { request: "GET /slow/{id}", parameters: { id: text }, returns: { id: text } }
              set_status:
                request: PATCH /contracts/{id}
                parameters: { id: text, status: text }
                settled_by: { method: get_contract, args: { id: "{{id}}" }, when: "{{result.status == status}}", within: 100ms }
            """);
        await WriteAsync("look.yaml", """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              look:
                - method: get_contract
                  args: { id: "{{id}}" }
                  save_as: contract
                - return: { status: "{{contract.status}}" }
            """);
        await WriteAsync("slow.yaml", """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              look:
                - method: get_slow
                  args: { id: "{{id}}" }
                  save_as: found
                - return: { id: "{{found.id}}" }
            """);
        await WriteAsync("fix.yaml", """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              fix:
                - method: get_contract
                  args: { id: "{{id}}" }
                  save_as: contract
                - method: set_status
                  args: { id: "{{id}}", status: Corrected }
                  undo_with: { method: set_status, args: { id: "{{id}}", status: "{{contract.status}}" } }
            """);
        await WriteAsync("rows.csv", "id\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i}\n")));
    }

    public async ValueTask DisposeAsync()
    {
        await _mock!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_next_run_asks_nothing_and_every_summary_says_so()
    {
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "a.jsonl");
        Assert.Equal(Rows, Reads);
        var second = await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "b.jsonl", "--report", "b.html");
        Assert.Equal(Rows, Reads);
        Assert.Equal(StatusesOf("a.jsonl"), StatusesOf("b.jsonl"));
        Assert.Contains("20 of 20 reads (100.0 %): 0 from memory, 20 from disk", second, StringComparison.Ordinal);
        Assert.Contains("20 from disk", await File.ReadAllTextAsync(Path.Combine(_folder, "b.html")), StringComparison.Ordinal);
        var events = await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--json", "--report", "c.jsonl");
        using var end = JsonDocument.Parse(events.Split('\n').First(line => line.Contains("\"event\":\"end\"", StringComparison.Ordinal)));
        Assert.Equal((20, 1.0), (end.RootElement.GetProperty("cache").GetProperty("from_disk").GetInt32(), end.RootElement.GetProperty("cache").GetProperty("hit_rate").GetDouble()));

        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--no-cache", "--report", "d.jsonl");
        Assert.Equal(2 * Rows, Reads);
        Assert.Contains("crm.get_contract", await PffAsync(0, "cache", "show"), StringComparison.Ordinal);
        Assert.Contains("\"answers\":20", await PffAsync(0, "cache", "show", "--json"), StringComparison.Ordinal);
        await PffAsync(0, "cache", "clear");
        Assert.Contains("No answers", await PffAsync(0, "cache", "show"), StringComparison.Ordinal);
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "e.jsonl");
        Assert.Equal(3 * Rows, Reads);
    }

    [Fact]
    public async Task Drift_is_found_although_the_old_answer_is_on_disk_and_a_write_drops_it_for_the_next_run()
    {
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "a.jsonl");
        await PffAsync(null, "plan", "fix.yaml", "--file", "rows.csv", "-o", "c.pffchanges");

        // A plan reads, and looks at what each write would replace; nothing of it comes from the run before.
        Assert.Equal(3 * Rows, Reads);
        Assert.Equal(200, (await _mock!.SendAsync("PATCH", "/contracts/7", """{ "status": "Closed" }""")).Status);
        await PffAsync(0, "approve", "c.pffchanges", "--by", "Ana");
        var before = Reads;
        await PffAsync(1, "apply", "c.pffchanges", "--report", "applied.jsonl");

        // Each row is read anew, and but for the one that drifted what its write replaces is looked at again.
        Assert.Equal(before + Rows + (Rows - 1), Reads);
        Assert.Equal(["7"], from line in File.ReadLines(Path.Combine(_folder, "applied.jsonl"))
                            where line.Contains("\"outcome\":\"failed\"", StringComparison.Ordinal)
                            select JsonDocument.Parse(line).RootElement.GetProperty("row").GetInt32().ToString());

        var applied = Reads;
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "b.jsonl");

        // Nobody told of the change that somebody else made, so that one is bounded by the time alone.
        Assert.Equal(["Active", .. Enumerable.Repeat("Corrected", Rows - 1)], StatusesOf("b.jsonl").Order());
        Assert.Equal(applied + Rows - 1, Reads);
    }

    [Fact]
    public async Task An_undo_asks_what_is_there_now_and_its_writes_drop_answers()
    {
        await PffAsync(0, "run", "fix.yaml", "--file", "rows.csv", "--report", "a.jsonl");
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "b.jsonl");
        Assert.Equal(200, (await _mock!.SendAsync("PATCH", "/contracts/7", """{ "status": "Closed" }""")).Status);
        var runs = (await PffAsync(null, "runs", "--json")).Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var run = runs.Last(r => r.GetProperty("sequence").GetString() == "fix").GetProperty("run").GetString()!;
        await PffAsync(1, "undo", run, "--report", "undone.jsonl");
        Assert.Equal("Closed", JsonDocument.Parse(_mock.StateOf("contracts", "7")).RootElement.GetProperty("status").GetString());
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "c.jsonl");
        Assert.Equal(Enumerable.Repeat("Active", Rows - 1).Append("Corrected").Order(), StatusesOf("c.jsonl").Order());
    }

    /// <summary>No rule of a catalogue can name it.</summary>
    [Fact]
    public async Task A_write_of_a_module_drops_all_answers_that_any_write_drops()
    {
        await WriteAsync("close.pff", """
            language 1

            use api crm

            write method close(contract: text, to: text) -> ok
              = PATCH crm "/contracts/{contract}"
              body { status: to }

            sequence close_contract(id: text) {
              close(id, "Closed")
            }
            """);
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "a.jsonl");
        await WriteAsync("one.csv", "id\n7\n");
        await PffAsync(0, "run", "close.pff", "--file", "one.csv", "--report", "b.jsonl");
        await PffAsync(0, "run", "look.yaml", "--file", "rows.csv", "--report", "c.jsonl");
        Assert.Equal(2 * Rows, Reads);
        Assert.Equal(Enumerable.Repeat("Active", Rows - 1).Append("Closed").Order(), StatusesOf("c.jsonl").Order());
    }

    [Fact]
    public async Task A_killed_run_leaves_answers_that_the_resumed_one_takes()
    {
        using (var killed = RunningProgram.Start("pff", _folder, "run", "slow.yaml", "--file", "rows.csv", "--workers", "1", "--quiet"))
        {
            while (Requests("/slow/") < 8 && !killed.HasExited)
            {
                await Task.Delay(5);
            }

            killed.Kill();
        }

        var before = Requests("/slow/");
        Assert.InRange(before, 8, Rows - 1);
        Assert.Contains("crm.get_slow", await PffAsync(0, "cache", "show"), StringComparison.Ordinal);
        var resumed = await PffAsync(0, "resume", "last", "--report", "a.jsonl");
        Assert.DoesNotContain("PFF3263", resumed, StringComparison.Ordinal);
        Assert.InRange(Requests("/slow/"), Rows, Rows + 1);
        await PffAsync(0, "run", "slow.yaml", "--file", "rows.csv", "--report", "b.jsonl");
        Assert.InRange(Requests("/slow/"), Rows, Rows + 1);
    }

    private int Reads => Requests("/contracts/");

    private int Requests(string path) =>
        _mock!.Server.Journal.Exchanges.Count(e => e.Verb == "GET" && e.Target.StartsWith(path, StringComparison.Ordinal));

    private string[] StatusesOf(string report) =>
        [.. File.ReadLines(Path.Combine(_folder, report)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("returned").GetProperty("status").GetString()!)];

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text, new UTF8Encoding(false));

    private async Task<string> PffAsync(int? exitCode, params string[] arguments)
    {
        var (ended, said) = await RunningProgram.RunAsync("pff", _folder, arguments);
        Assert.True(exitCode is null || exitCode == ended, $"{string.Join(' ', arguments)}: {ended}\n{said}");
        return said;
    }
}
