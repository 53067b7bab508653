using System.Diagnostics;
using System.Globalization;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Somebody sets the machine's clock by a day while a run goes on: nothing waits for that day.</summary>
public sealed class ClockJumpTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static TheoryData<int> Days => [1, -1];

    [Theory]
    [MemberData(nameof(Days))]
    public async Task An_open_breaker_is_tried_again_after_its_pause(int days)
    {
        var clock = new SetClock();
        var asked = 0;
        await using var server = new FaultServer(_ => Interlocked.Increment(ref asked) <= 6 ? new WireReply(500) : WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Breaker = new BreakerSettings { MinimumThroughput = 4, BreakMs = 500 },
            Retry = plan.Api.Retry with { MaximumRetries = 5, BudgetPercent = 100 },
        };
        var (rows, duration) = await RunAsync(plan.Build(plan.Call(plan.Read())), clock, 10, new HealthObserver(() => clock.Set(days)));
        Assert.All(rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.InRange(duration, TimeSpan.FromMilliseconds(500), Soon);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_pause_that_the_server_asked_for_ends(int days)
    {
        var clock = new SetClock();
        var asked = 0;
        await using var server = new FaultServer(_ =>
        {
            clock.Set(days * (asked + 1));
            return Interlocked.Increment(ref asked) == 1 ? new WireReply(429) { Headers = "Retry-After: 1\r\n" } : WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var (rows, duration) = await RunAsync(plan.Build(plan.Call(plan.Read())), clock, 3);
        Assert.All(rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.InRange(duration, TimeSpan.FromMilliseconds(900), Soon);
    }

    /// <summary>The server's clock is a day ahead of ours, or behind it.</summary>
    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_pause_until_a_date_is_told_by_the_clock_of_the_server(int days)
    {
        var asked = 0;
        await using var server = new FaultServer(_ =>
        {
            var now = DateTimeOffset.UtcNow.AddDays(days);
            return Interlocked.Increment(ref asked) == 1
                ? new WireReply(503) { Headers = $"Date: {Show(now)}\r\nRetry-After: {Show(now.AddSeconds(2))}\r\n" }
                : WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var (rows, duration) = await RunAsync(plan.Build(plan.Call(plan.Read())), new SetClock(), 1);
        Assert.Equal(RowOutcome.Succeeded, rows.Single().Outcome);
        Assert.InRange(duration, TimeSpan.FromMilliseconds(900), Soon);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_token_is_renewed_in_time_and_not_before(int days)
    {
        var clock = new SetClock();
        var tokens = 0;
        await using var server = new FaultServer(request =>
        {
            clock.Set(days);
            return request.Target != "/token" ? WireReply.Json("{}")
                : WireReply.Json($$"""{"access_token":"t{{Interlocked.Increment(ref tokens)}}","expires_in":2}""");
        });
        var source = new TokenSource(
            new ClientCredentialsAuth(server.Address + "/token", new("ID", null), new("SECRET", null), []),
            new Uri(server.Address + "/token"), "id", "secret", new HttpMessageInvoker(new SocketsHttpHandler()), clock);
        Assert.Equal("t1", (await source.GetAsync(CancellationToken.None)).Token);
        Assert.Equal("t1", (await source.GetAsync(CancellationToken.None)).Token);
        await Task.Delay(1_800, TestContext.Current.CancellationToken);
        Assert.Equal("t2", (await source.GetAsync(CancellationToken.None)).Token);
    }

    /// <summary>Retries, timeouts, hedges, the rate limit and what memory keeps, with the clock set at every request.</summary>
    [Fact]
    public async Task A_run_ends_as_if_nobody_had_touched_the_clock()
    {
        var clock = new SetClock();
        var asked = 0;
        await using var server = new FaultServer(_ =>
        {
            var number = Interlocked.Increment(ref asked);
            clock.Set(number % 2 == 0 ? number : -number);
            return (number % 8) switch
            {
                0 => new WireReply(500),
                1 => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(400) },
                2 => WireReply.Closes,
                _ => WireReply.Json("{}"),
            };
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Breaker = new BreakerSettings { MinimumThroughput = 8, BreakMs = 500, FailureRatio = 0.9 },
            Hedge = new HedgeSettings { AfterMs = 50 },
            Limits = new LimitSettings { RequestsPerSecond = 100 },
            Timeouts = new TimeoutSettings { AttemptMs = 200, TotalMs = 15_000 },
            Retry = new RetrySettings { MaximumRetries = 10, BaseDelayMs = 20, MaximumDelayMs = 50, BudgetPercent = 100 },
        };
        var compiled = plan.Build(plan.Call(plan.Read(cache: new CacheSettings { TimeToLiveMs = 60_000 })), plan.Call(plan.Write(isIdempotent: true)));
        var (rows, duration) = await RunAsync(compiled, clock, 20);
        Assert.All(rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.InRange(duration, TimeSpan.Zero, Soon);
    }

    private static async Task<(IReadOnlyList<RowResult> Rows, TimeSpan Duration)> RunAsync(
        CompiledPlan compiled, SetClock clock, int count, IRunObserver? observer = null)
    {
        var services = new RunServices { Time = clock, Secrets = new TestSecrets(), Observer = observer };
        Assert.True(RunEngine.Create(compiled, "main", new RunSettings { Workers = 4 }, services).IsSuccess(out var engine, out var failure), failure?.Message.English);
        using (engine)
        {
            var journal = new InMemoryJournal();
            var started = Stopwatch.GetTimestamp();
            await engine.RunAsync(TestRun.Rows([.. Enumerable.Range(0, count).Select(i => $"r{i}")]), TestRun.Binder(compiled), journal, default);
            return ([.. journal.Rows], Stopwatch.GetElapsedTime(started));
        }
    }

    private static string Show(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Passes time as the machine does, and shows a time of day that somebody has set.</summary>
    private sealed class SetClock : TimeProvider
    {
        private int _days;

        public void Set(int days) => Volatile.Write(ref _days, days);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(Volatile.Read(ref _days));
    }

    private sealed class HealthObserver(Action becameUnhealthy) : IRunObserver
    {
        public void RowFinished(RowResult row)
        {
        }

        public void WritePlanned(PlannedWrite write)
        {
        }

        public void Cautioned(RuntimeFailure caution)
        {
        }

        public void HostHealthChanged(string api, string host, bool isHealthy)
        {
            if (!isHealthy)
            {
                becameUnhealthy();
            }
        }
    }
}
