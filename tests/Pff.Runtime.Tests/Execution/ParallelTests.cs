using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Execution;

public sealed class ParallelTests
{
    [Fact]
    public async Task Branches_wait_for_their_servers_at_the_same_time_and_leave_their_results()
    {
        using var together = new CountdownEvent(3);
        await using var server = new FaultServer(async request =>
        {
            together.Signal();
            await Task.Run(() => together.Wait(TimeSpan.FromSeconds(30)));
            return WireReply.Json($"{{\"n\":\"{request.Target}\"}}");
        });
        var plan = PlanFor(server);
        var reads = Enumerable.Range(0, 3).Select(i => plan.Call(plan.Read($"/r{i}/"), i + 1, Projection.Everything)).ToArray();
        var row = await TestRun.OneAsync(plan.Build(
            Parallel("1", [reads[0]], [reads[1]], [reads[2]]),
            plan.Return([.. Enumerable.Range(1, 3).Select(i => ("r" + i, plan.Expression(f => TestPlan.Slot(f, i, "n"))))])));
        Assert.Equal("""{"r1":"/r0/1","r2":"/r1/1","r3":"/r2/1"}""", Encoding.UTF8.GetString(row.Returned.Span));
        Assert.Equal((3, 0), (row.Reads, row.Writes));
    }

    [Theory]
    [InlineData(404, 409, "not_found")]
    [InlineData(409, 404, "conflict")]
    [InlineData(404, 500, "unknown")]
    [InlineData(200, 409, "conflict")]
    public async Task A_failure_lets_the_others_finish_and_the_first_in_order_is_that_of_the_step(int first, int second, string kind)
    {
        await using var server = new FaultServer(r => r.Target.StartsWith("/b0/") ? new WireReply(first) : r.Target.StartsWith("/b1/") ? new WireReply(second) : WireReply.Json("{}"));
        var plan = PlanFor(server);
        var (b0, b1, b2) = (plan.Write(false, "/b0/"), plan.Write(false, "/b1/"), plan.Write(false, "/b2/"));
        var row = await TestRun.OneAsync(plan.Build(Parallel("1", [plan.Call(b0)], [plan.Call(b1)], [plan.Call(b2), plan.Call(b2)])));
        Assert.Equal(kind, FailureKinds.NameOf(row.Failure!.Kind));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_handler_around_it_takes_the_failure_and_a_handler_inside_keeps_it_in_its_branch()
    {
        await using var server = new FaultServer(_ => new WireReply(404));
        var plan = PlanFor(server);
        StepPlan Guarded(int slot) => new TryPlan
        {
            Id = plan.NextId(), Line = 1, Steps = [plan.Call(plan.Read())],
            Handlers = [new HandlerPlan(["not_found"], -1, [new LetPlan { Id = "l", Line = 1, Slot = slot, Expression = plan.Constant("none") }])],
        };
        var inside = await TestRun.OneAsync(plan.Build(
            Parallel("1", [Guarded(1)], [Guarded(2)]), plan.Return(("a", plan.Expression(f => f.Slots[1])), ("b", plan.Expression(f => f.Slots[2])))));
        Assert.Equal("""{"a":"none","b":"none"}""", Encoding.UTF8.GetString(inside.Returned.Span));

        var around = await TestRun.OneAsync(plan.Build(new TryPlan
        {
            Id = "t", Line = 1, Steps = [Parallel("1", [plan.Call(plan.Read())], [])],
            Handlers = [new HandlerPlan(["http_404"], -1, [new SkipPlan { Id = "s", Line = 1, Reason = plan.Constant("nobody") }])],
        }));
        Assert.Equal("nobody", around.Reason);
    }

    [Fact]
    public async Task A_dry_run_plans_the_writes_of_all_branches()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = PlanFor(server);
        var write = plan.Write(true);
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(
            plan.Build(Parallel("1", [plan.Call(write)], [plan.Call(write), Parallel("2", [plan.Call(write)], [plan.Call(write)])])),
            TestRun.Rows("1"), journal, new RunSettings { Workers = 1, IsDryRun = true });
        Assert.Equal((RowOutcome.Succeeded, 4), (journal.Row.Outcome, journal.Row.Writes));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Nesting_counts_through_branches()
    {
        var plan = new TestPlan();
        StepPlan step = Parallel("0", [[]]);
        for (var i = 0; i < 300; i++)
        {
            step = Parallel(i.ToString(), [step]);
        }

        Assert.Equal("PFF3008", (await TestRun.OneAsync(plan.Build(step))).Failure!.Code);
    }

    [Fact]
    public void A_plan_that_returns_from_a_branch_or_has_too_many_is_refused()
    {
        var plan = new TestPlan();
        Assert.NotNull(PlanCheck.Find(plan.Build(Parallel("1", [plan.Return()]))));
        Assert.NotNull(PlanCheck.Find(plan.Build(Parallel("1", [.. Enumerable.Repeat(Array.Empty<StepPlan>(), 17)]))));
        Assert.Null(PlanCheck.Find(plan.Build(Parallel("1", [plan.Call(plan.Write(true))]))));
    }

    /// <summary>Branches of loops, nested branches and steps behind them; the server answers in any order.</summary>
    [Fact]
    public async Task Whatever_moment_branches_are_cut_at_the_resumed_run_has_each_effect_once()
    {
        foreach (var counts in Gen.Int[0, 3].Array[4].Array[8].Single())
        {
            await using var server = new KeyedServer();
            var whole = new InMemoryJournal();
            await TestRun.OneAsync(Interleaved(counts, server), whole);
            Assert.Equal(RowOutcome.Succeeded, whole.Row.Outcome);
            var effects = server.Effects.Keys.ToHashSet();
            for (var cut = 0; cut <= whole.Records.Count; cut++)
            {
                await CheckCutAsync(counts, [.. whole.Records.Take(cut)], effects);
            }
        }
    }

    private static async Task CheckCutAsync(int[] counts, object[] before, HashSet<string> effects)
    {
        await using var server = new KeyedServer();
        var journal = new InMemoryJournal(before);
        await TestRun.OneAsync(Interleaved(counts, server), journal);
        Assert.Equal(RowOutcome.Succeeded, journal.Row.Outcome);
        var done = before.OfType<CallOutcome>().Where(o => o.Effect != Effect.Read).Select(o => o.Key).ToHashSet();
        var finished = before.OfType<CallIntent>().Where(i => done.Contains(i.Key)).Select(i => i.IdempotencyKey!).ToHashSet();
        if (before.OfType<RowResult>().Any())
        {
            Assert.Empty(server.Effects);
            return;
        }

        Assert.Equal(effects.Except(finished).Order(), server.Effects.Keys.Order());
        Assert.All(server.Effects.Values, count => Assert.Equal(1, count));
    }

    private static CompiledPlan Interleaved(int[] counts, KeyedServer server)
    {
        var plan = PlanFor(server.Server);
        var (read, write) = (plan.Read(), plan.Write(isIdempotent: true));
        var id = plan.Expression(f => TestPlan.Slot(f, 0));
        StepPlan Loop(string name, int count, int slot) => new ForEachPlan
        {
            Id = name, Line = 1, ItemSlot = slot, AtMost = 9,
            List = plan.Expression(_ => Value.Of(new ListValue([.. Enumerable.Range(0, count).Select(i => Value.Of((long)i))]))),
            Steps =
            [
                plan.Call(read, slot + 1, Projection.Everything, id),
                plan.Call(write, -1, null, id, plan.Expression(f => TestPlan.Slot(f, slot + 1, "n"))),
            ],
        };
        return plan.Build(
            Loop("before", 1, 1),
            Parallel("p", [Loop("a", counts[0], 1)], [Loop("b", counts[1], 3), Parallel("q", [Loop("c", counts[2], 3)], [Loop("d", 1, 3)])], [Loop("e", counts[3], 5)]),
            Parallel("r", [Loop("f", 1, 1)], [Loop("g", 1, 3)]),
            Loop("after", 1, 1));
    }

    internal static ParallelPlan Parallel(string id, params StepPlan[][] branches) =>
        new() { Id = id, Line = 1, Branches = [.. branches.Select(b => new BranchPlan([.. b]))] };

    internal static TestPlan PlanFor(FaultServer server)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        return plan;
    }

    /// <summary>Answers after a moment of its own choice; reads differ each time, and a write has its effect once for each key.</summary>
    private sealed class KeyedServer : IAsyncDisposable
    {
        private int _reads;

        public KeyedServer() => Server = new FaultServer(async request =>
        {
            await Task.Delay(Random.Shared.Next(3));
            if (request.Verb == "GET")
            {
                return WireReply.Json($"{{\"n\":{Interlocked.Increment(ref _reads)}}}");
            }

            Effects.AddOrUpdate(request.Header("Idempotency-Key")!, 1, (_, n) => n + 1);
            return WireReply.Json("{}");
        });

        public FaultServer Server { get; }

        public ConcurrentDictionary<string, int> Effects { get; } = new();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
