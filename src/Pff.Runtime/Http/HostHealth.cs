using Pff.Core.Ports;

namespace Pff.Runtime.Http;

/// <summary>Counts the requests to a host, second by second. A second is given away when the next one begins, or the run ends.</summary>
internal sealed class HostHealth(string api, string host, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly int[] _latencies = new int[LatencyCounts.LargestBucket + 1];
    private Action<HostSecond>? _sink;
    private long _second;
    private int _requests;
    private int _errors;
    private int _retries;

    /// <param name="sink">Called on the threads of calls, one at a time; must be quick.</param>
    public void Begin(Action<HostSecond> sink)
    {
        lock (_lock)
        {
            _sink = sink;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            GiveAway();
            _sink = null;
        }
    }

    public void Count(bool isError, bool isRetry, TimeSpan duration)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            if (second != _second)
            {
                GiveAway();
                _second = second;
            }

            _requests++;
            _errors += isError ? 1 : 0;
            _retries += isRetry ? 1 : 0;
            _latencies[LatencyCounts.BucketOf((long)duration.TotalMilliseconds)]++;
        }
    }

    private void GiveAway()
    {
        if (_requests == 0)
        {
            return;
        }

        var latencies = new LatencyCounts();
        for (var bucket = 0; bucket < _latencies.Length; bucket++)
        {
            if (_latencies[bucket] > 0)
            {
                latencies.Add(bucket, _latencies[bucket]);
            }
        }

        _sink?.Invoke(new HostSecond(api, host, _second, _requests, _errors, _retries, latencies));
        Array.Clear(_latencies);
        (_requests, _errors, _retries) = (0, 0, 0);
    }
}
