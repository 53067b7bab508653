using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Caching;

/// <summary>Which reads are the same, and which writes drop their answers.</summary>
public sealed class CacheRuleTests
{
    private static readonly CacheSettings Minute = new() { TimeToLiveMs = 60_000 };

    [Fact]
    public async Task A_thousand_rows_that_ask_the_same_at_once_send_one_request()
    {
        await using var server = new FaultServer(async _ =>
        {
            await Task.Delay(300);
            return WireReply.Json("""{ "v": 1 }""");
        });
        var plan = new CachePlan(server.Address, Minute);
        var summary = await plan.RunAsync(CachePlan.Rows(Enumerable.Range(0, 1_000).Select(i => $"r:a:{i}")), workers: 1_000);
        Assert.Equal(1_000, summary.Counts.Succeeded);
        Assert.Single(server.Requests);
        Assert.Equal(999, summary.Counts.CacheHits + summary.Counts.Coalesced);
    }

    [Fact]
    public async Task Arguments_that_the_rule_does_not_name_do_not_matter()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        await new CachePlan(server.Address, Minute).RunAsync(CachePlan.Rows("r:a:x", "r:a:y", "r:b:x"));
        Assert.Equal(["/things/a?note=x", "/things/b?note=x"], server.Requests.Select(r => r.Target));

        server.Requests.Clear();
        await new CachePlan(server.Address, Minute, isByParameters: false).RunAsync(CachePlan.Rows("r:a:x", "r:a:y", "r:a:x"));
        Assert.Equal(["/things/a?note=x", "/things/a?note=y"], server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task A_write_drops_the_answers_of_its_value_and_no_others()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        await new CachePlan(server.Address, Minute).RunAsync(CachePlan.Rows("r:a", "r:b", "w:a", "r:a", "r:b", "r:a"));
        Assert.Equal(["GET /things/a", "GET /things/b", "POST /things/a", "GET /things/a"], server.Requests.Select(r => $"{r.Verb} {r.Target.Split('?')[0]}"));
    }

    [Fact]
    public async Task A_write_that_failed_drops_them_too()
    {
        await using var server = new FaultServer(r => r.Verb == "GET" ? WireReply.Json("""{ "v": 1 }""") : new WireReply(409));
        await new CachePlan(server.Address, Minute).RunAsync(CachePlan.Rows("r:a", "w:a", "r:a"));
        Assert.Equal(["GET", "POST", "GET"], server.Requests.Select(r => r.Verb));
    }

    [Fact]
    public async Task Behind_a_write_of_unknown_effect_nothing_of_its_value_is_kept_any_more()
    {
        await using var server = new FaultServer(r => r.Verb == "GET" ? WireReply.Json("""{ "v": 1 }""") : WireReply.Closes);
        await new CachePlan(server.Address, Minute).RunAsync(CachePlan.Rows("r:a", "w:a", "r:a", "r:a", "r:b", "r:b"));
        Assert.Equal(["/things/a", "/things/a", "/things/a", "/things/b"], server.Requests.Where(r => r.Verb == "GET").Select(r => r.Target.Split('?')[0]));
    }

    [Fact]
    public async Task An_answer_that_was_under_way_when_a_write_was_sent_is_neither_shared_nor_kept()
    {
        var (asked, written) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reads = 0;
        await using var server = new FaultServer(async request =>
        {
            if (request.Verb == "POST")
            {
                await asked.Task;
                written.TrySetResult();
                return WireReply.Json("{}");
            }

            if (Interlocked.Increment(ref reads) == 1)
            {
                // What the server had before the write, and late.
                asked.TrySetResult();
                await written.Task;
                await Task.Delay(300);
                return WireReply.Json("""{ "v": "old" }""");
            }

            return WireReply.Json("""{ "v": "new" }""");
        });
        var journal = new InMemoryJournal();
        await new CachePlan(server.Address, Minute).RunAsync(CachePlan.Rows("r:a", "w:a", "r:a", "r:a", "r:a"), workers: 2, journal: journal);
        string[] returned = [.. journal.Rows.Select(r => Encoding.UTF8.GetString(r.Returned.Span))];
        Assert.Equal("""{"v":"old"}""", returned[0]);
        Assert.Equal(["""{"v":"new"}""", """{"v":"new"}""", """{"v":"new"}"""], returned[2..]);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task What_settles_a_lost_write_is_asked_for_although_an_answer_is_kept()
    {
        var state = "old";
        await using var server = new FaultServer(request =>
        {
            if (request.Verb == "GET")
            {
                return WireReply.Json($$"""{ "v": "{{state}}" }""");
            }

            state = "new";
            return WireReply.Closes;
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var (read, write) = (plan.Read(cache: Minute), plan.Write(isIdempotent: false));
        var settles = new ReadBackPlan(
            plan.Call(read, resultSlot: 4, projection: Projection.Everything), plan.Expression(f => Value.Of(TestPlan.Slot(f, 4, "v").AsText == "new")), 0);
        var row = await TestRun.OneAsync(plan.Build(plan.Call(read), plan.Call(read), plan.Call(write) with { SettledBy = settles }));
        Assert.Equal(RowOutcome.Succeeded, row.Outcome);
        Assert.Equal(["GET", "POST", "GET"], server.Requests.Select(r => r.Verb));
    }

    [Fact]
    public async Task Without_a_cache_every_read_is_sent_by_itself()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        var summary = await new CachePlan(server.Address, Minute).RunAsync(
            CachePlan.Rows("r:a", "r:a", "r:a"), settings: new RunSettings { CacheUse = CacheUse.Nothing });
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(new CacheCounts(3, 0, 0, 0), CacheCounts.Of(summary.Counts));
    }

    [Fact]
    public void Tags_meet_where_values_are_the_same_or_not_known()
    {
        var read = new CachePlan("http://x", Minute).Read;
        InvalidationRule[] rules = [new("read", ["id"], [1], false)];
        int[] Read(params Value[] arguments) => CallTags.OfRead(read, arguments);
        int[] Write(Value id) => CallTags.OfWrite("crm", rules, [Value.Of("first"), id]);
        bool Meet(int[] a, int[] b) => a.Intersect(b).Any();

        Assert.True(Meet(Read(Value.Of("7"), default), Write(Value.Of(7L))));
        Assert.False(Meet(Read(Value.Of("7"), default), Write(Value.Of("8"))));
        Assert.True(Meet(Read(Value.Of("7"), default), Write(default)));
        Assert.True(Meet(Read(default, default), Write(Value.Of("8"))));
        Assert.True(Meet(Read(default, default), Write(Value.Null)));

        var whole = read with { CacheRule = new CacheRule { Groups = [new ArgumentGroup([])] } };
        Assert.True(Meet(CallTags.OfRead(whole, [Value.Of("7"), default]), CallTags.OfWrite("crm", [new("read", [], [], false)], [])));
    }
}
