using System.Globalization;
using System.Text;
using System.Text.Json;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>
/// Rows that write three times each, twice to the same field, against a mock whose state says what is broken just now.
/// </summary>
internal sealed class UndoBench : IAsyncDisposable
{
    public const int Rows = 90;
    public const int WritesOfRow = 3;

    public const string Manifest = """
        version: "1.0"
        uses: [apis/crm.yaml]
        sequences:
          fix:
            - method: get_contract
              args: { id: "{{id}}" }
              save_as: before
            - method: set_status
              args: { id: "{{id}}", status: Pending }
              undo_with: { method: set_status, args: { id: "{{id}}", status: "{{before.status}}" } }
            - method: set_status
              args: { id: "{{id}}", status: Corrected }
              undo_with: { method: set_status, args: { id: "{{id}}", status: Pending } }
            - method: set_line
              args: { id: "{{id}}", line: Open }
              undo_with: { method: set_line, args: { id: "{{id}}", line: "{{before.line}}" } }
        """;

    private readonly MockUnderTest _mock;

    private UndoBench(MockUnderTest mock, string folder)
    {
        _mock = mock;
        Folder = folder;
    }

    public string Folder { get; }

    public MockServer Mock => _mock.Server;

    public string StateHash => Mock.State.Sha256;

    /// <param name="isIdempotent">Whether the server honours the idempotency key.</param>
    /// <param name="isReadBack">Whether a read tells what became of a write.</param>
    public static async Task<UndoBench> CreateAsync(bool isIdempotent, bool isReadBack, string manifest = Manifest)
    {
        var mock = await MockUnderTest.StartAsync(MockText(isIdempotent), new MockOptions { JournalCapacity = 100_000 });
        var bench = new UndoBench(mock, Directory.CreateTempSubdirectory("pff-undo-").FullName);
        Directory.CreateDirectory(Path.Combine(bench.Folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "manifest.yaml"), manifest);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "apis", "crm.yaml"), $$"""
            api: crm
            hosts: {{mock.Server.BaseAddress.ToString().TrimEnd('/')}}
            breaker: { failure_ratio: 0 }
            retry: { times: 0 }
            methods:
              get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text, line: text } }
              get_state: { request: "GET /states/{id}", parameters: { id: text }, returns: { status: text, line: text } }
              set_status:
                request: PATCH /contracts/{id}/status
                parameters: { id: text, status: text }
                idempotent: {{(isIdempotent ? "true" : "false")}}
                {{ReadBack("status", isReadBack)}}
              set_line:
                request: PATCH /contracts/{id}/line
                parameters: { id: text, line: text }
                idempotent: {{(isIdempotent ? "true" : "false")}}
                {{ReadBack("line", isReadBack)}}
              set_line_in_secret: { request: "PATCH /contracts/{id}/line", parameters: { id: text, line: secret text } }
            """);
        var table = new StringBuilder("id\n");
        for (var i = 1; i <= Rows; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "rows.csv"), table.ToString());
        return bench;
    }

    /// <summary>A run of all rows, which is expected to end so.</summary>
    /// <param name="more">More of the command line.</param>
    public async Task RunAsync(int exitCode = 0, params string[] more)
    {
        var run = await PffAsync(["run", "manifest.yaml", "--file", "rows.csv", "--workers", "8", "--report", "report.jsonl", .. more]);
        Assert.True(run.ExitCode == exitCode, run.Said);
    }

    public Task<(int ExitCode, string Said)> PffAsync(params string[] arguments) => RunningProgram.RunAsync("pff", Folder, arguments);

    /// <summary>What is broken from now on: <c>none</c>, <c>refuses</c>, <c>loses</c>, <c>blind</c> or <c>stalls</c>; it concerns every third contract.</summary>
    public async Task BreakAsync(string how) => Assert.Equal(200, (await _mock.SendAsync("PUT", "/mode", $$"""{ "how": "{{how}}" }""")).Status);

    /// <summary>Somebody else changes a contract.</summary>
    public async Task ChangeAsync(int contract, string field, string value) =>
        Assert.Equal(200, (await _mock.SendAsync("PATCH", $"/contracts/{contract}/{field}", $$"""{ "{{field}}": "{{value}}" }""")).Status);

    public string ContractOf(int contract) => _mock.StateOf("contracts", contract.ToString(CultureInfo.InvariantCulture));

    /// <summary>How many writes had an effect on each contract, of those that the mock has seen.</summary>
    /// <param name="from">The number of requests before the first that counts.</param>
    public int[] EffectsByContract(long from = 0)
    {
        var effects = new int[Rows];
        foreach (var exchange in Mock.Journal.Exchanges.Where(e => e.Number > from && e.HadEffect && e.Target.StartsWith("/contracts/", StringComparison.Ordinal)))
        {
            effects[int.Parse(exchange.Target.Split('/')[2], CultureInfo.InvariantCulture) - 1]++;
        }

        return effects;
    }

    /// <summary>The rows of a report with their outcomes and codes.</summary>
    public IReadOnlyList<(int Row, string Outcome, string Code, string Message)> Report(string name = "report.jsonl") =>
    [
        .. File.ReadLines(Path.Combine(Folder, name)).Select(line =>
        {
            using var row = JsonDocument.Parse(line);
            return (row.RootElement.GetProperty("row").GetInt32(), row.RootElement.GetProperty("outcome").GetString()!, Text(row, "error_code"), Text(row, "message"));
        }),
    ];

    public void Reset() => Mock.Reset();

    public async ValueTask DisposeAsync()
    {
        await _mock.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Text(JsonDocument row, string name) =>
        row.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string ReadBack(string field, bool isThere) => isThere
        ? $$$"""settled_by: { method: get_state, args: { id: "{{id}}" }, when: "{{result.{{{field}}} == {{{field}}}}}", within: 100ms }"""
        : "description: nothing tells what became of it";

    private static string MockText(bool isIdempotent) => $$$"""
        mock: crm
        seed: 3
        defaults: { latency: { mean: 3ms, jitter: 2ms }, idempotency: {{{(isIdempotent ? "header" : "none")}}} }
        state:
          mode: { now: { how: none } }
          contracts:
            from: { count: {{{Rows + 1}}}, key: "{{i}}", value: { status: "{{'S' + string(i)}}", line: "{{'L' + string(i)}}" } }
        routes:
          - request: PUT /mode
            idempotency: none
            set: { "mode/now/how": "{{request.body.how}}" }
            respond: { json: {} }
          - request: GET /states/{id}
            when: "{{state.mode.now.how == 'blind' && int(id) % 3 == 0}}"
            respond: { status: 500, json: {} }
          - request: GET /states/{id}
            respond: { json: "{{state.contracts[id]}}" }
          - request: GET /contracts/{id}
            respond: { json: "{{state.contracts[id]}}" }
          - request: PATCH /contracts/{id}/line
            when: "{{state.mode.now.how == 'refuses' && int(id) % 3 == 0}}"
            respond: { status: 409, json: {} }
          - request: PATCH /contracts/{id}/line
            when: "{{state.mode.now.how == 'stalls' && int(id) % 3 == 0}}"
            latency: 60s
            respond: { json: {} }
          - request: PATCH /contracts/{id}/line
            when: "{{(state.mode.now.how == 'loses' || state.mode.now.how == 'blind') && int(id) % 3 == 0}}"
            set: { "contracts/{{id}}/line": "{{request.body.line}}" }
            respond: { json: {} }
            faults: [ { drop: after } ]
          - request: PATCH /contracts/{id}/line
            set: { "contracts/{{id}}/line": "{{request.body.line}}" }
            respond: { json: {} }
          - request: PATCH /contracts/{id}/status
            set: { "contracts/{{id}}/status": "{{request.body.status}}" }
            respond: { json: {} }
        """;
}
