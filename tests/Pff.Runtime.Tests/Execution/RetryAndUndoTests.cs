using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;
using static Pff.Runtime.Tests.Execution.ParallelTests;

namespace Pff.Runtime.Tests.Execution;

public sealed class RetryAndUndoTests
{
    [Theory]
    [InlineData(2, "conflict", RowOutcome.Succeeded, 3)]
    [InlineData(3, "conflict", RowOutcome.Failed, 3)]
    [InlineData(1, "any", RowOutcome.Succeeded, 2)]
    [InlineData(1, "not_found", RowOutcome.Failed, 1)]
    public async Task Steps_are_repeated_for_the_failures_that_are_named(int failures, string kind, RowOutcome expected, int requests)
    {
        var left = failures;
        await using var server = new FaultServer(_ => left-- > 0 ? new WireReply(409) : WireReply.Json("{}"));
        var plan = PlanFor(server);
        var row = await TestRun.OneAsync(plan.Build(Retry(3, [kind], -1, plan.Call(plan.Write(true)))));
        Assert.Equal((expected, requests), (row.Outcome, server.Requests.Count));
    }

    [Theory]
    [InlineData(3, RowOutcome.Succeeded)]
    [InlineData(4, RowOutcome.Failed)]
    public async Task Steps_are_repeated_until_the_condition_holds_and_each_time_the_server_is_asked(int holdsAt, RowOutcome expected)
    {
        var n = 0;
        await using var server = new FaultServer(_ => WireReply.Json($"{{\"n\":{++n}}}"));
        var plan = PlanFor(server);
        var until = plan.Expression(f => Value.Of(TestPlan.Slot(f, 1, "n").AsInt >= holdsAt));
        var row = await TestRun.OneAsync(plan.Build(Retry(
            3, [], until, plan.Call(plan.Read(cache: new CacheSettings { TimeToLiveMs = 60_000 }), 1, Projection.Everything))));
        Assert.Equal((expected, 3), (row.Outcome, n));
        Assert.Equal(expected == RowOutcome.Failed ? ("PFF3260", FailureKind.RetryExhausted) : default, (row.Failure?.Code, row.Failure?.Kind ?? default));
    }

    [Fact]
    public async Task A_write_of_unknown_effect_is_not_repeated_even_where_its_failure_is_handled()
    {
        await using var server = new FaultServer(_ => new WireReply(500));
        var plan = PlanFor(server);
        var write = plan.Call(plan.Write(isIdempotent: false));
        var named = await TestRun.OneAsync(plan.Build(Retry(5, ["any", "unknown", "PFF3112"], -1, write)));
        Assert.Equal((RowOutcome.Unknown, 1), (named.Outcome, server.Requests.Count));

        var hidden = new TryPlan { Id = "t", Line = 1, Steps = [write], Handlers = [new HandlerPlan(["unknown"], -1, [])] };
        var row = await TestRun.OneAsync(plan.Build(Retry(5, ["any"], plan.Expression(_ => Value.False), hidden)));
        Assert.Equal(("PFF3261", 2), (row.Failure!.Code, server.Requests.Count));
    }

    [Fact]
    public async Task A_drained_run_leaves_a_row_that_waits_and_the_resumed_one_goes_on_without_repeating()
    {
        var n = 0;
        using var drain = new CancellationTokenSource();
        await using var server = new FaultServer(r => WireReply.Json($"{{\"n\":{(r.Verb == "GET" ? ++n : 0)}}}"));
        var plan = PlanFor(server);
        var until = plan.Expression(f => Value.Of(TestPlan.Slot(f, 1, "n").AsInt >= 2));
        var steps = new[] { plan.Call(plan.Write(true), -1), plan.Call(plan.Read(), 1, Projection.Everything) };
        var slow = plan.Build(Retry(3, [], until, steps) with { Rule = new RetryRule(3, 60_000, 1, []) }, plan.Return());
        var journal = new InMemoryJournal(recorded: r => { if (r is CallOutcome { Effect: Effect.Read }) { drain.CancelAfter(50); } });
        var drained = await TestRun.RunAsync(slow, TestRun.Rows("1"), journal, cancellation: new RunCancellation(drain.Token, default));
        Assert.Equal(RunEnd.Drained, drained.End);
        Assert.Empty(journal.Rows);

        var quick = plan.Build(Retry(3, [], until, steps), plan.Return());
        var row = await TestRun.OneAsync(quick, new InMemoryJournal(journal.Records));
        Assert.Equal((RowOutcome.Succeeded, 2), (row.Outcome, server.Requests.Count(r => r.Verb == "POST")));
    }

    [Fact]
    public async Task Writes_are_undone_last_first_through_branches_loops_and_called_sequences()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = PlanFor(server);
        var compiled = Undoing(plan, plan.Write(true), plan.Write(true, "/undo/"));
        var row = await TestRun.OneAsync(compiled);
        Assert.Equal(["/undo/e", "/undo/d", "/undo/c", "/undo/b", "/undo/a"], server.Requests.Select(r => r.Target).Where(p => p.StartsWith("/undo/")));
        Assert.Equal(("E", "e (not undone: write0 (none))", 11), (row.Failure!.Code, row.Failure.Message.English, row.Writes));
    }

    [Theory]
    [InlineData(409, FailureKind.UndoFailed)]
    [InlineData(500, FailureKind.Unknown)]
    public async Task A_failing_undo_fails_the_row_and_names_what_was_and_was_not_undone(int status, FailureKind expected)
    {
        await using var server = new FaultServer(r => r.Target == "/undo/c" ? new WireReply(status) : WireReply.Json("{}"));
        var plan = PlanFor(server);
        var row = await TestRun.OneAsync(Undoing(plan, plan.Write(true), plan.Write(false, "/undo/")));
        Assert.Equal((expected, "PFF3262"), (row.Failure!.Kind, row.Failure.Code));
        Assert.Contains("Undone: write0 (e), write0 (d), write0 (b), write0 (a); not undone: write0 (c), write0 (none).", row.Failure.Message.English);
    }

    [Fact]
    public async Task Nothing_is_undone_twice()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = PlanFor(server);
        var call = plan.Call(plan.Write(true)) with { Undo = new(plan.Write(true, "/undo/"), [new(0, plan.Constant("x"))]) };
        await TestRun.OneAsync(plan.Build(call, new UndoPlan { Id = "u", Line = 1 }, new UndoPlan { Id = "v", Line = 1 }));
        Assert.Single(server.Requests, r => r.Target == "/undo/x");
    }

    [Fact]
    public async Task Whatever_moment_an_undo_is_cut_at_the_resumed_run_undoes_each_write_once()
    {
        await using var first = new FaultServer(_ => WireReply.Json("{}"));
        var whole = new InMemoryJournal();
        var plan = PlanFor(first);
        await TestRun.OneAsync(Undoing(plan, plan.Write(true), plan.Write(true, "/undo/")), whole);
        for (var cut = 0; cut < whole.Records.Count; cut++)
        {
            await using var server = new FaultServer(_ => WireReply.Json("{}"));
            var before = whole.Records.Take(cut).ToList();
            var resumed = PlanFor(server);
            var row = await TestRun.OneAsync(Undoing(resumed, resumed.Write(true), resumed.Write(true, "/undo/")), new InMemoryJournal(before));
            Assert.Equal("e (not undone: write0 (none))", row.Failure!.Message.English);
            Assert.Equal(whole.Records.OfType<CallOutcome>().Count() - before.OfType<CallOutcome>().Count(), server.Requests.Count);
        }
    }

    /// <summary>Writes a, then b, c and d in branches of which one loops and one calls, e, and one that has no undo; then a failure.</summary>
    private static CompiledPlan Undoing(TestPlan plan, int write, int undo)
    {
        CallMethodPlan Call(string id) => plan.Call(write) with { Id = id, Undo = new(undo, [new(0, plan.Constant(id))]) };
        plan.Others.Add(new SequencePlan { Name = "other", SlotCount = 8, Steps = [Call("d") with { Arguments = [new(0, plan.Constant("d"))] }] });
        var loop = new ForEachPlan
        {
            Id = "l", Line = 1, ItemSlot = 2, AtMost = 1, Steps = [Call("c")], List = plan.Expression(_ => Value.Of(new ListValue([Value.Null]))),
        };
        return plan.Build(new TryPlan
        {
            Id = "t", Line = 1,
            Steps =
            [
                Call("a"),
                Parallel("p", [Call("b"), loop], [new CallSequencePlan { Id = "s", Line = 1, Sequence = 1 }]),
                Call("e"),
                plan.Call(write) with { Id = "none" },
                new FailPlan { Id = "f", Line = 1, Code = "E", Message = plan.Constant("e") },
            ],
            Handlers = [new HandlerPlan(["E"], -1, [new UndoPlan { Id = "u", Line = 1 }, new FailPlan { Id = "g", Line = 1, Code = "E", Message = plan.Constant("e") }])],
        });
    }

    private static RetryPlan Retry(int times, string[] kinds, int until, params StepPlan[] steps) =>
        new() { Id = "r", Line = 1, Steps = [.. steps], Rule = new RetryRule(times, 1, 1.5, [.. kinds]), Until = until };
}
