using System.Globalization;
using Pff.Runtime.Control;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Control;

/// <summary>
/// Simulated runs of a canary of 50,000 rows. <c>PFF_CANARY_COUNT</c> sets the number of runs for each failure rate (1,000;
/// the long form is 10,000), <c>PFF_CANARY_SEED</c> the seed.
/// </summary>
public sealed class CanarySimulationTests(ITestOutputHelper output)
{
    private const int Rows = 50_000;

    [Theory]
    [InlineData(0.01, 0.05, 0.05)]
    [InlineData(0.02, 0.04, 0.1)]
    [InlineData(0.001, 0.02, 0.01)]
    public void Runs_are_wrongly_stopped_and_wrongly_widened_no_more_often_than_stated(double acceptable, double intolerable, double error)
    {
        var (count, seed) = (LongForm.Number("PFF_CANARY_COUNT", 1_000), LongForm.Number("PFF_CANARY_SEED", 11));
        var random = new Random(seed);
        var settings = new TestSettings(acceptable, intolerable, error, error);
        var (stopped, askedOfGood, widened, askedOfBad) = (0, 0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            var good = Simulate(settings, acceptable, i, random);
            stopped += good.IsStopped ? 1 : 0;
            askedOfGood += good.IsAsked ? 1 : 0;
            var bad = Simulate(settings, intolerable, i, random);
            widened += bad.IsWidenedToTheEnd ? 1 : 0;
            askedOfBad += bad.IsAsked ? 1 : 0;
        }

        // Of so many runs, chance alone may give a little more than the bound; four deviations are one in 30,000.
        var most = count * error + (4 * Math.Sqrt(count * error * (1 - error)));
        output.WriteLine(
            $"PFF_CANARY_SEED={seed} PFF_CANARY_COUNT={count}, {acceptable:P1} against {intolerable:P1}, stated error {error:P0}: "
            + $"good runs stopped {stopped} ({(double)stopped / count:P2}), asked {askedOfGood}; bad runs widened {widened} ({(double)widened / count:P2}), asked {askedOfBad}");
        Assert.InRange(stopped, 0, most);
        Assert.InRange(widened, 0, most);
    }

    [Fact]
    public void A_ring_is_a_random_sample_of_its_share_and_the_same_one_each_time()
    {
        var plan = CanaryPlan.Create([0.01, 0.1, 1], TestSettings.Default, asksAtEachRing: false, seed: 3)!;
        var rings = Enumerable.Range(1, 100_000).Select(row => plan.RingOf(row)).ToList();
        Assert.InRange(rings.Count(r => r == 0), 850, 1150);
        Assert.InRange(rings.Count(r => r == 1), 8_600, 9_400);
        Assert.InRange(rings.Take(50_000).Count(r => r == 0), 400, 600);
        Assert.Equal(rings, Enumerable.Range(1, 100_000).Select(row => plan.RingOf(row)));
        var other = CanaryPlan.Create([0.01, 0.1, 1], TestSettings.Default, asksAtEachRing: false, seed: 4)!;
        Assert.InRange(Enumerable.Range(1, 100_000).Count(row => plan.RingOf(row) == 0 && other.RingOf(row) == 0), 0, 40);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.1 0.05 1")]
    [InlineData("0 1")]
    [InlineData("0.5 1.5")]
    public void Shares_that_do_not_grow_to_the_whole_are_no_canary(string shares) =>
        Assert.Null(CanaryPlan.Create([.. shares.Split(' ').Select(s => double.Parse(s, CultureInfo.InvariantCulture))], TestSettings.Default, asksAtEachRing: false, seed: 1));

    private static Simulated Simulate(TestSettings settings, double rate, int seed, Random random)
    {
        var plan = CanaryPlan.Create([0.01, 0.1, 1], settings, asksAtEachRing: false, seed)!;
        foreach (var ring in plan.Rings)
        {
            var test = new SequentialTest(plan.Test);
            var rows = (int)Math.Round((ring.To - ring.From) * Rows);
            for (var i = 0; i < rows; i++)
            {
                if (test.Add(random.NextDouble() < rate) == TestVerdict.Bad)
                {
                    return new Simulated(IsStopped: true, IsAsked: false, IsWidenedToTheEnd: ring.IsLast);
                }
            }

            if (!ring.IsLast && test.Verdict == TestVerdict.Undecided)
            {
                return new Simulated(IsStopped: false, IsAsked: true, IsWidenedToTheEnd: false);
            }
        }

        return new Simulated(IsStopped: false, IsAsked: false, IsWidenedToTheEnd: true);
    }

    private readonly record struct Simulated(bool IsStopped, bool IsAsked, bool IsWidenedToTheEnd);
}
