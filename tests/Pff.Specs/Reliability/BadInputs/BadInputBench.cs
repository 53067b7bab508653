using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability.BadInputs;

/// <summary>A folder in which everything is right, with an API that answers well, or to each row in its own bad way.</summary>
internal sealed partial class BadInputBench : IAsyncDisposable
{
    private const string Manifest = """
        version: "1.0"
        uses: [apis/crm.yaml]
        sequences:
          fix:
            inputs: { id: text, amount: int }
            steps:
              - method: get_contract
                args: { id: "{{id}}" }
                save_as: contract
              - method: set_status
                args: { id: "{{id}}", status: "{{amount >= contract.amount ? 'Corrected' : contract.status}}" }
        """;

    private readonly MockUnderTest _mock;

    private BadInputBench(MockUnderTest mock) => _mock = mock;

    public static async Task<BadInputBench> StartAsync() =>
        new(await MockUnderTest.StartAsync(MockText(), new MockOptions { JournalCapacity = 0 }));

    /// <summary>The first message: of a row in the report, or else of the command.</summary>
    public async Task<string> AskAsync(BadInput input)
    {
        var folder = await NewFolderAsync();
        try
        {
            foreach (var (path, content) in input.Files)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, path), content);
            }

            var words = input.Command.Split(' ');
            var (exitCode, said) = await RunningProgram.RunAsync(words[0], folder, [.. words[1..], .. IsRun(words) ? ["--report", "report.jsonl"] : Array.Empty<string>()]);
            Assert.True(exitCode is 1 or 2, $"{input.What}: exit code {exitCode}:\n{said}");
            var reported = Path.Combine(folder, "report.jsonl");
            var message = File.Exists(reported) ? MessagesOf(reported).FirstOrDefault() : null;
            return Plain(message ?? FirstOf(said), folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The messages of the rows that meet bad answers, in their order.</summary>
    public async Task<IReadOnlyList<string>> AskRowsAsync()
    {
        var folder = await NewFolderAsync();
        try
        {
            var rows = Enumerable.Range(1, BadAnswers.OfRead.Length + BadAnswers.OfWrite.Length);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "rows.csv"), "id,amount\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row},3\n"))));
            var (exitCode, said) = await RunningProgram.RunAsync(
                "pff", folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "20", "--report", "report.jsonl");
            Assert.True(exitCode == 1 && File.Exists(Path.Combine(folder, "report.jsonl")), said);
            return [.. MessagesOf(Path.Combine(folder, "report.jsonl")).Select(message => Plain(message, folder))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public ValueTask DisposeAsync() => _mock.DisposeAsync();

    private static bool IsRun(string[] words) => words[1] == "run" && !words.Contains("--report");

    private static IEnumerable<string> MessagesOf(string report)
    {
        foreach (var line in File.ReadLines(report))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("outcome").GetString() is "failed" or "unknown")
            {
                yield return $"{row.RootElement.GetProperty("error_code").GetString()}: {row.RootElement.GetProperty("message").GetString()}";
            }
        }
    }

    /// <summary>The first message that a command printed, with the place if it has one.</summary>
    private static string FirstOf(string said)
    {
        var message = Message().Match(said);
        Assert.True(message.Success, said);
        var place = message.Groups["place"];
        return message.Groups["text"].Value + (place.Success ? $" ({place.Value})" : "");
    }

    private static string Plain(string message, string folder) =>
        Address().Replace(message.Replace(folder + "/", "", StringComparison.Ordinal).Replace(folder, ".", StringComparison.Ordinal), "crm.example.com");

    private async Task<string> NewFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pff-bad-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.yaml"), Manifest);
        await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), "id,amount\n99,3\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "apis", "crm.yaml"), $$"""
            api: crm
            hosts: {{_mock.Server.BaseAddress.ToString().TrimEnd('/')}}
            limits: { response_size: 64KB, adaptive: false }
            timeouts: { attempt: 2s, total: 3s }
            retry: { times: 1 }
            breaker: { failure_ratio: 0 }
            methods:
              get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text, amount: int } }
              set_status: { request: "PATCH /contracts/{id}", parameters: { id: text, status: text } }
            """);
        return folder;
    }

    private static string MockText()
    {
        var text = new StringBuilder("mock: crm\nroutes:\n");
        var row = 0;
        foreach (var (_, route) in BadAnswers.OfRead)
        {
            Add($"GET /contracts/{++row}", route);
        }

        foreach (var (_, route) in BadAnswers.OfWrite)
        {
            Add($"PATCH /contracts/{++row}", route);
        }

        return text.Append("""
              - request: GET /contracts/{id}
                respond: { json: { status: Active, amount: 3 } }
              - request: PATCH /contracts/{id}
                respond: { json: {} }

            """).ToString();

        void Add(string request, string route)
        {
            var keys = route.StartsWith('{') ? route[1..^1].Trim() : route;
            text.Append(CultureInfo.InvariantCulture, $"  - {{ request: {request}, {keys} }}\n");
        }
    }

    [GeneratedRegex(@"(?<text>(error )?PFF\d{4}: .*)(\n +--> (?<place>.*))?")]
    private static partial Regex Message();

    [GeneratedRegex(@"(https?://)?127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
