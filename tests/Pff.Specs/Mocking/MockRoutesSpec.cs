using System.Text.Json;
using Pff.Server.Mocking;

namespace Pff.Specs.Mocking;

/// <summary>Which route answers, and with what.</summary>
public sealed class MockRoutesSpec
{
    private const string Contracts = """
        mock: crm
        state:
          contracts:
            K1: { status: Active, changes: 0, tags: [a, b] }
            K2: { status: Suspended, changes: 3 }
        routes:
          - request: GET /contracts/{id}
            when: "{{!(id in state.contracts)}}"
            respond: { status: 404, json: { message: "no contract {{id}}" } }
          - request: GET /contracts/{id}
            respond: { json: "{{state.contracts[id]}}", headers: { X-Changes: "{{state.contracts[id].changes}}" } }
          - request: PATCH /contracts/{id}
            set:
              "contracts/{{id}}/status": "{{request.body.status}}"
              "contracts/{{id}}/changes": "{{state.contracts[id].changes + 1}}"
            respond: { json: { id: "{{id}}", now: "{{state.contracts[id].status}}", changes: "{{state.contracts[id].changes}}" } }
          - request: DELETE /contracts/{id}
            remove: [ "contracts/{{id}}" ]
            respond: { status: 204 }
          - request: PUT /contracts/{id}
            set: { "contracts/{{id}}": "{{request.body}}" }
            respond: { status: 201, json: "{{state.contracts[id]}}" }
          - request: GET /search
            respond: { json: { q: "{{request.query.q}}", method: "{{request.method}}", agent: "{{request.headers['x-agent']}}", nth: "{{request.count}}" } }
          - request: GET /text
            respond: { text: "hello" }
        """;

    [Fact]
    public async Task The_first_route_that_takes_a_request_answers_it()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        Assert.Equal((404, """{"message":"no contract K9"}"""), await mock.SendAsync("GET", "/contracts/K9"));
        Assert.Equal((200, """{"status":"Active","changes":0,"tags":["a","b"]}"""), await mock.SendAsync("GET", "/contracts/K1"));
        Assert.Equal((200, "hello"), await mock.SendAsync("GET", "/text"));
    }

    [Fact]
    public async Task A_request_that_no_route_takes_is_told_the_routes()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        var (status, body) = await mock.SendAsync("GET", "/nothing/here");
        Assert.Equal(404, status);
        var said = JsonDocument.Parse(body).RootElement;
        Assert.Equal("no route takes GET /nothing/here", said.GetProperty("mock_error").GetString());
        Assert.Contains("PATCH /contracts/{id}", said.GetProperty("routes").EnumerateArray().Select(route => route.GetString()));
        Assert.Equal(MockOutcome.NoRoute, Assert.Single(mock.Server.Journal.Exchanges).Outcome);
    }

    [Fact]
    public async Task A_capture_is_one_unescaped_segment()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        Assert.Equal((404, """{"message":"no contract a/b ç"}"""), await mock.SendAsync("GET", "/contracts/a%2Fb%20%C3%A7"));
    }

    [Fact]
    public async Task Templates_read_the_parts_of_a_request()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        mock.Client.DefaultRequestHeaders.Add("X-Agent", "spec");
        await mock.SendAsync("GET", "/search?q=once");
        Assert.Equal((200, """{"q":["a b","c"],"method":"GET","agent":"spec","nth":2}"""), await mock.SendAsync("GET", "/search?q=a+b&q=c"));
    }

    [Fact]
    public async Task A_template_without_a_value_names_its_place()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        var (status, body) = await mock.SendAsync("GET", "/search");
        Assert.Equal(500, status);
        Assert.Contains("mock.yaml:24:", body);
        Assert.Equal(MockOutcome.TemplateFault, Assert.Single(mock.Server.Journal.Exchanges).Outcome);
    }

    [Fact]
    public async Task Values_are_found_before_the_change_and_answers_after_it()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        Assert.Equal((200, """{"id":"K2","now":"Active","changes":4}"""), await mock.SendAsync("PATCH", "/contracts/K2", """{"status":"Active"}"""));
        Assert.Equal("""{"changes":4,"status":"Active"}""", mock.StateOf("contracts", "K2"));
    }

    [Fact]
    public async Task Entities_come_and_go()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        Assert.Equal((204, ""), await mock.SendAsync("DELETE", "/contracts/K1"));
        Assert.Equal(404, (await mock.SendAsync("GET", "/contracts/K1")).Status);
        Assert.Equal((201, """{"status":"New"}"""), await mock.SendAsync("PUT", "/contracts/K7%2F1", """{"status":"New"}"""));
        Assert.Equal("""{"status":"New"}""", mock.StateOf("contracts", "K7/1"));
    }

    /// <summary>The condition takes its time, so that all requests are at it at once.</summary>
    [Fact]
    public async Task Of_requests_at_the_same_time_one_makes_an_entity_that_is_not_there()
    {
        await using var mock = await MockUnderTest.StartAsync("""
            mock: crm
            state: { things: {} }
            routes:
              - request: POST /things/{id}
                when: "{{!(id in state.things) && lists.range(100000).all(i, i >= 0)}}"
                set: { "things/{{id}}": { made: true } }
                respond: { status: 201 }
              - request: POST /things/{id}
                respond: { status: 409 }
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => mock.SendAsync("POST", "/things/T1", "{}")));
        Assert.Equal([201, 409, 409, 409, 409, 409, 409, 409], answers.Select(a => a.Status).Order());
        Assert.Equal(1, mock.Server.Journal.Effects);
    }

    [Fact]
    public async Task A_request_counts_once_however_long_it_takes()
    {
        await using var mock = await MockUnderTest.StartAsync("""
            mock: crm
            defaults: { latency: { mean: 5ms } }
            routes:
              - request: GET /jobs/{id}
                when: "{{request.count < 3}}"
                set: { "asked/{{id}}": "{{request.count}}" }
                respond: { status: 202 }
              - request: GET /jobs/{id}
                respond: { status: 200 }
            """);
        var answers = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await mock.SendAsync("GET", "/jobs/J1")).Status);
        }

        Assert.Equal([202, 202, 200, 200], answers);
    }

    [Fact]
    public async Task A_change_that_faults_changes_nothing()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        var before = mock.Server.State.Sha256;
        Assert.Equal(500, (await mock.SendAsync("PATCH", "/contracts/K1", """{"other":1}""")).Status);
        Assert.Equal(500, (await mock.SendAsync("PATCH", "/contracts/K9", """{"status":"Active"}""")).Status);
        Assert.Equal(400, (await mock.SendAsync("PATCH", "/contracts/K1", "{\"status\":")).Status);
        Assert.Equal(before, mock.Server.State.Sha256);
        Assert.Equal(0, mock.Server.Journal.Effects);
    }

    [Fact]
    public async Task Concurrent_changes_are_all_counted()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => mock.SendAsync("PATCH", "/contracts/K1", $$"""{"status":"S{{i}}"}""")));
        Assert.Contains("\"changes\":200", mock.StateOf("contracts", "K1"));
        Assert.Equal(200, mock.Server.Journal.Effects);
    }

    [Fact]
    public async Task It_tells_about_itself_and_starts_over()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts);
        var fresh = mock.Server.State.Sha256;
        await mock.SendAsync("PATCH", "/contracts/K1", """{"status":"Corrected"}""", key: "k-1");
        var summary = await mock.GetJsonAsync("/_mock/summary");
        Assert.Equal((1, 1), (summary.GetProperty("requests").GetInt32(), summary.GetProperty("effects").GetInt32()));
        Assert.NotEqual(fresh, summary.GetProperty("state_sha256").GetString());
        var request = Assert.Single((await mock.GetJsonAsync("/_mock/requests")).EnumerateArray());
        Assert.Equal(("PATCH", "k-1", true), (request.GetProperty("verb").GetString(), request.GetProperty("idempotency_key").GetString(), request.GetProperty("had_effect").GetBoolean()));
        Assert.Equal("Corrected", (await mock.GetJsonAsync("/_mock/state")).GetProperty("contracts").GetProperty("K1").GetProperty("status").GetString());

        Assert.Equal(200, (await mock.SendAsync("POST", "/_mock/reset")).Status);
        Assert.Equal(fresh, mock.Server.State.Sha256);
        Assert.Equal(0, mock.Server.Journal.Total);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_failure_and_no_exception()
    {
        await using var first = await MockUnderTest.StartAsync(Contracts);
        var second = await MockServer.StartAsync(first.Server.Definition, new MockOptions { Port = first.Server.BaseAddress.Port }, CancellationToken.None);
        Assert.Null(second.Server);
        Assert.Equal("PFF4030", second.Failure!.Code);
    }

    [Fact]
    public async Task The_journal_keeps_the_newest()
    {
        await using var mock = await MockUnderTest.StartAsync(Contracts, new MockOptions { JournalCapacity = 3 });
        for (var i = 0; i < 5; i++)
        {
            await mock.SendAsync("GET", $"/contracts/K{i}");
        }

        Assert.Equal(["/contracts/K2", "/contracts/K3", "/contracts/K4"], mock.Server.Journal.Exchanges.Select(exchange => exchange.Target));
        Assert.Equal([3, 4, 5], mock.Server.Journal.Exchanges.Select(exchange => exchange.Number));
        Assert.Equal(5, mock.Server.Journal.Total);
    }
}
