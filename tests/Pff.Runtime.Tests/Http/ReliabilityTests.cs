using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Each row of the table in docs/reliability.md, over real sockets.</summary>
public sealed class ReliabilityTests
{
    private const string WaitZero = "Retry-After: 0\r\n";

    public enum Call
    {
        Read,
        IdempotentWrite,
        Write,
    }

    /// <summary>Failure, effect, how often it is sent in all, the row's outcome and the failure's kind.</summary>
    public static TheoryData<string, Call, int, RowOutcome, string> Table
    {
        get
        {
            var table = new TheoryData<string, Call, int, RowOutcome, string>();
            void Add(string failure, (int, RowOutcome, string) read, (int, RowOutcome, string) idempotent, (int, RowOutcome, string) write)
            {
                table.Add(failure, Call.Read, read.Item1, read.Item2, read.Item3);
                table.Add(failure, Call.IdempotentWrite, idempotent.Item1, idempotent.Item2, idempotent.Item3);
                table.Add(failure, Call.Write, write.Item1, write.Item2, write.Item3);
            }

            (int, RowOutcome, string) Failed(int sent, string kind) => (sent, RowOutcome.Failed, kind);
            (int, RowOutcome, string) Unknown(int sent) => (sent, RowOutcome.Unknown, "unknown");

            foreach (var (status, kind) in new[] { (400, "invalid"), (403, "unauthorized"), (404, "not_found"), (409, "conflict"), (418, "rejected"), (501, "server_error") })
            {
                Add(status.ToString(), Failed(1, kind), Failed(1, kind), Failed(1, kind));
            }

            Add("408", Failed(3, "rejected"), Failed(3, "rejected"), Failed(1, "rejected"));
            Add("429", Failed(3, "rate_limited"), Failed(3, "rate_limited"), Failed(3, "rate_limited"));
            Add("500", Failed(3, "server_error"), Unknown(3), Unknown(1));
            Add("502", Failed(3, "server_error"), Unknown(3), Unknown(1));
            Add("503", Failed(3, "server_error"), Unknown(3), Unknown(1));
            Add("503 wait", Failed(3, "server_error"), Failed(3, "server_error"), Failed(3, "server_error"));
            Add("504", Failed(3, "server_error"), Unknown(3), Unknown(1));
            Add("303", Failed(1, "rejected"), Unknown(1), Unknown(1));
            Add("307", Failed(1, "rejected"), Failed(1, "rejected"), Failed(1, "rejected"));
            Add("page", Failed(1, "bad_response"), Unknown(1), Unknown(1));
            Add("lost", Failed(3, "network"), Unknown(3), Unknown(1));
            Add("timeout", Failed(3, "timeout"), Unknown(3), Unknown(1));
            Add("not http", Failed(3, "bad_response"), Unknown(3), Unknown(1));
            Add("refused", Failed(0, "network"), Failed(0, "network"), Failed(0, "network"));
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_failure_is_repeated_and_reported_as_the_table_says(string failure, Call call, int sent, RowOutcome outcome, string kind)
    {
        await using var server = new FaultServer(_ => Reply(failure));
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [failure == "refused" ? FaultServer.DeadAddress() : server.Address],
            Retry = plan.Api.Retry with { MaximumRetries = 2 },
            Timeouts = new TimeoutSettings { AttemptMs = failure == "timeout" ? 60 : 5_000, TotalMs = 10_000 },
        };
        var method = call == Call.Read ? plan.Read() : plan.Write(call == Call.IdempotentWrite);
        var journal = new InMemoryJournal();
        var row = await TestRun.OneAsync(plan.Build(plan.Call(method)), journal);

        Assert.Equal(outcome, row.Outcome);
        Assert.Equal(kind, FailureKinds.NameOf(row.Failure!.Kind));
        if (failure == "lost" && call == Call.Read)
        {
            // The platform's own handler may repeat a read on a connection that broke; it never repeats a write.
            Assert.InRange(server.Requests.Count, sent, 5 * sent);
        }
        else
        {
            Assert.Equal(sent, server.Requests.Count);
        }

        if (call == Call.IdempotentWrite && sent > 0)
        {
            var key = Assert.Single(server.Requests.Select(r => r.Header("Idempotency-Key")).Distinct());
            Assert.Equal(journal.Records.OfType<CallIntent>().Single().IdempotencyKey, key);
        }
        else if (sent > 0)
        {
            Assert.All(server.Requests, r => Assert.Null(r.Header("Idempotency-Key")));
        }

        var state = outcome == RowOutcome.Unknown ? CallState.Unknown : CallState.Failed;
        Assert.Equal(state, journal.Records.OfType<CallOutcome>().Single().State);
    }

    [Theory]
    [InlineData("text/html", "{}", false)]
    [InlineData("text/html", "", false)]
    [InlineData("application/json", "<a/>", false)]
    [InlineData("text/plain", "<html>", false)]
    [InlineData("TEXT/HTML; charset=utf-8", "\uFEFF <html>", true)]
    [InlineData("application/xhtml+xml", "<html/>", true)]
    public void Only_a_page_that_is_called_one_is_a_page(string type, string body, bool isPage)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", type));
        Assert.Equal(isPage, WebPage.Is(content.Headers, System.Text.Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("500", Call.Read)]
    [InlineData("503", Call.IdempotentWrite)]
    [InlineData("lost", Call.IdempotentWrite)]
    [InlineData("429", Call.Write)]
    [InlineData("503 wait", Call.Write)]
    public async Task A_repeated_call_succeeds_once_the_server_recovers(string failure, Call call)
    {
        var seen = 0;
        await using var server = new FaultServer(_ => Interlocked.Increment(ref seen) <= 2 ? Reply(failure) : WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var method = call == Call.Read ? plan.Read() : plan.Write(call == Call.IdempotentWrite);
        var row = await TestRun.OneAsync(plan.Build(plan.Call(method)));
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        Assert.Equal(3, row.Attempts);
    }

    [Theory]
    [InlineData(Call.Read)]
    [InlineData(Call.IdempotentWrite)]
    [InlineData(Call.Write)]
    public async Task A_host_that_cannot_be_reached_is_passed_over_for_the_next(Call call)
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [FaultServer.DeadAddress(), server.Address] };
        var method = call == Call.Read ? plan.Read() : plan.Write(call == Call.IdempotentWrite);
        var row = await TestRun.OneAsync(plan.Build(plan.Call(method)));
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_write_that_may_have_been_handled_is_not_taken_to_another_host()
    {
        await using var broken = new FaultServer(_ => WireReply.Closes);
        await using var other = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [broken.Address, other.Address] };
        var row = await TestRun.OneAsync(plan.Build(plan.Call(plan.Write(isIdempotent: false))));
        Assert.Equal(RowOutcome.Unknown, row.Outcome);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_write_that_once_may_have_been_handled_stays_unknown_until_it_is_confirmed()
    {
        var seen = 0;
        await using var server = new FaultServer(_ => Interlocked.Increment(ref seen) == 1 ? WireReply.Closes : new WireReply(409));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var row = await TestRun.OneAsync(plan.Build(plan.Call(plan.Write(isIdempotent: true))));
        Assert.Equal(RowOutcome.Unknown, row.Outcome);
        Assert.Equal(409, row.Failure!.Status);
    }

    [Theory]
    [InlineData("large")]
    [InlineData("cut")]
    public async Task A_write_whose_answer_is_unusable_has_succeeded_all_the_same(string fault)
    {
        await using var server = new FaultServer(_ => fault == "cut"
            ? new WireReply(200, "{\"a\":1}") { CutsBodyAt = 3 }
            : new WireReply(200, "{\"a\":\"" + new string('x', 5000) + "\"}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address], Limits = new LimitSettings { MaximumResponseBytes = 1000 } };
        var journal = new InMemoryJournal();
        var row = await TestRun.OneAsync(plan.Build(plan.Call(plan.Write(isIdempotent: false), 1, Projection.Everything)), journal);
        Assert.Equal(RowOutcome.Failed, row.Outcome);
        Assert.Equal(FailureKind.BadResponse, row.Failure!.Kind);
        Assert.Equal(CallState.Succeeded, journal.Records.OfType<CallOutcome>().Single().State);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(nameof(AttemptEnd.Broken))]
    [InlineData(nameof(AttemptEnd.TimedOut))]
    public void A_write_of_which_nothing_left_may_go_again(string end)
    {
        var judgement = Reliability.Judge(Enum.Parse<AttemptEnd>(end), 0, isRepeatable: false, wasSent: false, asksToWait: false);
        Assert.True(judgement is { HasEffect: false, MayRepeat: true });
    }

    private static WireReply Reply(string failure) => failure switch
    {
        "lost" => WireReply.Closes,
        "timeout" => new WireReply { Delay = TimeSpan.FromSeconds(2) },
        "not http" => new WireReply { Raw = "hello, I am no HTTP server\r\n\r\n"u8.ToArray() },
        "page" => new WireReply(200, "\n<!doctype html><title>Login</title>") { Headers = "Content-Type: text/html; charset=utf-8\r\n" },
        "503 wait" => new WireReply(503) { Headers = WaitZero },
        "303" or "307" => new WireReply(int.Parse(failure)) { Headers = "Location: /elsewhere\r\n" },
        "refused" => WireReply.Json("{}"),
        _ => new WireReply(int.Parse(failure), "{\"message\":\"no\"}"),
    };
}
