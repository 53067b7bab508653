using System.Globalization;
using System.Text;
using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Throughput;

/// <summary>
/// A folder with the manifest of <c>examples/contract-fix</c>, its catalogue pointed at a mock in which every customer
/// needs the fix, so that each row makes all three calls, and tables of customers. Deleted at the end.
/// </summary>
internal sealed class Workspace : IAsyncDisposable
{
    private const long FirstMsisdn = 5511910000000;
    private const long MsisdnStep = 7919;

    private Workspace(string folder, MockProcess mock)
    {
        Folder = folder;
        Mock = mock;
    }

    public string Folder { get; }

    public MockProcess Mock { get; }

    public string Plan => Path.Combine(Folder, "fix.pffplan");

    /// <param name="customers">How many customers the mock knows.</param>
    /// <param name="latency">As a mock file writes it: <c>0ms</c>, <c>20ms</c>.</param>
    public static async Task<Workspace> CreateAsync(int customers, string latency)
    {
        var folder = Directory.CreateTempSubdirectory("pff-bench-").FullName;
        var example = Path.Combine(PublishedPrograms.RepositoryRoot, "examples", "contract-fix");
        File.Copy(Path.Combine(example, "manifest.yaml"), Path.Combine(folder, "manifest.yaml"));
        Directory.CreateDirectory(Path.Combine(folder, "apis"));
        File.Copy(Path.Combine(example, "apis", "crm.openapi.json"), Path.Combine(folder, "apis", "crm.openapi.json"));
        var mockFile = Path.Combine(folder, "mock.yaml");
        await File.WriteAllTextAsync(mockFile, MockText(customers, latency));
        var mock = await MockProcess.StartAsync(mockFile);
        var catalogue = await File.ReadAllTextAsync(Path.Combine(PublishedPrograms.RepositoryRoot, "tests", "Pff.Benchmarks", "Throughput", "crm.yaml"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "apis", "crm.yaml"),
            catalogue.Replace("http://127.0.0.1:1", mock.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
        return new Workspace(folder, mock);
    }

    /// <summary>Writes the first customers to a table and returns its path.</summary>
    public async Task<string> WriteCustomersAsync(int count)
    {
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"customers-{count}.csv"));
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await writer.WriteAsync("msisdn,name,reason\n");
        for (var i = 0; i < count; i++)
        {
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{FirstMsisdn + (i * MsisdnStep)},Customer {i},line and contract differ\n"));
        }

        return path;
    }

    /// <summary>Checks that a run did all that it should: three requests and one effect a row.</summary>
    public async Task CheckAsync(string who, int rows, Usage usage)
    {
        var (requests, effects) = await Mock.CountAsync();
        if (usage.ExitCode != 0 || effects != rows || requests != 3L * rows)
        {
            throw new InvalidOperationException(
                $"{who} ended with {usage.ExitCode} after {requests} requests and {effects} effects for {rows} rows:\n{usage.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Mock.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string MockText(int customers, string latency) => $$$"""
        mock: crm
        defaults: { latency: {{{latency}}}, idempotency: header }
        state:
          customers:
            from:
              count: {{{customers}}}
              key: "{{ {{{FirstMsisdn}}} + i * {{{MsisdnStep}}} }}"
              value: { id: "C{{i}}", contract_id: "K{{i}}" }
          contracts:
            from:
              count: {{{customers}}}
              key: "K{{i}}"
              value: { id: "K{{i}}", customer_id: "C{{i}}", status: Active, line: Suspended, product: Controle 10 GB, monthly_amount: 59.9, changes: 0 }
        routes:
          - request: GET /customers/{msisdn}/enquiry
            idempotency: none
            respond:
              json:
                id: "{{state.customers[msisdn].id}}"
                name: "A customer"
                msisdn: "{{msisdn}}"
                segment: Consumer
                since: "2019-05-15"
                contract: [ "{{state.contracts[state.customers[msisdn].contract_id]}}" ]
          - request: POST /validation
            idempotency: none
            respond:
              json:
                business_errors: [ { code: E17, message: the contract is active and its line is suspended } ]
          - request: PATCH /customers/{customer_id}/contracts/{contract_id}
            set: { "contracts/{{contract_id}}/status": Corrected }
            respond: { json: { id: "{{contract_id}}", customer_id: "{{customer_id}}", status: Corrected, line: Suspended } }
        """;
}
