using System.Globalization;
using System.Text;
using System.Text.Json;
using Pff.Server.Mocking;
using Pff.Specs.Architecture;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Crash;

/// <summary>What the report says of a row.</summary>
internal sealed record ReportedRow(int Row, string Outcome, string Message);

/// <summary>
/// 500 rows of the example's manifest, or another one, against a mock in another process than the one that is killed. Every row needs its
/// contract changed once, and the mock counts the changes of each.
/// </summary>
internal sealed class CrashBench : IAsyncDisposable
{
    public const int Rows = 500;
    public const int Workers = 8;

    /// <summary>Writes twice in each row, in branches, and in rows with an odd number takes both back.</summary>
    public const string UndoingManifest = """
        version: "1.0"
        sequences:
          fix:
            steps:
              - method: get_customer_enquiry
                args: { msisdn: "{{msisdn}}" }
                save_as: enquiry
              - let: { id: "{{enquiry.contract[0].id}}" }
              - parallel:
                  - method: set_contract_status
                    args: { customer_id: "{{enquiry.id}}", contract_id: "{{id}}", status: Corrected }
                    undo_with: { method: set_contract_status, args: { customer_id: "{{enquiry.id}}", contract_id: "{{id}}", status: Active } }
                  - - method: get_validation
                      args: { raw_data: "{{enquiry}}" }
                      save_as: validation
                    - method: set_contract_status
                      args: { customer_id: "{{enquiry.id}}", contract_id: "{{id}}", status: Corrected }
                      undo_with: { method: set_contract_status, args: { customer_id: "{{enquiry.id}}", contract_id: "{{id}}", status: Active } }
              - when: "{{int(msisdn) % 2 == 1 && len(validation.business_errors) > 0}}"
                fail: { code: ODD, message: "odd" }
            on_error:
              ODD:
                - undo: all
                - fail: { code: ODD, message: "undone" }
        """;

    private const string ReadBack =
        """, settled_by: { method: get_contract, args: { id: "{{contract_id}}" }, when: "{{result.status == status}}", within: 100ms }""";

    private readonly MockUnderTest _mock;
    private readonly string _folder;
    private readonly string[] _moreOfRun;
    private int _episodes;

    private CrashBench(MockUnderTest mock, string folder, string[] moreOfRun)
    {
        _moreOfRun = moreOfRun;
        _mock = mock;
        _folder = folder;
    }

    public MockServer Mock => _mock.Server;

    /// <param name="isIdempotent">Whether the server honours the idempotency key.</param>
    /// <param name="manifest">Null for that of the example.</param>
    /// <param name="isReadBack">Whether a read settles what became of a write.</param>
    /// <param name="moreOfRun">More of the command line of a run.</param>
    public static async Task<CrashBench> CreateAsync(bool isIdempotent, string? manifest = null, bool isReadBack = false, params string[] moreOfRun)
    {
        var mock = await MockUnderTest.StartAsync(MockText(isIdempotent), new MockOptions { JournalCapacity = 0 });
        var folder = Directory.CreateTempSubdirectory("pff-crash-").FullName;
        var example = Repository.PathOf("examples", "contract-fix");
        Directory.CreateDirectory(Path.Combine(folder, "apis"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "manifest.yaml"), manifest ?? await File.ReadAllTextAsync(Path.Combine(example, "manifest.yaml")));
        File.Copy(Path.Combine(example, "apis", "crm.openapi.json"), Path.Combine(folder, "apis", "crm.openapi.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "apis", "crm.yaml"), $$"""
            api: crm
            openapi: crm.openapi.json
            hosts: {{mock.Server.BaseAddress.ToString().TrimEnd('/')}}
            methods:
              get_customer_enquiry: { operation: getCustomerEnquiry }
              get_validation: { operation: validateCustomer, effect: read }
              get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text } }
              set_contract_status: { operation: updateContractStatus, idempotent: {{(isIdempotent ? "true" : "false")}}{{(isReadBack ? ReadBack : "")}} }
            """);
        var table = new StringBuilder("msisdn\n");
        for (var i = 1; i <= Rows; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{5511000000000 + i}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), table.ToString());
        var bench = new CrashBench(mock, folder, moreOfRun);
        var compiled = await RunningProgram.RunAsync("pffc", folder, "compile", "manifest.yaml", "-o", "fix.pffplan");
        Assert.True(compiled.ExitCode == 0, compiled.Said);
        return bench;
    }

    /// <summary>Puts the mock back to the start and gives a new, empty working directory.</summary>
    public string NewEpisode()
    {
        _mock.Server.Reset();
        return Directory.CreateDirectory(Path.Combine(_folder, $"episode-{++_episodes}")).FullName;
    }

    public RunningProgram StartRun(string folder) => RunningProgram.Start(
        "pff", folder, ["run", Path.Combine(_folder, "fix.pffplan"), "--file", Path.Combine(_folder, "rows.csv"), "--workers", $"{Workers}", "--report", "report.jsonl", .. _moreOfRun]);

    /// <summary>Goes on with the run, or starts it where the kill came before there was one.</summary>
    public RunningProgram StartAgain(string folder) => HasRun(folder)
        ? RunningProgram.Start("pff", folder, "resume", "last", "--report", "report.jsonl")
        : StartRun(folder);

    /// <summary>How often each contract was changed, by row.</summary>
    public int[] ChangesByRow()
    {
        using var state = JsonDocument.Parse(Mock.State.ToJson());
        var contracts = state.RootElement.GetProperty("contracts");
        return [.. Enumerable.Range(1, Rows).Select(row => contracts.GetProperty($"K{row}").GetProperty("changes").GetInt32())];
    }

    public static ReportedRow[] ReadReport(string folder) =>
    [
        .. File.ReadLines(Path.Combine(folder, "report.jsonl")).Select(line =>
        {
            using var row = JsonDocument.Parse(line);
            return new ReportedRow(
                row.RootElement.GetProperty("row").GetInt32(),
                row.RootElement.GetProperty("outcome").GetString()!,
                row.RootElement.TryGetProperty("message", out var message) ? message.GetString()! : "");
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        await _mock.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool HasRun(string folder)
    {
        var runs = Path.Combine(folder, ".pff", "runs");
        return Directory.Exists(runs) && Directory.EnumerateFileSystemEntries(runs).Any();
    }

    private static string MockText(bool isIdempotent) => $$$"""
        mock: crm
        seed: 5
        defaults: { latency: { mean: 4ms, jitter: 3ms } }
        state:
          contracts:
            from: { count: {{{Rows + 1}}}, key: "K{{i}}", value: { status: Active, changes: 0 } }
        routes:
          - request: GET /customers/{msisdn}/enquiry
            respond:
              json:
                id: "C{{int(msisdn) - 5511000000000}}"
                name: "A customer"
                msisdn: "{{msisdn}}"
                contract: [ { id: "K{{int(msisdn) - 5511000000000}}", customer_id: C, status: Active, line: Suspended } ]
          - request: POST /validation
            respond: { json: { business_errors: [ { code: E17, message: "line and contract differ" } ] } }
          - request: GET /contracts/{id}
            respond: { json: { status: "{{state.contracts[id].status}}" } }
          - request: PATCH /customers/{customer_id}/contracts/{contract_id}
            idempotency: {{{(isIdempotent ? "header" : "none")}}}
            set:
              "contracts/{{contract_id}}/status": "{{request.body.status}}"
              "contracts/{{contract_id}}/changes": "{{state.contracts[contract_id].changes + 1}}"
            respond: { json: { id: "{{contract_id}}", customer_id: "{{customer_id}}", status: "{{request.body.status}}", line: Suspended } }
        """;
}
