using System.Collections.Concurrent;
using Pff.Core.Plan;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pff.Runtime.Http;

/// <summary>One host of an API: its address, its gate, its circuit breaker and its retry budget.</summary>
internal sealed class HostClient : IDisposable
{
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<int, ResiliencePipeline<Attempt>> _pipelines = new();
    private readonly ResiliencePipeline<Attempt> _breaker;
    private readonly Action<HostClient, bool>? _healthChanged;
    private long _openUntil = long.MinValue;
    private long _ejectedUntil = long.MinValue;

    /// <param name="address">Scheme, authority and base path; no slash at its end.</param>
    public HostClient(ApiDescriptor api, string address, TimeProvider time, Action<HostClient, bool>? healthChanged)
    {
        Address = address;
        Name = new Uri(address).Authority;
        Gate = new HostGate(api.Limits, time);
        Health = new HostHealth(api.Name, Name, time);
        Budget = new RetryBudget(api.Retry.BudgetPercent);
        _time = time;
        _healthChanged = healthChanged;
        _breaker = api.Breaker.FailureRatio > 0 ? BuildBreaker(api.Breaker) : ResiliencePipeline<Attempt>.Empty;
    }

    public string Address { get; }

    /// <summary>As messages call it: host and port.</summary>
    public string Name { get; }

    public HostGate Gate { get; }

    public RetryBudget Budget { get; }

    public HostHealth Health { get; }

    /// <summary>How long the breaker stays open; zero where it is closed or may be tried.</summary>
    public TimeSpan OpenFor
    {
        get
        {
            var until = Volatile.Read(ref _openUntil);
            if (until == long.MinValue)
            {
                return TimeSpan.Zero;
            }

            var left = until - _time.GetTimestamp();
            return left <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)left / _time.TimestampFrequency);
        }
    }

    /// <summary>Whether it was taken out because the other hosts do far better; see <see cref="OutlierWatch"/>.</summary>
    public bool IsEjected
    {
        get
        {
            var until = Volatile.Read(ref _ejectedUntil);
            return until != long.MinValue && _time.GetTimestamp() < until;
        }
    }

    /// <summary>The breaker, which all methods share, around an attempt's timeout. Built once for each timeout.</summary>
    public ResiliencePipeline<Attempt> PipelineFor(int attemptMs) =>
        _pipelines.GetOrAdd(attemptMs, static (ms, host) => host.Build(ms), this);

    /// <summary>Whether calls go there.</summary>
    public bool IsHealthy => OpenFor == TimeSpan.Zero && !IsEjected;

    public void Eject(TimeSpan pause)
    {
        Volatile.Write(ref _ejectedUntil, _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency));
        _healthChanged?.Invoke(this, false);
    }

    public void Readmit()
    {
        Volatile.Write(ref _ejectedUntil, long.MinValue);
        _healthChanged?.Invoke(this, true);
    }

    public void Dispose() => Gate.Dispose();

    /// <summary>What Polly takes as a timeout: 10 ms to 24 hours.</summary>
    public static TimeSpan TimeoutOf(int milliseconds)
    {
        var wanted = TimeSpan.FromMilliseconds(milliseconds);
        return wanted < ShortestTimeout ? ShortestTimeout : wanted > LongestTimeout ? LongestTimeout : wanted;
    }

    private ResiliencePipeline<Attempt> Build(int attemptMs)
    {
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = _time };
        builder.AddPipeline(_breaker);
        if (attemptMs > 0)
        {
            builder.AddTimeout(new TimeoutStrategyOptions { Timeout = TimeoutOf(attemptMs) });
        }

        return builder.Build();
    }

    private ResiliencePipeline<Attempt> BuildBreaker(BreakerSettings settings)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Max(settings.BreakMs, ShortestBreak.TotalMilliseconds));

        // Polly's breaker goes by the time of day.
        return new ResiliencePipelineBuilder<Attempt> { TimeProvider = new SteadyTime(_time) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                FailureRatio = Math.Min(settings.FailureRatio, 1),
                MinimumThroughput = Math.Max(settings.MinimumThroughput, 2),
                SamplingDuration = TimeSpan.FromMilliseconds(Math.Max(settings.SamplingMs, ShortestBreak.TotalMilliseconds)),
                BreakDuration = pause,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is TimeoutRejectedException || arguments.Outcome.Result is { IsHostFault: true }),
                OnOpened = _ =>
                {
                    Volatile.Write(ref _openUntil, _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency));
                    _healthChanged?.Invoke(this, false);
                    return default;
                },
                OnClosed = _ =>
                {
                    Volatile.Write(ref _openUntil, long.MinValue);
                    _healthChanged?.Invoke(this, true);
                    return default;
                },
            })
            .Build();
    }
}
