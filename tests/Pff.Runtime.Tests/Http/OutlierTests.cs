using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>Hosts of one API that are compared with one another.</summary>
public sealed class OutlierTests
{
    [Fact]
    public async Task A_host_that_fails_far_more_often_than_the_others_is_left_alone_and_asked_again_later()
    {
        var seen = 0;
        await using var bad = new FaultServer(_ => Interlocked.Increment(ref seen) is <= 60 and var number && number % 5 < 2 ? new WireReply(500) : WireReply.Json("{}"));
        await using var good = new FaultServer(_ => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(5) });
        var observer = new HealthObserver();
        var plan = Plan(bad, good);
        plan.Api = plan.Api with { Outliers = new OutlierSettings { PauseMs = 300 } };
        var summary = await RunAsync(plan, 400, observer);
        Assert.Equal(400, summary.Counts.Succeeded);
        Assert.Equal($"127.0.0.1:{bad.Port} out", observer.Changes.First());
        Assert.Contains($"127.0.0.1:{bad.Port} in", observer.Changes);
        Assert.DoesNotContain(observer.Changes, change => change.StartsWith($"127.0.0.1:{good.Port}", StringComparison.Ordinal));
        Assert.InRange(good.Requests.Count, 30, 400);
        Assert.InRange(bad.Requests.Count, 20, 390);
    }

    [Fact]
    public async Task Without_it_the_same_host_goes_on()
    {
        await using var bad = new FaultServer(Failing());
        await using var good = new FaultServer(_ => WireReply.Json("{}"));
        var plan = Plan(bad, good);
        plan.Api = plan.Api with { Outliers = new OutlierSettings { WorseBy = 0 } };
        await RunAsync(plan, 100, null);
        Assert.True(bad.Requests.Count >= 100, $"{bad.Requests.Count} requests");
    }

    [Fact]
    public async Task Hosts_that_are_equally_bad_all_stay()
    {
        await using var one = new FaultServer(Failing());
        await using var two = new FaultServer(Failing());
        var observer = new HealthObserver();
        await RunAsync(Plan(one, two), 200, observer);
        Assert.Empty(observer.Changes);
    }

    /// <summary>The other host is asked later, because the first has no answer, and still answers first.</summary>
    [Fact]
    public async Task A_host_that_loses_its_races_is_one()
    {
        await using var slow = new FaultServer(_ => WireReply.Json("{}") with { Delay = TimeSpan.FromMilliseconds(400) });
        await using var quick = new FaultServer(_ => WireReply.Json("{}"));
        var observer = new HealthObserver();
        var plan = Plan(slow, quick);
        plan.Api = plan.Api with { Hedge = new HedgeSettings { AfterMs = 20 } };
        var summary = await RunAsync(plan, 100, observer);
        Assert.Equal(100, summary.Counts.Succeeded);
        Assert.Equal([$"127.0.0.1:{slow.Port} out"], observer.Changes);
        Assert.InRange(slow.Requests.Count, 10, 40);
    }

    [Fact]
    public void Each_pause_is_twice_as_long_up_to_the_longest_and_a_good_while_forgets_them()
    {
        var (time, hosts, watch) = Watch(2, new OutlierSettings { PauseMs = 10_000, LongestPauseMs = 25_000 });
        foreach (var seconds in new[] { 10, 20, 25, 25 })
        {
            FailAll(watch, hosts, hosts[0]);
            Assert.True(hosts[0].IsEjected);
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.True(hosts[0].IsEjected, $"it should be out for {seconds} s");
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.False(hosts[0].IsEjected);
        }

        time.Advance(TimeSpan.FromSeconds(100));
        FailAll(watch, hosts, hosts[0]);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(hosts[0].IsEjected);
    }

    [Theory]
    [InlineData(2, 1.0, 1)]
    [InlineData(4, 0.5, 2)]
    [InlineData(4, 1.0, 3)]
    [InlineData(4, 0.1, 1)]
    public void The_last_host_is_never_taken_out_and_never_more_than_the_share(int count, double share, int most)
    {
        var (_, hosts, watch) = Watch(count, new OutlierSettings { MostRatio = share });
        foreach (var host in hosts)
        {
            FailAll(watch, hosts, host);
        }

        Assert.Equal(most, hosts.Count(h => h.IsEjected));
    }

    [Fact]
    public void What_is_older_than_the_window_counts_no_more()
    {
        var (time, hosts, watch) = Watch(2, new OutlierSettings());
        for (var i = 0; i < 9; i++)
        {
            watch.Report(hosts[0], isFault: true);
        }

        time.Advance(TimeSpan.FromSeconds(11));
        for (var i = 0; i < 20; i++)
        {
            watch.Report(hosts[1], isFault: false);
            watch.Report(hosts[0], isFault: i % 5 == 0);
        }

        Assert.False(hosts[0].IsEjected);
    }

    private static (ManualTime Time, ImmutableArray<HostClient> Hosts, OutlierWatch Watch) Watch(int count, OutlierSettings settings)
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromHours(1));
        var api = new ApiDescriptor { Name = "crm", Hosts = [] };
        ImmutableArray<HostClient> hosts = [.. Enumerable.Range(0, count).Select(i => new HostClient(api, $"http://h{i}.example", time, null))];
        return (time, hosts, new OutlierWatch(settings, hosts, time));
    }

    /// <summary>Twenty attempts at each host, of which only those at one fail.</summary>
    private static void FailAll(OutlierWatch watch, ImmutableArray<HostClient> hosts, HostClient bad)
    {
        for (var i = 0; i < 20; i++)
        {
            foreach (var host in hosts.Where(h => h != bad))
            {
                watch.Report(host, isFault: false);
            }

            watch.Report(bad, isFault: true);
        }
    }

    /// <summary>Two of five answers are failures.</summary>
    private static Func<WireRequest, WireReply> Failing()
    {
        var seen = 0;
        return _ => Interlocked.Increment(ref seen) % 5 < 2 ? new WireReply(500) : WireReply.Json("{}");
    }

    private static TestPlan Plan(params FaultServer[] servers)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [.. servers.Select(s => s.Address)],
            Breaker = new BreakerSettings { FailureRatio = 0 },
            Retry = plan.Api.Retry with { MaximumRetries = 10, BudgetPercent = 100 },
        };
        return plan;
    }

    private static Task<RunSummary> RunAsync(TestPlan plan, int rows, IRunObserver? observer) => TestRun.RunAsync(
        plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Enumerable.Range(0, rows).Select(i => $"r{i}")]), new InMemoryJournal(),
        new RunSettings { Workers = 4 }, observer);

    private sealed class HealthObserver : IRunObserver
    {
        public ConcurrentQueue<string> Changes { get; } = new();

        public void RowFinished(RowResult row)
        {
        }

        public void WritePlanned(PlannedWrite write)
        {
        }

        public void Cautioned(RuntimeFailure caution)
        {
        }

        public void HostHealthChanged(string api, string host, bool isHealthy) => Changes.Enqueue($"{host} {(isHealthy ? "in" : "out")}");
    }
}
