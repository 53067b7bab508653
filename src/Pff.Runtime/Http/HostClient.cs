using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>One host of an API: its address, its gate, its circuit breaker and its retry budget.</summary>
internal sealed class HostClient : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<HostClient, bool>? _healthChanged;
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
        Breaker = new CircuitBreaker(api.Breaker, time, isClosed => healthChanged?.Invoke(this, isClosed));
    }

    public string Address { get; }

    /// <summary>As messages call it: host and port.</summary>
    public string Name { get; }

    public HostGate Gate { get; }

    public RetryBudget Budget { get; }

    public HostHealth Health { get; }

    /// <summary>All methods share it.</summary>
    public CircuitBreaker Breaker { get; }

    /// <summary>How long the breaker stays open; zero where it is closed or may be tried.</summary>
    public TimeSpan OpenFor => Breaker.OpenFor;

    /// <summary>Whether it was taken out because the other hosts do far better; see <see cref="OutlierWatch"/>.</summary>
    public bool IsEjected
    {
        get
        {
            var until = Volatile.Read(ref _ejectedUntil);
            return until != long.MinValue && _time.GetTimestamp() < until;
        }
    }

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
}
