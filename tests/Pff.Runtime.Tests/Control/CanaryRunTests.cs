using Pff.Core.Ports;
using Pff.Runtime.Control;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;
using static Pff.Runtime.Tests.Execution.ParallelTests;

namespace Pff.Runtime.Tests.Control;

public sealed class CanaryRunTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 1_000).Select(i => i.ToString())];

    [Fact]
    public async Task A_good_canary_widens_by_itself_ring_by_ring()
    {
        var (summary, rows, asked) = await RunAsync([0.3, 1], _ => false, new InMemoryJournal(), mayWiden: false);
        Assert.Equal((RunEnd.Completed, 1_000, 0), (summary.End, rows.Count, asked));
        var plan = Plan([0.3, 1]);
        var order = rows.ConvertAll(row => plan.RingOf(row.Row));
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task A_bad_canary_stops_in_its_first_ring()
    {
        var (summary, rows, _) = await RunAsync([0.3, 1], id => id % 2 == 0, new InMemoryJournal(), mayWiden: true);
        Assert.Equal((RunEnd.Drained, "PFF3504"), (summary.End, summary.Halt?.Code));
        Assert.InRange(rows.Count, 3, 60);
    }

    [Fact]
    public async Task A_ring_that_is_too_small_to_tell_is_widened_by_decision_only_and_the_gate_stays_open()
    {
        var journal = new InMemoryJournal();
        var (summary, rows, asked) = await RunAsync([0.02, 1], _ => false, journal, mayWiden: false);
        Assert.Equal((RunEnd.Drained, "PFF3505", 1), (summary.End, summary.Halt?.Code, asked));
        Assert.InRange(rows.Count, 5, 40);

        (summary, rows, asked) = await RunAsync([0.02, 1], _ => false, new InMemoryJournal(journal.Records), mayWiden: true, take: 500);
        Assert.Equal((RunEnd.Completed, 1), (summary.End, asked));
        (summary, rows, asked) = await RunAsync([0.02, 1], _ => false, new InMemoryJournal(rows), mayWiden: false);
        Assert.Equal((RunEnd.Completed, 1_000, 0), (summary.End, rows.Count, asked));
    }

    [Fact]
    public async Task A_run_that_is_resumed_after_a_bad_ring_tests_it_anew()
    {
        var journal = new InMemoryJournal();
        await RunAsync([0.3, 1], id => id % 2 == 0, journal, mayWiden: false);
        var (summary, rows, asked) = await RunAsync([0.3, 1], _ => false, new InMemoryJournal(journal.Records), mayWiden: false);
        Assert.Equal((RunEnd.Completed, 1_000, 0), (summary.End, rows.Count, asked));
    }

    /// <summary>Whoever is asked at a gate may well answer with Ctrl-C, or with <c>pff cancel --now</c> from elsewhere.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_is_to_end_while_a_gate_waits_for_an_answer_ends_as_at_any_other_moment(bool halts)
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = PlanFor(server);
        var compiled = plan.Build(plan.Call(plan.Read()));
        using var control = new RunControl(TimeProvider.System);
        using var engine = TestRun.Engine(compiled, control: control);
        using var drain = new CancellationTokenSource();
        var canary = new CanaryRun(engine, control, Plan([0.02, 1]), null, async (_, cancellation) =>
        {
            if (halts)
            {
                control.Stop(Pff.Runtime.Diagnostics.RuntimeFailures.Cancelled);
            }
            else
            {
                await drain.CancelAsync();
            }

            await Task.Delay(Timeout.Infinite, cancellation);
            return true;
        });
        var summary = await canary.RunAsync(
            () => TestRun.Rows(Ids), TestRun.Binder(compiled), new InMemoryJournal(), new RunCancellation(drain.Token, CancellationToken.None))
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((RunEnd.Drained, halts), (summary.End, summary.Halt is not null));
        Assert.InRange(summary.Counts.Succeeded, 5, 40);
    }

    /// <summary>There is nothing to ask for any more.</summary>
    [Fact]
    public async Task A_run_that_halts_at_the_last_row_of_a_ring_asks_nobody_to_widen_it()
    {
        var plan = Plan([0.02, 1]);
        var last = Ids.Last(id => plan.RingOf(int.Parse(id)) == 0);
        var (summary, rows, asked) = await RunAsync(
            [0.02, 1], id => id == int.Parse(last), new InMemoryJournal(), mayWiden: true, limits: new FailureLimits(new StopRules { MostFailures = 0 }));
        Assert.Equal((RunEnd.Drained, "PFF3501", 0), (summary.End, summary.Halt?.Code, asked));
        Assert.InRange(rows.Count, 5, 40);
    }

    private static CanaryPlan Plan(double[] shares) => CanaryPlan.Create([.. shares], TestSettings.Default, asksAtEachRing: false, seed: 5)!;

    private static async Task<(RunSummary Summary, List<RowResult> Rows, int Asked)> RunAsync(
        double[] shares, Func<int, bool> fails, InMemoryJournal journal, bool mayWiden, int take = 1_000, IRowJudge? limits = null)
    {
        await using var server = new FaultServer(r => fails(int.Parse(r.Target.Split('/')[^1])) ? new WireReply(404) : WireReply.Json("{}"));
        var plan = PlanFor(server);
        var compiled = plan.Build(plan.Call(plan.Read()));
        using var control = new RunControl(TimeProvider.System);
        using var engine = TestRun.Engine(compiled, limits is null ? null : new RunSettings { Workers = 1 }, control: control);
        var asked = 0;
        var canary = new CanaryRun(engine, control, Plan(shares), limits, (_, _) =>
        {
            asked++;
            return ValueTask.FromResult(mayWiden);
        });
        var summary = await canary.RunAsync(() => TestRun.Rows([.. Ids.Take(take)]), TestRun.Binder(compiled), journal, RunCancellation.None);
        return (summary, [.. journal.Records.OfType<RowResult>()], asked);
    }
}
