using System.Globalization;
using System.Text;
using System.Text.Json;
using Pff.Runtime.Tests.Support;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>
/// A server without idempotency that breaks 5 % of its connections at a write, half of them after the write took effect.
/// <c>PFF_LOST_COUNT</c> sets the number of writes (2,000; the long form is 100,000), <c>PFF_LOST_SEED</c> the seed.
/// </summary>
public sealed class LostAnswersSpec(ITestOutputHelper output)
{
    private const int MinutesAtMost = 20;

    [Fact]
    public async Task A_read_settles_every_lost_answer_and_nothing_is_done_twice()
    {
        var (count, seed) = (LongForm.Number("PFF_LOST_COUNT", 2_000), LongForm.Number("PFF_LOST_SEED", 7));
        await using var mock = await MockUnderTest.StartAsync(MockText(count, seed), new MockOptions { JournalCapacity = 0 });
        var folder = Directory.CreateTempSubdirectory("pff-lost-").FullName;
        try
        {
            await WriteFilesAsync(folder, mock.Server.BaseAddress, count);
            using var program = RunningProgram.Start(
                "pff", folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "64", "--report", "report.jsonl");
            var exitCode = await program.WaitAsync(TimeSpan.FromMinutes(MinutesAtMost));
            Assert.True(exitCode is 0 or 1 && File.Exists(Path.Combine(folder, "report.jsonl")), program.Said);
            Check(folder, mock.Server.State.ToJson(), count, seed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Check(string folder, byte[] stateJson, int count, int seed)
    {
        using var state = JsonDocument.Parse(stateJson);
        var contracts = state.RootElement.GetProperty("contracts");
        var (rows, lost, twice, misreported) = (0, 0, 0, 0);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, "report.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            var number = row.RootElement.GetProperty("row").GetInt32();
            var outcome = row.RootElement.GetProperty("outcome").GetString()!;
            var contract = contracts.GetProperty($"K{number}");
            var changes = contract.GetProperty("changes").GetInt32();
            rows++;
            lost += row.RootElement.GetProperty("attempts").GetInt32() > 1 ? 1 : 0;
            twice += changes > 1 ? 1 : 0;
            misreported += outcome switch
            {
                "succeeded" => changes == 1 ? 0 : 1,
                "failed" => changes == 0 ? 0 : 1,
                _ => 0,
            };
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(
            $"PFF_LOST_SEED={seed} PFF_LOST_COUNT={count}: {rows} rows, {lost} with a lost answer, {twice} done twice, {misreported} misreported; "
            + string.Join(", ", outcomes.Select(o => $"{o.Value} {o.Key}")));
        Assert.Equal((count, 0, 0, 0), (rows, twice, misreported, outcomes.GetValueOrDefault("unknown")));
        Assert.True(lost > count / 50, $"only {lost} rows lost an answer");
    }

    private static async Task WriteFilesAsync(string folder, Uri server, int count)
    {
        Directory.CreateDirectory(Path.Combine(folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.yaml"), """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              fix:
                - method: set_status
                  args: { id: "{{id}}", status: Corrected }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "apis", "crm.yaml"), $$$"""
            api: crm
            hosts: {{{server.ToString().TrimEnd('/')}}}
            breaker: { failure_ratio: 0 }
            methods:
              get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text } }
              set_status:
                request: PATCH /contracts/{id}
                parameters: { id: text, status: text }
                settled_by: { method: get_contract, args: { id: "{{id}}" }, when: "{{result.status == status}}", within: 200ms }
            """);
        var table = new StringBuilder("id\n");
        for (var i = 1; i <= count; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"K{i}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), table.ToString());
    }

    private static string MockText(int count, int seed) => $$$"""
        mock: crm
        seed: {{{seed}}}
        state:
          contracts:
            from: { count: {{{count + 1}}}, key: "K{{i}}", value: { status: Active, changes: 0 } }
        routes:
          - request: GET /contracts/{id}
            respond: { json: { status: "{{state.contracts[id].status}}" } }
            faults: [ { rate: 1%, drop: before } ]
          - request: PATCH /contracts/{id}
            set:
              "contracts/{{id}}/status": "{{request.body.status}}"
              "contracts/{{id}}/changes": "{{state.contracts[id].changes + 1}}"
            respond: { json: {} }
            faults: [ { rate: 2.5%, drop: after }, { rate: 2.5%, drop: before } ]
        """;
}
