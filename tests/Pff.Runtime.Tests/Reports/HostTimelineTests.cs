using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Runtime.Reports;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Reports;

public sealed class HostTimelineTests
{
    private const long Noon = 1_700_000_000 / 86_400 * 86_400;

    [Fact]
    public void Figures_are_by_host_and_slot_and_whole_in_the_total()
    {
        var timeline = HostTimeline.Of([Second("a", Noon, 10, errors: 2, ms: 20), Second("b", Noon, 5, ms: 3), Second("a", Noon + 1, 30, retries: 4, ms: 100)]);
        Assert.Equal((TimeSpan.FromSeconds(1), 2), (timeline.Width, timeline.Slots.Length));
        Assert.Equal(["a", "b"], timeline.Hosts.Select(h => h.Host));
        Assert.Equal(new HostFigures(40, 2, 4, 96, 96), timeline.Hosts[0].Total);
        Assert.Equal([new HostFigures(10, 2, 0, 20, 20), new HostFigures(30, 0, 4, 96, 96)], timeline.Hosts[0].Slots);
        Assert.Equal(HostFigures.None, timeline.Hosts[1].Slots[1]);
    }

    [Fact]
    public void Whatever_the_times_there_are_few_slots_and_no_request_is_lost()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var span = (long)Math.Pow(10, random.NextDouble() * 6.5);
            var seconds = Enumerable.Range(0, random.Next(1, 200)).Select(_ => Second($"h{random.Next(3)}", Noon + random.NextInt64(span), random.Next(1, 9), ms: random.Next(5000))).ToList();
            var timeline = HostTimeline.Of(seconds);
            Assert.InRange(timeline.Slots.Length, 1, 61);
            Assert.Equal(seconds.Sum(s => s.Requests), timeline.Hosts.Sum(h => h.Slots.Sum(s => s.Requests)));
            Assert.Equal(seconds.Sum(s => s.Requests), timeline.Hosts.Sum(h => h.Total.Requests));
            Assert.Equal(timeline.Slots.Order(Comparer<TimeSlot>.Create((a, b) => a.Start.CompareTo(b.Start))), timeline.Slots);
        }
    }

    [Fact]
    public void A_pause_until_the_next_day_is_left_out()
    {
        var timeline = HostTimeline.Of([Second("a", Noon, 1), Second("a", Noon + 3, 1), Second("a", Noon + 80_000, 1), Second("a", Noon + 80_002, 1)]);
        Assert.Equal((TimeSpan.FromSeconds(1), 7), (timeline.Width, timeline.Slots.Length));
        Assert.Equal([4], timeline.Slots.Index().Where(s => s.Item.FollowsPause).Select(s => s.Index));
    }

    [Fact]
    public void A_bucket_is_off_by_an_eighth_at_most()
    {
        for (var ms = 0; ms < 1_000_000; ms += 1 + (ms / 50))
        {
            var least = LatencyCounts.LeastOf(LatencyCounts.BucketOf(ms));
            Assert.True(least <= ms && ms - least <= ms / 8.0, $"{ms} ms: {least} ms");
        }
    }

    [Fact]
    public void The_summary_names_each_host()
    {
        var source = new ReportSource { Header = Samples.Header, Rows = [Samples.Row(1)], Health = [Second("crm:80", Noon, 1200, errors: 3, ms: 6)] };
        Assert.Contains("crm:80: 1,200 requests, 3 errors, 0 repeated; median 6 ms, 95 % within 6 ms", SummaryText.Render(RunReportSummary.Of(source), Language.English));
    }

    private static HostSecond Second(string host, long second, long requests, long errors = 0, long retries = 0, int ms = 1)
    {
        var latencies = new LatencyCounts();
        latencies.Add(LatencyCounts.BucketOf(ms), requests);
        return new HostSecond("api", host, second, requests, errors, retries, latencies);
    }
}
