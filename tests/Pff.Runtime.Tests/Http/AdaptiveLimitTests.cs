using Pff.Core.Plan;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

public sealed class AdaptiveLimitTests
{
    [Fact]
    public async Task A_host_that_takes_less_than_was_declared_is_asked_for_less()
    {
        var (adaptive, other) = (await RunAsync(adapts: true), await RunAsync(adapts: false));
        Assert.True(
            adaptive.Counts.Succeeded > 2 * other.Counts.Succeeded,
            $"{adaptive.Counts.Succeeded} rows succeeded with an adaptive limit, {other.Counts.Succeeded} without");
    }

    [Fact]
    public void It_goes_down_at_once_and_up_by_one_a_round_between_one_and_what_was_declared()
    {
        var time = new ManualTime();
        var limit = new AdaptiveLimit(10, time);
        limit.Report(isOverloaded: true);
        limit.Report(isOverloaded: true);
        Assert.Equal(7, limit.Current);
        Assert.True(limit.TryWithhold() && limit.TryWithhold() && limit.TryWithhold());
        Assert.False(limit.TryWithhold());

        var released = Enumerable.Range(0, 8).Sum(_ => limit.Report(isOverloaded: false));
        Assert.Equal((8, 1), (limit.Current, released));
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            limit.Report(isOverloaded: true);
        }

        Assert.Equal(1, limit.Current);
        Assert.Equal(0, Enumerable.Range(0, 200).Sum(_ => limit.Report(isOverloaded: false)) - 2);
        Assert.Equal(10, limit.Current);
        Assert.False(limit.TryWithhold());
    }

    /// <summary>A server that takes four requests at a time, behind a declared limit of 40.</summary>
    private static async Task<RunSummary> RunAsync(bool adapts)
    {
        var underWay = 0;
        await using var server = new FaultServer(async _ =>
        {
            try
            {
                var isRefused = Interlocked.Increment(ref underWay) > 4;
                await Task.Delay(30);
                return isRefused ? new WireReply(503) : WireReply.Json("{}");
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Limits = new LimitSettings { MaximumConcurrency = 40, Adapts = adapts },
            Breaker = new BreakerSettings { FailureRatio = 0 },
            Retry = new RetrySettings { MaximumRetries = 8, BaseDelayMs = 5, MaximumDelayMs = 10, BudgetPercent = 100 },
        };
        var rows = TestRun.Rows([.. Enumerable.Range(0, 1_000).Select(i => $"r{i}")]);
        var summary = await TestRun.RunAsync(plan.Build(plan.Call(plan.Read())), rows, new InMemoryJournal(), new RunSettings { Workers = 40 });
        return summary;
    }
}
