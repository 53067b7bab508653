using Pff.Core.Plan;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

public sealed class CircuitBreakerTests
{
    private static readonly BreakerSettings Settings = new() { FailureRatio = 0.5, MinimumThroughput = 4, SamplingMs = 1_000, BreakMs = 600 };

    private readonly ManualTime _time = new();
    private readonly List<bool> _changes = [];
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(Settings, _time, _changes.Add);

    [Fact]
    public void It_opens_when_half_of_at_least_four_attempts_failed()
    {
        Attempt(isFault: true, 3);
        Assert.Equal(BreakerPass.Ordinary, _breaker.Enter());
        _breaker.Report(BreakerPass.Ordinary, isFault: false);
        Attempt(isFault: true, 1);
        Assert.Equal(BreakerPass.Refused, _breaker.Enter());
        Assert.Equal(TimeSpan.FromMilliseconds(600), _breaker.OpenFor);
        Assert.Equal([false], _changes);
    }

    [Fact]
    public void Failures_of_long_ago_do_not_count()
    {
        Attempt(isFault: true, 3);
        _time.Advance(TimeSpan.FromSeconds(2));
        Attempt(isFault: true, 3);
        Assert.Equal(BreakerPass.Ordinary, _breaker.Enter());
    }

    [Fact]
    public void A_good_answer_never_opens_it()
    {
        Attempt(isFault: true, 3);
        Attempt(isFault: false, 1);
        Assert.Equal(BreakerPass.Ordinary, _breaker.Enter());
    }

    [Fact]
    public void After_its_pause_one_attempt_finds_out_for_all()
    {
        Open();
        Assert.Equal(BreakerPass.Probe, _breaker.Enter());
        Assert.Equal(BreakerPass.Refused, _breaker.Enter());
        _breaker.Report(BreakerPass.Probe, isFault: false);
        Assert.Equal(BreakerPass.Ordinary, _breaker.Enter());
        Assert.Equal([false, true], _changes);

        // What failed before it opened is forgotten.
        Attempt(isFault: true, 3);
        Assert.Equal(BreakerPass.Ordinary, _breaker.Enter());
    }

    [Fact]
    public void A_probe_that_fails_begins_another_pause_and_nobody_is_told_twice()
    {
        Open();
        _breaker.Report(_breaker.Enter(), isFault: true);
        Assert.Equal(BreakerPass.Refused, _breaker.Enter());
        _time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal(BreakerPass.Probe, _breaker.Enter());
        Assert.Equal([false], _changes);
    }

    [Fact]
    public void A_probe_that_says_nothing_lets_the_next_one_try()
    {
        Open();
        _breaker.GiveUp(_breaker.Enter());
        Assert.Equal(BreakerPass.Probe, _breaker.Enter());
    }

    [Fact]
    public void What_was_under_way_when_it_opened_neither_closes_it_nor_prolongs_its_pause()
    {
        Attempt(isFault: true, 4);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        _breaker.Report(BreakerPass.Ordinary, isFault: false);
        _breaker.Report(BreakerPass.Ordinary, isFault: true);
        Assert.Equal(TimeSpan.FromMilliseconds(300), _breaker.OpenFor);
    }

    [Fact]
    public void A_ratio_of_zero_switches_it_off()
    {
        var off = new CircuitBreaker(Settings with { FailureRatio = 0 }, _time, _changes.Add);
        for (var i = 0; i < 100; i++)
        {
            off.Report(off.Enter(), isFault: true);
        }

        Assert.Equal(BreakerPass.Ordinary, off.Enter());
    }

    private void Open()
    {
        Attempt(isFault: true, 4);
        _time.Advance(TimeSpan.FromMilliseconds(600));
    }

    private void Attempt(bool isFault, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _breaker.Report(_breaker.Enter(), isFault);
        }
    }
}
