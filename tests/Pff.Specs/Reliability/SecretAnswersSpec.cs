using System.Text;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>A secret in an answer is used, and is in no file that a run leaves.</summary>
public sealed class SecretAnswersSpec : IAsyncLifetime
{
    private const string Secret = "s3cr3t-pin-8841";

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-secret-").FullName;
    private MockUnderTest? _mock;

    public async ValueTask InitializeAsync()
    {
        _mock = await MockUnderTest.StartAsync($$$"""
            mock: crm
            routes:
              - request: GET /customers/{id}
                respond: { json: { name: "Ana", pin: "{{{Secret}}}" } }
              - request: POST /customers/{id}/check
                respond: { json: { ok: "{{request.body.pin == '{{{Secret}}}'}}", token: "{{{Secret}}}" } }
            """, new MockOptions());
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "apis", "crm.yaml"), $$"""
            api: crm
            hosts: {{_mock.Server.BaseAddress.ToString().TrimEnd('/')}}
            types:
              Customer: { name: text, pin: secret text }
              Checked: { ok: bool, token: secret text }
            methods:
              get_customer: { request: "GET /customers/{id}", parameters: { id: text }, returns: Customer }
              check: { request: "POST /customers/{id}/check", parameters: { id: text, pin: secret text }, returns: Checked }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifest.yaml"), """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              check:
                - method: get_customer
                  args: { id: "{{id}}" }
                  save_as: customer
                - method: check
                  args: { id: "{{id}}", pin: "{{customer.pin}}" }
                  save_as: checked
                - return: { name: "{{customer.name}}", ok: "{{checked.ok}}" }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "rows.csv"), "id\n1\n2\n3\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _mock!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_is_sent_where_it_belongs_and_kept_nowhere()
    {
        var planned = await RunningProgram.RunAsync("pff", _folder, "plan", "manifest.yaml", "--file", "rows.csv", "-o", "c.pffchanges");
        Assert.True(planned.ExitCode is 0 or 1, planned.Said);
        Assert.Contains("(secret)", await File.ReadAllTextAsync(Path.Combine(_folder, "c.pffchanges")));
        var ran = await RunningProgram.RunAsync("pff", _folder, "run", "manifest.yaml", "--file", "rows.csv", "--report", "report.jsonl");
        Assert.True(ran.ExitCode == 0, ran.Said);
        Assert.Contains("\"ok\":true", await File.ReadAllTextAsync(Path.Combine(_folder, "report.jsonl")));

        var replayed = await RunningProgram.RunAsync("pff", _folder, "replay", "last", "--requests", "requests.jsonl", "--report", "again.jsonl");
        Assert.True(replayed.ExitCode == 3, replayed.Said);
        Assert.Contains("PFF5161: 3 rows", replayed.Said);
        Assert.Contains("behind 'get_customer'", replayed.Said);
        Assert.Contains("because its answer has a secret in it, which no journal keeps: 1, 2, 3", replayed.Said);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_folder, "report.jsonl")), await File.ReadAllTextAsync(Path.Combine(_folder, "again.jsonl")));

        var secret = Encoding.UTF8.GetBytes(Secret);
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            Assert.True((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(secret) < 0, file);
        }

        Assert.DoesNotContain(Secret, planned.Said + ran.Said + replayed.Said);
    }
}
