using System.Diagnostics;
using System.Text.Json;
using Pff.Server.Mocking;

namespace Pff.Specs.Mocking;

/// <summary>What goes wrong on purpose, and what it leaves behind.</summary>
public sealed class MockFaultsSpec
{
    private static string Counter(string more) => $$$"""
        mock: crm
        state: { counters: { a: { n: 0 } } }
        routes:
          - request: POST /count
            set: { counters/a/n: "{{state.counters.a.n + 1}}" }
            respond: { json: { n: "{{state.counters.a.n}}", padding: "0123456789" } }
            {{{more}}}
        """;

    [Fact]
    public async Task The_same_key_has_one_effect_and_one_answer()
    {
        await using var mock = await MockUnderTest.StartAsync(Counter("idempotency: header"));
        var first = await mock.SendAsync("POST", "/count", "{}", key: "k1");
        Assert.Equal(first, await mock.SendAsync("POST", "/count", "{}", key: "k1"));
        Assert.Equal("""{"n":1}""", mock.StateOf("counters", "a"));
        Assert.Contains("\"n\":2", (await mock.SendAsync("POST", "/count", "{}", key: "k2")).Body);
        Assert.Contains("\"n\":3", (await mock.SendAsync("POST", "/count", "{}")).Body);
        Assert.Equal([MockOutcome.Answered, MockOutcome.Replayed, MockOutcome.Answered, MockOutcome.Answered], mock.Server.Journal.Exchanges.Select(e => e.Outcome));
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await using var mock = await MockUnderTest.StartAsync(Counter("idempotency: header"));
        await mock.SendAsync("POST", "/count", "{}", key: "k1");
        Assert.Equal(422, (await mock.SendAsync("POST", "/count", """{"x":1}""", key: "k1")).Status);
        Assert.Equal("""{"n":1}""", mock.StateOf("counters", "a"));
    }

    [Fact]
    public async Task Many_requests_with_one_key_at_once_have_one_effect()
    {
        await using var mock = await MockUnderTest.StartAsync(Counter("idempotency: header"));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => mock.SendAsync("POST", "/count", "{}", key: "k1")));
        Assert.Equal(1, mock.Server.Journal.Effects);
    }

    [Fact]
    public async Task The_first_requests_fail_and_then_it_works()
    {
        await using var mock = await MockUnderTest.StartAsync(Counter("faults: [ { first: 2, status: 503, retry_after: 2s } ]"));
        using var response = await mock.Client.PostAsync("/count", null);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
        Assert.Equal(503, (await mock.SendAsync("POST", "/count", "{}")).Status);
        Assert.Contains("\"n\":1", (await mock.SendAsync("POST", "/count", "{}")).Body);
    }

    [Theory]
    [InlineData("drop: before", 0)]
    [InlineData("drop: after", 1)]
    [InlineData("hang: 30ms", 0)]
    public async Task A_dropped_connection_has_the_effect_that_it_says(string fault, int effects)
    {
        await using var mock = await MockUnderTest.StartAsync(Counter($"faults: [ {{ {fault} }} ]"));
        await Assert.ThrowsAsync<HttpRequestException>(() => mock.SendAsync("POST", "/count", "{}"));
        Assert.Equal(effects, mock.Server.Journal.Effects);
    }

    [Fact]
    public async Task Garbage_is_a_success_that_is_no_json()
    {
        await using var mock = await MockUnderTest.StartAsync(Counter("faults: [ { garbage: true } ]"));
        var (status, body) = await mock.SendAsync("POST", "/count", "{}");
        Assert.Equal(200, status);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
        Assert.Equal(1, mock.Server.Journal.Effects);
    }

    [Fact]
    public async Task Chance_follows_the_seed_and_not_the_order()
    {
        var forwards = await FailedAsync(seed: 1, Enumerable.Range(0, 200));
        Assert.Equal(forwards, await FailedAsync(seed: 1, Enumerable.Range(0, 200).Reverse()));
        Assert.NotEqual(forwards, await FailedAsync(seed: 2, Enumerable.Range(0, 200)));
        Assert.InRange(forwards.Count, 20, 60);
    }

    [Fact]
    public async Task Latency_takes_its_time()
    {
        await using var mock = await MockUnderTest.StartAsync(Counter("latency: { mean: 60ms, jitter: 10ms }"));
        await mock.SendAsync("GET", "/_mock/summary");
        var clock = Stopwatch.StartNew();
        await mock.SendAsync("POST", "/count", "{}");
        Assert.InRange(clock.ElapsedMilliseconds, 45, 5000);
    }

    private static async Task<List<string>> FailedAsync(long seed, IEnumerable<int> order)
    {
        await using var mock = await MockUnderTest.StartAsync(
            """
            mock: crm
            routes:
              - request: GET /things/{id}
                respond: { json: { ok: true } }
                faults: [ { rate: 20%, status: 503 } ]
            """,
            new MockOptions { Seed = seed });
        foreach (var i in order)
        {
            await mock.SendAsync("GET", $"/things/{i}");
        }

        return [.. mock.Server.Journal.Exchanges.Where(e => e.Status == 503).Select(e => e.Target).Order(StringComparer.Ordinal)];
    }
}
