using System.Collections.Concurrent;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Execution;

public sealed class EngineTests
{
    [Fact]
    public async Task Loops_branches_and_called_sequences_run_in_order_and_return_columns()
    {
        var plan = new TestPlan();
        plan.Others.Add(new SequencePlan
        {
            Name = "double",
            Inputs = [new InputPlan("n", "n", 0, InputType.Int, true)],
            SlotCount = 2,
            Steps = [plan.Return(("twice", plan.Expression(f => Value.Of(f.Slots[0].AsInt * 2))))],
        });
        var add = plan.Expression(f => Value.Of((f.Slots[3].IsAbsent ? 0 : f.Slots[3].AsInt) + Access.Select(f.Slots[5], "twice").AsInt + f.Slots[4].AsInt));
        var row = await TestRun.OneAsync(plan.Build(
            new ForEachPlan
            {
                Id = "1",
                Line = 1,
                List = plan.Expression(_ => Value.Of(new ListValue([Value.Of(10L), Value.Of(20L), Value.Of(30L)]))),
                ItemSlot = 2,
                IndexSlot = 4,
                AtMost = 3,
                Steps =
                [
                    new ConditionPlan
                    {
                        Id = "1.1",
                        Line = 1,
                        Condition = plan.Expression(f => Value.Of(f.Slots[2].AsInt != 20)),
                        Then =
                        [
                            new CallSequencePlan { Id = "1.1.1", Line = 1, Sequence = 1, ResultSlot = 5, Arguments = [new(0, plan.Expression(f => f.Slots[2]))] },
                            new LetPlan { Id = "1.1.2", Line = 1, Slot = 3, Expression = add },
                        ],
                    },
                ],
            },
            plan.Return(("sum", plan.Expression(f => f.Slots[3])), ("none", plan.Expression(_ => Value.Absent)), ("pin", plan.Expression(_ => Value.Of(new SecretValue(Value.Of("1234"))))))));
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        Assert.Equal("{\"sum\":82,\"pin\":\"(secret)\"}", Encoding.UTF8.GetString(row.Returned.Span));
    }

    [Fact]
    public async Task A_loop_over_too_many_elements_fails_before_the_first()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var row = await TestRun.OneAsync(plan.Build(new ForEachPlan
        {
            Id = "1", Line = 1, ItemSlot = 2, AtMost = 1, Steps = [plan.Call(plan.Write(true))],
            List = plan.Expression(_ => Value.Of(new ListValue([Value.Null, Value.Null]))),
        }));
        Assert.Equal("PFF3005", row.Failure!.Code);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("not_found", "skipped")]
    [InlineData("http_404", "skipped")]
    [InlineData("PFF3101", "skipped")]
    [InlineData("any", "skipped")]
    [InlineData("http_409", "failed")]
    [InlineData("conflict", "failed")]
    public async Task A_handler_takes_the_failures_that_it_names(string kind, string expected)
    {
        await using var server = new FaultServer(_ => new WireReply(404, "{\"message\":\"gone fishing\"}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var row = await TestRun.OneAsync(plan.Build(new TryPlan
        {
            Id = "1",
            Line = 1,
            Steps = [plan.Call(plan.Read())],
            Handlers = [new HandlerPlan([kind], 6, [new SkipPlan { Id = "2", Line = 1, Reason = plan.Expression(f => Access.Select(f.Slots[6], "message")) }])],
        }));
        Assert.Equal(expected, row.Outcome.ToString().ToLowerInvariant());
        if (expected == "skipped")
        {
            Assert.Contains("gone fishing", row.Reason);
        }
    }

    [Theory]
    [InlineData("any", RowOutcome.Unknown)]
    [InlineData("server_error", RowOutcome.Unknown)]
    [InlineData("unknown", RowOutcome.Skipped)]
    public async Task Only_unknown_itself_takes_a_write_of_unknown_effect(string kind, RowOutcome expected)
    {
        await using var server = new FaultServer(_ => new WireReply(500));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var row = await TestRun.OneAsync(plan.Build(new TryPlan
        {
            Id = "1", Line = 1, Steps = [plan.Call(plan.Write(isIdempotent: false))],
            Handlers = [new HandlerPlan([kind], -1, [new SkipPlan { Id = "2", Line = 1, Reason = plan.Constant("seen") }])],
        }));
        Assert.Equal(expected, row.Outcome);
    }

    [Fact]
    public async Task A_failure_inside_a_handler_goes_to_the_next_try_outside()
    {
        var plan = new TestPlan();
        FailPlan Fail(string code) => new() { Id = plan.NextId(), Line = 1, Code = code, Message = plan.Constant(code) };
        var row = await TestRun.OneAsync(plan.Build(new TryPlan
        {
            Id = "o", Line = 1,
            Steps = [new TryPlan { Id = "i", Line = 1, Steps = [Fail("A")], Handlers = [new HandlerPlan(["A"], -1, [Fail("B")])] }],
            Handlers = [new HandlerPlan(["A"], -1, [Fail("never")]), new HandlerPlan(["B", "x"], -1, [Fail("C")])],
        }));
        Assert.Equal(("C", FailureKind.Fail), (row.Failure!.Code, row.Failure.Kind));
    }

    [Fact]
    public async Task Asserts_and_faults_fail_the_row_with_their_reason()
    {
        var plan = new TestPlan();
        var assert = new AssertPlan { Id = "1", Line = 1, Condition = plan.Expression(_ => Value.False), Code = "TOO_MUCH", Message = plan.Constant("too much") };
        Assert.Equal(("TOO_MUCH", "too much"), (await TestRun.OneAsync(plan.Build(assert))).Failure is { } f ? (f.Code, f.Message.English) : default);
        var let = new LetPlan { Id = "1", Line = 1, Slot = 1, Expression = plan.Expression(_ => Faults.DivisionByZero) };
        Assert.Equal("PFF3001", (await TestRun.OneAsync(plan.Build(let))).Failure!.Code);
        var when = new ConditionPlan { Id = "1", Line = 1, Condition = plan.Expression(_ => Value.Null), Then = [assert] };
        Assert.Equal("PFF3003", (await TestRun.OneAsync(plan.Build(when))).Failure!.Code);
    }

    [Fact]
    public async Task A_row_that_is_wrong_from_the_start_goes_to_the_report_or_its_handler()
    {
        var plan = new TestPlan();
        var journal = new InMemoryJournal();
        InputRow[] rows = [new(1, default) { Failure = new RowFailure(FailureKind.Input, "PFF3224", new("ragged", "torta"), "", 0) }];
        await TestRun.RunAsync(plan.Build(plan.Return()), rows, journal);
        Assert.Equal(("PFF3224", RowOutcome.Failed), (journal.Row.Failure!.Code, journal.Row.Outcome));

        journal = new InMemoryJournal();
        await TestRun.RunAsync(
            plan.Build(new TryPlan { Id = "1", Line = 1, Steps = [plan.Return()], Handlers = [new HandlerPlan(["input"], -1, [new SkipPlan { Id = "2", Line = 1, Reason = plan.Constant("bad row") }])] }),
            rows, journal);
        Assert.Equal("bad row", journal.Row.Reason);
    }

    [Fact]
    public async Task A_dry_run_reads_and_plans_what_it_would_write()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{\"n\":1}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var (read, write) = (plan.Read(), plan.Write(isIdempotent: true));
        plan.Methods[write] = plan.Methods[write] with { Parameters = [plan.Methods[write].Parameters[0], plan.Methods[write].Parameters[1] with { IsSecret = true }] };
        var id = plan.Expression(f => f.Slots[0]);
        var compiled = plan.Build(
            plan.Call(read, 1, Projection.Everything, id),
            plan.Call(write, 2, Projection.Everything, id, plan.Constant("pin-77")),
            plan.Call(write, -1, null, id, plan.Expression(f => TestPlan.Slot(f, 1, "n"))),
            new LetPlan { Id = "9", Line = 1, Slot = 3, Expression = plan.Expression(f => TestPlan.Slot(f, 2, "n")) },
            plan.Call(write));
        var observer = new Watcher();
        var journal = new InMemoryJournal();
        var summary = await TestRun.RunAsync(compiled, TestRun.Rows("1"), journal, new RunSettings { IsDryRun = true }, observer);
        Assert.Equal(RowOutcome.Succeeded, journal.Row.Outcome);
        Assert.Contains("step 9", journal.Row.Reason);
        Assert.Equal(2, summary.Counts.PlannedWrites);
        Assert.Equal("GET", Assert.Single(server.Requests).Verb);
        Assert.Equal(server.Address + "/things/1", observer.Writes.First().Url);
        Assert.Equal("{\"v\":\"(secret)\"}", observer.Writes.First().Body);
        Assert.Empty(journal.Records.OfType<CallIntent>());
    }

    [Fact]
    public async Task A_drain_finishes_the_rows_in_work_and_takes_no_more()
    {
        using var drain = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        await using var server = new FaultServer(async _ =>
        {
            await drain.CancelAsync();
            await release.Task;
            return WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var journal = new InMemoryJournal();
        var running = TestRun.RunAsync(
            plan.Build(plan.Call(plan.Write(isIdempotent: false))), TestRun.Rows([.. Enumerable.Range(0, 100).Select(i => $"r{i}")]), journal,
            new RunSettings { Workers = 2 }, cancellation: new RunCancellation(drain.Token, default));
        await Task.Delay(100);
        release.SetResult();
        var summary = await running;
        Assert.Equal(RunEnd.Drained, summary.End);
        Assert.InRange(journal.Rows.Count(), 1, 2);
        Assert.All(journal.Rows, r => Assert.Equal(RowOutcome.Succeeded, r.Outcome));
    }

    [Fact]
    public async Task An_abort_leaves_a_write_in_flight_as_an_intent()
    {
        using var abort = new CancellationTokenSource();
        await using var server = new FaultServer(async _ =>
        {
            await abort.CancelAsync();
            await Task.Delay(500);
            return WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var journal = new InMemoryJournal();
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Write(isIdempotent: false))), TestRun.Rows("a"), journal, cancellation: new RunCancellation(default, abort.Token));
        Assert.Equal(RunEnd.Aborted, summary.End);
        Assert.IsType<CallIntent>(Assert.Single(journal.Records));
    }

    [Fact]
    public void A_plan_or_setting_that_cannot_run_is_refused_by_name()
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = ["https://user:pw@host/x"] };
        var call = plan.Call(plan.Read());
        Assert.Equal("PFF3019", Code(plan.Build(call)));
        plan.Api = plan.Api with { Hosts = [] };
        Assert.Equal("PFF3020", Code(plan.Build(call)));
        Assert.Equal("PFF3012", Code(plan.Build(call), sequence: "mian"));
        Assert.Equal("PFF3013", Code(plan.Build(call with { Method = 7 })));
        Assert.Equal("PFF3013", Code(plan.Build(new SkipPlan { Id = "1", Line = 1, Reason = 99 })));
        Assert.Equal("PFF3014", Code(plan.Build(call), new RunSettings { Workers = 0 }));
        plan.Methods[0] = plan.Methods[0] with { Parameters = [new("id", "Host", ParameterLocation.Header, true)], Path = [new("/", 0)] };
        Assert.Equal("PFF3013", Code(plan.Build(call)));
    }

    [Fact]
    public async Task Calls_with_the_same_values_share_the_key_that_is_made_of_them()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var write = plan.Write(isIdempotent: true);
        plan.Methods[write] = plan.Methods[write] with { IdempotencyParameters = [1] };
        var (id, other) = (plan.Expression(_ => Value.Of("K1")), plan.Expression(_ => Value.Of("K2")));
        var (one, two) = (plan.Expression(_ => Value.Of(1L)), plan.Expression(_ => Value.Of(2L)));
        await TestRun.OneAsync(plan.Build(
            plan.Call(write, arguments: [id, one]), plan.Call(write, arguments: [other, one]), plan.Call(write, arguments: [id, two])));
        var keys = server.Requests.Select(r => r.Header("Idempotency-Key")!).ToList();
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Fact]
    public void Idempotency_keys_are_stable_and_never_shared()
    {
        Assert.Equal(IdempotencyKeys.Of("r", new CallKey(1, 2)), IdempotencyKeys.Of("r", new CallKey(1, 2)));
        var keys = from run in new[] { "r", "s" } from row in Enumerable.Range(1, 50) from ordinal in Enumerable.Range(0, 5) select IdempotencyKeys.Of(run, new CallKey(row, ordinal));
        Assert.Equal(500, keys.Distinct().Count());
        Assert.All(keys.Take(5), key => Assert.Equal('8', key[14]));
    }

    private static string? Code(CompiledPlan plan, RunSettings? settings = null, string sequence = "main") =>
        RunEngine.Create(plan, sequence, settings ?? new RunSettings(), new RunServices { Time = TimeProvider.System, Secrets = new TestSecrets() }).Failure?.Code;

    private sealed class Watcher : IRunObserver
    {
        public ConcurrentQueue<PlannedWrite> Writes { get; } = new();

        public void RowFinished(RowResult row)
        {
        }

        public void WritePlanned(PlannedWrite write) => Writes.Enqueue(write);

        public void HostHealthChanged(string api, string host, bool isHealthy)
        {
        }

        public void Cautioned(RuntimeFailure caution)
        {
        }
    }
}
