using System.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Reads that have no answer after a while, over real sockets.</summary>
public sealed class HedgingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_read_without_an_answer_is_sent_once_more_and_the_first_answer_counts()
    {
        var seen = 0;
        await using var server = new FaultServer(_ => Interlocked.Increment(ref seen) == 1 ? WireReply.Json("{}") with { Delay = Long } : WireReply.Json("{}"));
        var started = Stopwatch.GetTimestamp();
        var row = await OneAsync(Plan(server));
        Assert.Equal((RowOutcome.Succeeded, 2), (row.Outcome, row.Attempts));
        Assert.Equal(2, server.Requests.Count);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.04, 10);
    }

    [Fact]
    public async Task It_goes_to_the_next_healthy_host()
    {
        await using var slow = new FaultServer(_ => WireReply.Json("{}") with { Delay = Long });
        await using var other = new FaultServer(_ => WireReply.Json("{}"));
        var row = await OneAsync(Plan(slow, other));
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        Assert.Single(slow.Requests);
        Assert.Single(other.Requests);
    }

    [Fact]
    public async Task A_read_that_is_answered_in_time_is_not()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = Plan(server);
        plan.Api = plan.Api with { Hedge = new HedgeSettings { AfterMs = 10_000 } };
        var row = await OneAsync(plan);
        Assert.Equal((RowOutcome.Succeeded, 1), (row.Outcome, row.Attempts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_never_is(bool isIdempotent)
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(300) });
        var plan = Plan(server);
        var row = await TestRun.OneAsync(plan.Build(plan.Call(plan.Write(isIdempotent))));
        Assert.Equal((RowOutcome.Succeeded, 1), (row.Outcome, row.Attempts));
        Assert.Single(server.Requests);
    }

    /// <summary>The second answer is a failure that a retry might better, so the first is waited for.</summary>
    [Fact]
    public async Task A_bad_answer_does_not_win()
    {
        await using var slow = new FaultServer(_ => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(300) });
        await using var broken = new FaultServer(_ => new WireReply(500));
        var row = await OneAsync(Plan(slow, broken));
        Assert.Equal((RowOutcome.Succeeded, 2), (row.Outcome, row.Attempts));
        Assert.Single(broken.Requests);
    }

    [Fact]
    public async Task An_answer_that_no_retry_would_better_wins()
    {
        await using var slow = new FaultServer(_ => WireReply.Json("{}") with { Delay = Long });
        await using var other = new FaultServer(_ => new WireReply(404));
        var row = await OneAsync(Plan(slow, other));
        Assert.Equal(FailureKind.NotFound, row.Failure!.Kind);
    }

    [Fact]
    public async Task Where_both_fail_the_retries_go_on_and_the_call_is_not_hedged_again()
    {
        var seen = 0;
        await using var server = new FaultServer(_ => Interlocked.Increment(ref seen) <= 2
            ? new WireReply(500) { Delay = TimeSpan.FromMilliseconds(200) }
            : WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(200) });
        var row = await OneAsync(Plan(server));
        Assert.Equal((RowOutcome.Succeeded, 3), (row.Outcome, row.Attempts));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_whole_call_still_ends_in_its_time()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}") with { Delay = Long });
        var plan = Plan(server);
        plan.Api = plan.Api with { Timeouts = new TimeoutSettings { AttemptMs = 5_000, TotalMs = 250 } };
        var row = await OneAsync(plan);
        Assert.Equal(("PFF3102", 2), (row.Failure!.Code, row.Attempts));
    }

    /// <summary>A timer knows no fractions of a millisecond, and one of these is no time for another attempt.</summary>
    [Fact]
    public async Task An_attempt_that_the_time_of_the_whole_call_cuts_short_is_its_last()
    {
        var time = new ManualTime();
        using var came = new SemaphoreSlim(0);
        var goes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = 0;
        await using var server = new FaultServer(async _ =>
        {
            var isFirst = Interlocked.Increment(ref seen) == 1;
            came.Release();
            await (isFirst ? goes.Task : Task.Delay(Long));
            return new WireReply(500);
        });
        var plan = Plan(server);
        plan.Api = plan.Api with
        {
            Hedge = new HedgeSettings(), Retry = new RetrySettings { BaseDelayMs = 0 }, Timeouts = new TimeoutSettings { AttemptMs = 95, TotalMs = 100 },
        };
        var compiled = plan.Build(plan.Call(plan.Read()));
        Assert.True(RunEngine.Create(compiled, "main", new RunSettings { Workers = 1 }, new RunServices { Time = time, Secrets = new TestSecrets() })
            .IsSuccess(out var engine, out _));
        using (engine)
        {
            var journal = new InMemoryJournal();
            var running = engine.RunAsync(TestRun.Rows("1"), TestRun.Binder(compiled), journal, RunCancellation.None);
            Assert.True(await came.WaitAsync(TimeSpan.FromSeconds(20)));
            time.Advance(TimeSpan.FromMilliseconds(30.5));
            goes.SetResult();
            Assert.True(await came.WaitAsync(TimeSpan.FromSeconds(20)));
            time.Advance(TimeSpan.FromMilliseconds(69));
            await running.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(("PFF3102", 2), (journal.Row.Failure!.Code, journal.Row.Attempts));
        }
    }

    /// <summary>The stock of ten is all there is where each call earns nothing.</summary>
    [Fact]
    public async Task Hedges_draw_on_the_retry_budget()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(120) });
        var plan = Plan(server);
        plan.Api = plan.Api with { Retry = plan.Api.Retry with { BudgetPercent = 0 } };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Enumerable.Range(0, 40).Select(i => $"r{i}")]), new InMemoryJournal(), new RunSettings { Workers = 40 });
        Assert.Equal((40, 10), (summary.Counts.Succeeded, summary.Counts.Retries));
        Assert.Equal(50, server.Requests.Count);
    }

    [Fact]
    public async Task A_host_that_is_full_is_not_asked_a_second_time()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(200) });
        var plan = Plan(server);
        plan.Api = plan.Api with { Limits = new LimitSettings { MaximumConcurrency = 1 } };
        var row = await OneAsync(plan);
        Assert.Equal((RowOutcome.Succeeded, 1), (row.Outcome, row.Attempts));
    }

    private static TestPlan Plan(params FaultServer[] servers)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [.. servers.Select(s => s.Address)], Hedge = new HedgeSettings { AfterMs = 50 } };
        return plan;
    }

    private static Task<RowResult> OneAsync(TestPlan plan) => TestRun.OneAsync(plan.Build(plan.Call(plan.Read())));
}
