using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Caching;

public sealed class ReadSharingTests
{
    [Fact]
    public async Task Identical_reads_in_flight_are_sent_once()
    {
        await using var server = new FaultServer(async _ =>
        {
            await Task.Delay(200);
            return WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows("a", "a", "a", "b"), new InMemoryJournal(), new RunSettings { Workers = 4 });
        Assert.Equal((4, 2), (summary.Counts.Succeeded, summary.Counts.Coalesced));
        Assert.Equal(["/things/a", "/things/b"], server.Requests.Select(r => r.Target).Order());
    }

    [Fact]
    public async Task A_cached_answer_serves_later_reads_and_a_row_that_wrote_reads_its_own_write()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var (read, write) = (plan.Read(cache: new CacheSettings { TimeToLiveMs = 60_000 }), plan.Write(isIdempotent: true));
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(read), plan.Call(read), plan.Call(write), plan.Call(read)), TestRun.Rows("a", "a"), new InMemoryJournal(), new RunSettings { Workers = 1 });
        Assert.Equal(3, summary.Counts.CacheHits);
        Assert.Equal(["GET", "POST", "GET", "POST", "GET"], server.Requests.Select(r => r.Verb));
    }

    [Fact]
    public async Task A_failure_is_shared_but_not_cached()
    {
        await using var server = new FaultServer(_ => new WireReply(404));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read(cache: new CacheSettings { TimeToLiveMs = 60_000 }))), TestRun.Rows("a", "a"), journal, new RunSettings { Workers = 1 });
        Assert.Equal(2, server.Requests.Count);
        Assert.All(journal.Rows, r => Assert.Equal(FailureKind.NotFound, r.Failure!.Kind));
    }

    [Fact]
    public void The_cache_forgets_what_is_old_and_what_was_unused_for_longest()
    {
        var time = new ManualTime();
        var cache = new ResponseCache(10_000, time);
        var result = new CallResult(CallState.Succeeded, 200, new byte[1000], null, 1, 1);
        ReadKey Key(int i) => ReadKey.OfRequest(null!, new RenderedRequest("/k" + i, [], null, []), 0);
        for (var i = 0; i < 7; i++)
        {
            cache.Put(Key(i), result, TimeSpan.FromSeconds(10));
        }

        Assert.True(cache.TryGet(Key(0), out _));
        cache.Put(Key(7), result, TimeSpan.FromSeconds(10));
        Assert.True(cache.TryGet(Key(0), out _));
        Assert.False(cache.TryGet(Key(1), out _));
        Assert.InRange(cache.SizeBytes, 1, 10_000);

        cache.Put(Key(8), result with { Body = new byte[5000] }, TimeSpan.FromSeconds(10));
        Assert.False(cache.TryGet(Key(8), out _));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.All(Enumerable.Range(0, 9), i => Assert.False(cache.TryGet(Key(i), out _)));
        Assert.Equal(0, cache.SizeBytes);
    }
}
