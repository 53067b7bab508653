using System.Text;
using Pff.Runtime.Tests.Support;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>The journal of a run that reads what is about people: in a file and in PostgreSQL, with its key, without, and with another.</summary>
public sealed class PersonalJournalSpec(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Rows = 30;
    private const string Variable = "PERSON_KEY";

    /// <summary>In each name, each refusal, and each reason.</summary>
    private const string Planted = "Planted";

    private const string Encrypted = $"journal: {{ encrypted: {{ env: {Variable} }} }}";

    private static readonly Dictionary<string, string> Key = new() { [Variable] = "a key of more than thirty-two characters" };
    private static readonly Dictionary<string, string> OtherKey = new() { [Variable] = "another of more than thirty-two characters" };

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-personal-").FullName;
    private MockUnderTest? _mock;
    private PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        _mock = await MockUnderTest.StartAsync($$$"""
            mock: crm
            state:
              mode: { now: { how: none } }
              people:
                from: { count: {{{Rows + 1}}}, key: "{{i}}", value: { owner: "Planted Owner {{i}}" } }
            routes:
              - request: PUT /mode
                set: { "mode/now/how": "{{request.body.how}}" }
                respond: { json: {} }
              - request: GET /people/{id}
                respond: { json: "{{state.people[id]}}" }
                latency: 10ms
              - request: PATCH /people/{id}
                when: "{{state.mode.now.how == 'refuses' && int(id) % 5 == 0}}"
                respond: { status: 409, json: { detail: "Planted refusal of {{id}}" } }
              - request: PATCH /people/{id}
                set: { "people/{{id}}/owner": "{{request.body.owner}}" }
                respond: { json: {} }
                latency: 10ms
            """, new MockOptions());
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        await WriteCatalogueAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "fix.yaml"), """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              fix:
                - method: get_person
                  args: { id: "{{id}}" }
                  save_as: person
                - when: "{{int(id) % 7 == 0}}"
                  skip: "{{person.owner}} is left alone"
                - method: set_owner
                  args: { id: "{{id}}", owner: "{{person.owner}} again" }
                  undo_with: { method: set_owner, args: { id: "{{id}}", owner: "{{person.owner}}" } }
                - return: { owner: "{{person.owner}}" }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "rows.csv"), "id\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i}\n")));
    }

    public async ValueTask DisposeAsync()
    {
        _server?.Dispose();
        await _mock!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_about_people_can_be_read_in_it_and_with_its_key_every_command_works(bool isInPostgres)
    {
        string[] journal = isInPostgres ? ["--journal", StartServer()] : [];
        await SaysAsync([], 0, "", ["run", "fix.yaml", "--file", "rows.csv", .. journal]);
        Assert.Contains(Planted, Stored(), StringComparison.Ordinal);
        await SaysAsync([], 0, "1 runs were deleted", "journal", "prune", "--keep", "0", "--yes");
        _mock!.Server.Reset();
        var before = _mock.Server.State.Sha256;

        await (isInPostgres ? WriteCatalogueAsync(api: Encrypted) : WriteCatalogueAsync(read: Encrypted));
        await RefusesAsync([], "PFF3316", ["run", "fix.yaml", "--file", "rows.csv", .. journal]);
        await RefusesAsync(new() { [Variable] = "short" }, "PFF3318", ["run", "fix.yaml", "--file", "rows.csv", .. journal]);
        await SetModeAsync("refuses");
        var from = _mock.Server.Journal.Total;
        using (var killed = RunningProgram.StartKnowing(Key, "pff", _folder, ["run", "fix.yaml", "--file", "rows.csv", "--workers", "2", "--quiet", .. journal]))
        {
            while (_mock.Server.Journal.Total < from + Rows && !killed.HasExited)
            {
                await Task.Delay(1);
            }

            Assert.False(killed.HasExited, killed.Said);
            killed.Kill();
            output.WriteLine($"{Rows} rows, killed at request {_mock.Server.Journal.Total - from}, {Stored().Length} bytes of journal");
        }

        Assert.DoesNotContain(Planted, Stored(), StringComparison.Ordinal);
        await SaysAsync([], 0, "is whole", "journal", "verify", "last");
        await SaysAsync([], 0, "interrupted", "runs");
        await RefusesAsync([], "PFF3316", "resume", "last");
        await RefusesAsync(OtherKey, "PFF3317", "resume", "last");
        await SaysAsync(Key, 1, "", "resume", "last", "--report", "first.jsonl");
        var refused = Enumerable.Range(1, Rows).Count(i => i % 5 == 0 && i % 7 != 0);
        Assert.Equal(Enumerable.Range(1, Rows).Select(i => i % 5 == 0 || i % 7 == 0 ? 0 : 1), Effects(from));
        Assert.DoesNotContain(Planted, Stored(), StringComparison.Ordinal);
        await ReadsAsync();

        await SetModeAsync("none");
        var first = LastRun();
        await RefusesAsync([], "PFF3316", "redrive", first, "--failed");
        await SaysAsync(Key, 0, "", ["redrive", first, "--failed", "--report", "second.jsonl", .. journal]);
        Assert.Equal(refused, File.ReadLines(Path.Combine(_folder, "second.jsonl")).Count());
        Assert.Equal(Enumerable.Range(1, Rows).Select(i => i % 7 == 0 ? 0 : 1), Effects(from));
        Assert.DoesNotContain(Planted, Stored(), StringComparison.Ordinal);
        foreach (var run in new[] { LastRun(), first })
        {
            await RefusesAsync([], "PFF3316", ["undo", run, .. journal]);
            await RefusesAsync(OtherKey, "PFF3317", ["undo", run, .. journal]);
            await SaysAsync(Key, 0, "", ["undo", run, .. journal]);
            Assert.DoesNotContain(Planted, Stored(), StringComparison.Ordinal);
        }

        Assert.Equal(before, _mock.Server.State.Sha256);
        await SaysAsync([], 0, "4 runs were deleted", "journal", "prune", "--keep", "0", "--yes");
    }

    [Fact]
    public async Task Methods_about_nobody_have_journals_in_the_clear()
    {
        await WriteCatalogueAsync(api: Encrypted, read: "journal: { personal: false }", write: "journal: { personal: false }");
        await SaysAsync([], 0, "", "run", "fix.yaml", "--file", "rows.csv");
        Assert.Contains(Planted, Stored(), StringComparison.Ordinal);
        await WriteCatalogueAsync(api: Encrypted, read: "journal: { personal: false }");
        await RefusesAsync([], "PFF3316", "run", "fix.yaml", "--file", "rows.csv");
        Assert.Single(Directory.GetDirectories(Path.Combine(_folder, ".pff", "runs")));
    }

    /// <summary>What reads the journal of a run that has ended.</summary>
    private async Task ReadsAsync()
    {
        var exported = await SaysAsync([], 0, "--decrypt", "journal", "export", "last");
        Assert.DoesNotContain(Planted, exported, StringComparison.Ordinal);
        Assert.Contains("\"encrypted\":true", exported, StringComparison.Ordinal);
        await RefusesAsync([], "PFF3316", "journal", "export", "last", "--decrypt");
        await SaysAsync(Key, 0, "Planted refusal of 5", "journal", "export", "last", "--decrypt");
        await RefusesAsync([], "PFF3316", "report", "last");
        await SaysAsync(Key, 0, "", "report", "last", "--report", "again.jsonl");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_folder, "first.jsonl")), await File.ReadAllTextAsync(Path.Combine(_folder, "again.jsonl")));
        Assert.Contains("Planted Owner 7 is left alone", await File.ReadAllTextAsync(Path.Combine(_folder, "again.jsonl")), StringComparison.Ordinal);
        await RefusesAsync([], "PFF3316", "replay", "last");
        await RefusesAsync(OtherKey, "PFF3317", "replay", "last");
        await SaysAsync(Key, 0, "", "replay", "last", "--compare", "first.jsonl");
    }

    private string StartServer()
    {
        _server = PostgresServer.TryStart();
        Assert.SkipWhen(_server is null, "PostgreSQL is not installed.");
        return _server.AddressWithoutPassword;
    }

    /// <summary>With more lines of the API and of its methods.</summary>
    private Task WriteCatalogueAsync(string api = "", string read = "", string write = "") => File.WriteAllTextAsync(Path.Combine(_folder, "apis", "crm.yaml"), $$$"""
        api: crm
        hosts: {{{_mock!.Server.BaseAddress.ToString().TrimEnd('/')}}}
        {{{api}}}
        methods:
          get_person:
            request: GET /people/{id}
            parameters: { id: text }
            returns: { owner: text }
            {{{read}}}
          set_owner:
            request: PATCH /people/{id}
            parameters: { id: text, owner: text }
            settled_by: { method: get_person, args: { id: "{{id}}" }, when: "{{result.owner == owner}}", within: 100ms }
            {{{write}}}
        """);

    /// <summary>All bytes of all journals, as text; those of UTF-16 too.</summary>
    private string Stored()
    {
        if (_server is null)
        {
            var files = Directory.GetFiles(Path.Combine(_folder, ".pff", "runs"), "journal.db*", SearchOption.AllDirectories);
            Assert.Contains(files, file => file.EndsWith(".db", StringComparison.Ordinal));
            return string.Concat(files.Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)))).Replace("\0", "", StringComparison.Ordinal);
        }

        var text = new StringBuilder();
        foreach (var schema in _server.Query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pff\\_2%'").Split('\n'))
        {
            text.Append(_server.Query($"""
                SELECT string_agg(concat(idempotency_key, failure, encode(response, 'escape'), encode(undo, 'escape')), '') FROM {schema}.call
                """));
            text.Append(_server.Query($"SELECT string_agg(concat(reason, failure, encode(returned, 'escape')), '') FROM {schema}.\"row\""));
            text.Append(_server.Query($"SELECT string_agg(concat(key, value), '') FROM {schema}.run"));
        }

        return text.Replace("\\000", "").ToString();
    }

    private async Task SetModeAsync(string how) => Assert.Equal(200, (await _mock!.SendAsync("PUT", "/mode", $$"""{ "how": "{{how}}" }""")).Status);

    /// <summary>How many writes took effect, by row.</summary>
    private IEnumerable<int> Effects(long from)
    {
        var targets = _mock!.Server.Journal.Exchanges.Where(e => e.Number > from && e.HadEffect && e.Verb == "PATCH").CountBy(e => e.Target).ToDictionary();
        return Enumerable.Range(1, Rows).Select(i => targets.GetValueOrDefault($"/people/{i}"));
    }

    private string LastRun() => Directory.EnumerateDirectories(Path.Combine(_folder, ".pff", "runs")).Select(Path.GetFileName).Max()!;

    /// <summary>Nothing is sent, and the variable is named.</summary>
    private async Task RefusesAsync(Dictionary<string, string> variables, string code, params string[] arguments)
    {
        var seen = _mock!.Server.Journal.Total;
        var (exitCode, said) = await RunningProgram.RunWithAsync(variables, "pff", _folder, arguments);
        Assert.True(
            exitCode != 0 && said.Contains(code, StringComparison.Ordinal) && said.Contains(Variable, StringComparison.Ordinal),
            $"{string.Join(' ', arguments)}: {exitCode}\n{said}");
        Assert.Equal(seen, _mock.Server.Journal.Total);
    }

    private async Task<string> SaysAsync(Dictionary<string, string> variables, int exitCode, string text, params string[] arguments)
    {
        var (ended, said) = await RunningProgram.RunWithAsync(variables, "pff", _folder, arguments);
        Assert.True(ended == exitCode && said.Contains(text, StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {ended}\n{said}");
        return said;
    }
}
