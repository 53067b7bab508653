using System.Collections.Concurrent;
using System.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Control;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;
using static Pff.Runtime.Tests.Execution.ParallelTests;

namespace Pff.Runtime.Tests.Control;

public sealed class RunControlTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 40).Select(i => i.ToString())];

    [Fact]
    public async Task After_a_breach_no_request_is_sent_and_the_resumed_run_does_each_write_once()
    {
        var sent = new ConcurrentQueue<long>();
        await using var server = new FaultServer(async request =>
        {
            sent.Enqueue(Stopwatch.GetTimestamp());
            await Task.Delay(20);
            return request.Target.StartsWith("/bad/") && request.Target.EndsWith('7') ? new WireReply(404) : WireReply.Json("{}");
        });
        var plan = PlanFor(server);
        StepPlan[] steps =
        [
            plan.Call(plan.Read("/a/")), plan.Call(plan.Write(false, "/w/")), plan.Call(plan.Read("/bad/")),
            .. Enumerable.Range(0, 20).Select(i => plan.Call(plan.Read($"/r{i}/"))), plan.Call(plan.Write(false, "/v/")),
        ];
        var compiled = plan.Build(steps);
        var journal = new InMemoryJournal();
        using var control = new RunControl(TimeProvider.System);
        long halted = 0;
        control.Judge = new Watching(new FailureLimits(new StopRules { MostFailures = 1 }), () => halted = Stopwatch.GetTimestamp());
        var summary = await TestRun.RunAsync(compiled, TestRun.Rows(Ids), journal, new RunSettings { Workers = 8 }, control: control);
        Assert.Equal((RunEnd.Drained, "PFF3501"), (summary.End, summary.Halt?.Code));
        Assert.InRange(Stopwatch.GetElapsedTime(halted, sent.Max()), TimeSpan.MinValue, TimeSpan.FromSeconds(1));
        Assert.Equal(2, journal.Rows.Count(r => r.Outcome == RowOutcome.Failed));
        Assert.InRange(journal.Rows.Count(), 2, 30);

        await TestRun.RunAsync(compiled, TestRun.Rows(Ids), journal = new InMemoryJournal(journal.Records));
        Assert.Equal((40, 4, 36), (journal.Rows.Count(), journal.Rows.Count(r => r.Outcome == RowOutcome.Failed), journal.Rows.Count(r => r.Outcome == RowOutcome.Succeeded)));
        Assert.All(server.Requests.Where(r => r.Verb == "POST").GroupBy(r => r.Target), writes => Assert.Single(writes));
    }

    [Fact]
    public async Task A_write_that_waits_for_its_turn_when_the_run_halts_is_known_not_to_have_been_sent()
    {
        using var control = new RunControl(TimeProvider.System);
        await using var server = new FaultServer(async _ =>
        {
            await Task.Delay(300);
            return WireReply.Json("{}");
        });
        var plan = PlanFor(server);
        plan.Api = plan.Api with { Limits = new LimitSettings { MaximumConcurrency = 1 } };
        var compiled = plan.Build(plan.Call(plan.Write(false)));
        var intents = 0;
        var journal = new InMemoryJournal(recorded: r =>
        {
            if (r is CallIntent && Interlocked.Increment(ref intents) == 3)
            {
                control.Stop(Pff.Runtime.Diagnostics.RuntimeFailures.Cancelled);
            }
        });
        await TestRun.RunAsync(compiled, TestRun.Rows("1", "2", "3"), journal, new RunSettings { Workers = 3 }, control: control);
        Assert.Equal(server.Requests.Count, journal.Records.OfType<CallIntent>().Count());

        await TestRun.RunAsync(compiled, TestRun.Rows("1", "2", "3"), journal = new InMemoryJournal(journal.Records));
        Assert.All(journal.Rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.Equal(3, server.Requests.Count);
    }

    /// <summary>The run's own stop hears of a halt a moment after the rows do, which is stretched here.</summary>
    [Fact]
    public async Task A_row_that_hears_of_a_halt_before_the_run_does_is_left_where_it_is()
    {
        var halted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new FaultServer(async request =>
        {
            if (request.Target.EndsWith("/second", StringComparison.Ordinal))
            {
                await halted.Task;
                return WireReply.Json("{}");
            }

            return new WireReply(404);
        });
        var plan = PlanFor(server);
        using var control = new RunControl(TimeProvider.System);
        control.Judge = new Watching(new FailureLimits(new StopRules { MostFailures = 0 }), () => control.Halted.Register(() =>
        {
            halted.SetResult();
            Thread.Sleep(200);
        }));
        var journal = new InMemoryJournal();
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read("/a/")), plan.Call(plan.Read("/b/"))), TestRun.Rows("first", "second"), journal,
            new RunSettings { Workers = 2 }, control: control);
        Assert.Equal((RunEnd.Drained, "PFF3501"), (summary.End, summary.Halt?.Code));
        Assert.Equal(RowOutcome.Failed, Assert.Single(journal.Rows).Outcome);
    }

    [Fact]
    public async Task A_paused_run_sends_nothing_until_every_reason_is_gone()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = PlanFor(server);
        using var control = new RunControl(TimeProvider.System);
        control.Pause(PauseReasons.Asked);
        control.Pause(PauseReasons.Window);
        var running = TestRun.RunAsync(plan.Build(plan.Call(plan.Read())), TestRun.Rows(Ids), new InMemoryJournal(), control: control);
        control.Resume(PauseReasons.Asked);
        await Task.Delay(100);
        Assert.Empty(server.Requests);
        Assert.False(running.IsCompleted);
        control.Resume(PauseReasons.Window);
        Assert.Equal((RunEnd.Completed, 40L), ((await running).End, (await running).Counts.Succeeded));
    }

    /// <summary>Nobody may come to end the pause: outside of a window, or when who paused the run cancels it.</summary>
    [Fact]
    public async Task A_paused_run_that_is_to_end_ends()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        using var control = new RunControl(TimeProvider.System);
        control.Pause(PauseReasons.Window);
        using var drain = new CancellationTokenSource();
        var journal = new InMemoryJournal();
        var running = TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows("a", "b", "c"), journal, cancellation: new RunCancellation(drain.Token, CancellationToken.None), control: control);
        await Task.Delay(50);
        Assert.False(running.IsCompleted);
        await drain.CancelAsync();
        var summary = await running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(RunEnd.Drained, summary.End);
        Assert.Empty(server.Requests);
        Assert.Empty(journal.Rows);
    }

    [Fact]
    public async Task A_throttle_spaces_calls()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = PlanFor(server);
        using var control = new RunControl(TimeProvider.System);
        control.Throttle(50);
        var started = Stopwatch.GetTimestamp();
        await TestRun.RunAsync(plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Ids.Take(21)]), new InMemoryJournal(), control: control);

        // 21 calls have 20 gaps of 20 ms.
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(380));
    }

    [Fact]
    public async Task A_pause_holds_calls_too_that_wait_for_their_turn_under_a_throttle()
    {
        var time = new ManualTime();
        using var control = new RunControl(time);
        control.Throttle(1);
        Assert.True(await control.EnterAsync(CancellationToken.None, CancellationToken.None));
        var waiting = Enumerable.Range(0, 3).Select(_ => control.EnterAsync(CancellationToken.None, CancellationToken.None).AsTask()).ToList();
        control.Pause(PauseReasons.Asked);
        time.Advance(TimeSpan.FromSeconds(10));
        await Task.Delay(100);
        Assert.DoesNotContain(waiting, call => call.IsCompleted);

        control.Resume(PauseReasons.Asked);
        await UntilAsync(time, TimeSpan.FromSeconds(0.1), () => waiting.TrueForAll(call => call.IsCompletedSuccessfully));
        Assert.InRange(time.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(0.01, 0)]
    [InlineData(0.001, 1_000)]
    [InlineData(1e-300, 0)]
    public async Task Another_rate_counts_for_calls_that_wait_under_the_old_one(double slow, double fast)
    {
        using var control = new RunControl(TimeProvider.System);
        control.Throttle(slow);
        var waiting = Enumerable.Range(0, 4_097).Select(_ => control.EnterAsync(CancellationToken.None, CancellationToken.None).AsTask()).ToList();
        control.Throttle(fast);
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A call may wait for the host's own rate, a minute for a <c>Retry-After</c>, or for its next attempt.</summary>
    [Theory]
    [InlineData("rate")]
    [InlineData("pause")]
    [InlineData("read")]
    [InlineData("refused write")]
    [InlineData("lost write")]
    [InlineData("68 years")]
    [InlineData("8000 years")]
    public async Task A_halt_ends_waiting_too_and_the_resumed_run_does_what_the_wait_was_for(string wait)
    {
        using var control = new RunControl(TimeProvider.System);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new FaultServer(_ =>
        {
            answered.TrySetResult();
            return control.IsHalted || wait == "rate" ? WireReply.Json("{}")
                : wait == "68 years" ? new WireReply(503) { Headers = "Retry-After: 2147483647\r\n" }
                : wait == "8000 years" ? new WireReply(503) { Headers = "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n" }
                : wait == "pause" ? new WireReply(429) { Headers = "Retry-After: 50\r\n" }
                : wait == "lost write" ? WireReply.Closes
                : new WireReply(wait == "read" ? 503 : 429);
        });
        var plan = PlanFor(server);
        plan.Api = plan.Api with
        {
            Limits = new LimitSettings { MaximumConcurrency = wait == "pause" ? 1 : 20, RequestsPerSecond = wait == "rate" ? 1 : 0 },
            Retry = new RetrySettings { BaseDelayMs = 3_600_000, MaximumDelayMs = 3_600_000, BudgetPercent = 1_000 },
            Timeouts = new TimeoutSettings { AttemptMs = 5_000, TotalMs = 0 },
        };
        var isWrite = wait.EndsWith("write", StringComparison.Ordinal);
        var compiled = plan.Build(plan.Call(isWrite ? plan.Write(isIdempotent: wait == "lost write") : plan.Read()));
        var journal = new InMemoryJournal();
        var rows = Ids.Take(10).ToArray();
        var running = TestRun.RunAsync(compiled, TestRun.Rows(rows), journal, new RunSettings { Workers = 10 }, control: control);
        await answered.Task;
        await Task.Delay(500);
        control.Stop(Pff.Runtime.Diagnostics.RuntimeFailures.Cancelled);
        Assert.Equal(RunEnd.Drained, (await running.WaitAsync(TimeSpan.FromSeconds(10))).End);
        Assert.All(journal.Rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));

        plan.Api = plan.Api with { Limits = new LimitSettings() };
        await TestRun.RunAsync(compiled with { Model = compiled.Model with { Apis = [plan.Api] } }, TestRun.Rows(rows), journal = new InMemoryJournal(journal.Records));
        Assert.Equal((10, 10), (journal.Rows.Count(), journal.Rows.Count(row => row.Outcome == RowOutcome.Succeeded)));
        Assert.All(server.Requests.Where(r => r.Verb == "POST").GroupBy(r => r.Target), tries => Assert.Single(tries.Select(r => r.Header("Idempotency-Key")).Distinct()));
    }

    [Theory]
    [InlineData("22:00-06:00 Etc/UTC", "2026-11-26T23:30:00Z", true)]
    [InlineData("22:00-06:00 Etc/UTC", "2026-11-26T05:59:59Z", true)]
    [InlineData("22:00-06:00 Etc/UTC", "2026-11-26T06:00:00Z", false)]
    [InlineData("08:00-18:00 America/Sao_Paulo", "2026-11-26T11:00:00Z", true)]
    [InlineData("08:00-18:00 America/Sao_Paulo", "2026-11-26T21:00:00Z", false)]
    public void A_window_is_open_at_its_hours(string window, string now, bool isOpen) =>
        Assert.Equal(isOpen, TimeWindow.Parse(window, TimeZoneInfo.Utc)!.IsOpen(DateTimeOffset.Parse(now)));

    [Theory]
    [InlineData("22-06")]
    [InlineData("22:00-22:00")]
    [InlineData("22:00-24:00")]
    [InlineData("22:00-06:00 Mars/Base")]
    [InlineData("")]
    public void Other_texts_are_no_window(string text) => Assert.Null(TimeWindow.Parse(text, TimeZoneInfo.Utc));

    [Fact]
    public void Limits_count_failures_in_all_and_by_share_and_by_code()
    {
        var share = new FailureLimits(new StopRules { HighestFailureRate = 0.1 });
        Assert.All(Enumerable.Range(1, 19), i => Assert.Null(share.Judge(Row(i, i <= 2 ? "E" : null))));
        Assert.Null(share.Judge(Row(20, null)));
        Assert.Equal("PFF3502", share.Judge(Row(21, "E"))?.Code);

        var code = new FailureLimits(new StopRules { MostByCode = StopRules.None.MostByCode.Add("E", 1) });
        Assert.Null(code.Judge(Row(1, "F")));
        Assert.Null(code.Judge(Row(2, "E")));
        Assert.Equal("PFF3503", code.Judge(Row(3, "E"))?.Code);
    }

    private static async Task UntilAsync(ManualTime time, TimeSpan step, Func<bool> holds)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 1_000, "it never came");
            time.Advance(step);
            await Task.Delay(10);
        }
    }

    private static RowResult Row(int number, string? code) => new()
    {
        Row = number,
        Outcome = code is null ? RowOutcome.Succeeded : RowOutcome.Failed,
        Failure = code is null ? null : new RowFailure(FailureKind.Fail, code, new("no", "não"), "1", 0),
    };

    private sealed class Watching(IRowJudge inner, Action breached) : IRowJudge
    {
        public Pff.Runtime.Diagnostics.RuntimeFailure? Judge(RowResult row)
        {
            var breach = inner.Judge(row);
            if (breach is not null)
            {
                breached();
            }

            return breach;
        }
    }
}
