using System.Collections.Concurrent;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Execution;

public sealed class ResumeTests
{
    /// <summary>A journal cut after any record is one that a kill at that moment leaves.</summary>
    [Fact]
    public async Task Whatever_moment_a_run_is_cut_at_the_resumed_run_has_each_effect_once()
    {
        var scripts = Gen.Int[0, 3].Array[1, 6].Array[1, 3];
        var cases = scripts.Array[25].Single();
        foreach (var script in cases)
        {
            await using var server = new KeyedServer();
            var whole = new InMemoryJournal();
            await TestRun.RunAsync(PlanOf(script, server), Rows(script), whole);
            var records = whole.Records;
            for (var cut = 0; cut <= records.Count; cut++)
            {
                await CheckCutAsync(script, [.. records.Take(cut)]);
            }
        }
    }

    [Fact]
    public async Task A_write_in_flight_at_the_cut_is_unknown_where_the_server_has_no_keys_and_is_not_sent_again()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var compiled = plan.Build(plan.Call(plan.Write(isIdempotent: false)));
        var whole = new InMemoryJournal();
        await TestRun.OneAsync(compiled, whole);
        var resumed = new InMemoryJournal(whole.Records.Take(1));

        var row = await TestRun.OneAsync(compiled, resumed);
        Assert.Equal(RowOutcome.Unknown, row.Outcome);
        Assert.Equal("PFF3010", row.Failure!.Code);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_finished_row_is_not_run_again()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var compiled = plan.Build(plan.Call(plan.Write(isIdempotent: true)));
        var first = new InMemoryJournal();
        await TestRun.RunAsync(compiled, TestRun.Rows("a", "b"), first);
        var summary = await TestRun.RunAsync(compiled, TestRun.Rows("a", "b"), new InMemoryJournal(first.Records));
        Assert.Equal(2, summary.Counts.AlreadyFinished);
        Assert.Equal(RunEnd.Completed, summary.End);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_journal_of_another_plan_is_not_followed()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var write = plan.Write(isIdempotent: true);
        var read = plan.Read();
        var whole = new InMemoryJournal();
        await TestRun.OneAsync(plan.Build(plan.Call(write)), whole);
        var row = await TestRun.OneAsync(plan.Build(plan.Call(read)), new InMemoryJournal(whole.Records.Take(2)));
        Assert.Equal("PFF3009", row.Failure!.Code);
    }

    private static async Task CheckCutAsync(int[][] script, object[] before)
    {
        // What had been sent before the cut: every write with an outcome, and perhaps the one with an intent alone.
        await using var server = new KeyedServer();
        foreach (var intent in before.OfType<CallIntent>())
        {
            server.Effects.TryAdd(intent.IdempotencyKey!, 1);
        }

        var journal = new InMemoryJournal(before);
        await TestRun.RunAsync(PlanOf(script, server), Rows(script), journal);
        Assert.Equal(script.Length, journal.Rows.Count());
        Assert.All(journal.Rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.Equal(script.Sum(row => row.Count(step => step > 0)), server.Effects.Count);

        // A finished step is not sent again.
        var done = before.OfType<CallOutcome>().Where(o => o.Effect != Effect.Read).Select(o => o.Key).ToHashSet();
        var keys = before.OfType<CallIntent>().Where(i => done.Contains(i.Key)).Select(i => i.IdempotencyKey).ToHashSet();
        Assert.All(server.Sent, key => Assert.DoesNotContain(key, keys));
    }

    /// <summary>Rows with different steps: 0 reads, another number writes what was read last.</summary>
    private static CompiledPlan PlanOf(int[][] script, KeyedServer server)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var (read, write) = (plan.Read(), plan.Write(isIdempotent: true));
        var everything = Projection.Everything;
        var steps = new List<StepPlan>();
        for (var i = 0; i < 6; i++)
        {
            var at = i;
            int Kind(Frame f) => int.Parse(TestPlan.Slot(f, 0).AsText) is var row && at < script[row].Length ? script[row][at] : -1;
            var id = plan.Expression(f => TestPlan.Slot(f, 0));
            var seen = plan.Expression(f => f.Slots[1].IsAbsent ? Value.Null : TestPlan.Slot(f, 1, "n"));
            steps.Add(new ConditionPlan
            {
                Id = plan.NextId(),
                Line = 1,
                Condition = plan.Expression(f => Value.Of(Kind(f) == 0)),
                Then = [plan.Call(read, 1, everything, id)],
                Else =
                [
                    new ConditionPlan
                    {
                        Id = plan.NextId(), Line = 1, Condition = plan.Expression(f => Value.Of(Kind(f) > 0)), Then = [plan.Call(write, -1, null, id, seen)],
                    },
                ],
            });
        }

        return plan.Build([.. steps]);
    }

    private static IEnumerable<Pff.Runtime.Tables.InputRow> Rows(int[][] script) =>
        TestRun.Rows([.. Enumerable.Range(0, script.Length).Select(i => i.ToString())]);

    /// <summary>Reads answer differently each time; a write has its effect once for each key.</summary>
    private sealed class KeyedServer : IAsyncDisposable
    {
        private readonly FaultServer _server;
        private int _reads;

        public KeyedServer() => _server = new FaultServer(request =>
        {
            if (request.Verb == "GET")
            {
                return WireReply.Json($"{{\"n\":{Interlocked.Increment(ref _reads)}}}");
            }

            var key = request.Header("Idempotency-Key")!;
            Sent.Add(key);
            Effects.TryAdd(key, 1);
            return WireReply.Json("{}");
        });

        public ConcurrentDictionary<string, int> Effects { get; } = new();

        public ConcurrentBag<string> Sent { get; } = [];

        public string Address => _server.Address;

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
