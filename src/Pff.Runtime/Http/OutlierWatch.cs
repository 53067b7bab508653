using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>
/// Compares the hosts of an API with one another, and takes one out for a while that fails far more often than the
/// others. The breaker judges a host by itself: this finds the one that does a third of its work badly while the others
/// are well, and leaves all of them in where all are equally bad, as behind a database that is down.
/// </summary>
internal sealed class OutlierWatch
{
    /// <summary>A host that is well for so many of its last pauses begins with the shortest one again.</summary>
    private const int PausesToForget = 4;

    private readonly OutlierSettings _settings;
    private readonly ImmutableArray<HostRecord> _records;
    private readonly TimeProvider _time;
    private readonly int _mostOut;
    private readonly Lock _lock = new();

    public OutlierWatch(OutlierSettings settings, ImmutableArray<HostClient> hosts, TimeProvider time)
    {
        var windowTicks = (long)(settings.SamplingMs / 1000.0 * time.TimestampFrequency);
        _settings = settings;
        _records = [.. hosts.Select(h => new HostRecord(h, new FailureWindow(windowTicks)))];
        _time = time;
        _mostOut = Math.Min(hosts.Length - 1, Math.Max(1, (int)(settings.MostRatio * hosts.Length)));
    }

    /// <summary>Takes into account how an attempt at a host ended.</summary>
    public void Report(HostClient host, bool isFault)
    {
        lock (_lock)
        {
            var record = _records.First(r => r.Host == host);
            if (host.IsEjected)
            {
                // It was under way when its host was taken out.
                return;
            }

            if (record.IsOut)
            {
                record.IsOut = false;
                host.Readmit();
            }

            var now = _time.GetTimestamp();
            record.Window.Add(now, isFault);
            if (isFault && IsOutlier(record, now))
            {
                Eject(record, now);
            }
        }
    }

    private bool IsOutlier(HostRecord record, long now)
    {
        var (calls, faults, healthy) = (0, 0, 0);
        foreach (var other in _records)
        {
            if (other != record && !other.Host.IsEjected)
            {
                other.Window.Advance(now);
                calls += other.Window.Calls;
                faults += other.Window.Faults;
                healthy += other.Host.OpenFor == TimeSpan.Zero ? 1 : 0;
            }
        }

        var least = _settings.MinimumThroughput;
        return healthy > 0
            && record.Window.Calls >= least && calls >= least
            && _records.Count(r => r.Host.IsEjected) < _mostOut
            && ((double)record.Window.Faults / record.Window.Calls) - ((double)faults / calls) >= _settings.WorseBy;
    }

    private void Eject(HostRecord record, long now)
    {
        if (_time.GetElapsedTime(record.InSince, now) >= record.Pause * PausesToForget)
        {
            record.Pause = TimeSpan.Zero;
        }

        var shortest = TimeSpan.FromMilliseconds(_settings.PauseMs);
        var longest = TimeSpan.FromMilliseconds(Math.Max(_settings.PauseMs, _settings.LongestPauseMs));
        var pause = record.Pause == TimeSpan.Zero ? shortest : record.Pause * 2;
        record.Pause = pause < longest ? pause : longest;
        record.InSince = now + (long)(record.Pause.TotalSeconds * _time.TimestampFrequency);
        record.IsOut = true;
        record.Window.Clear();
        record.Host.Eject(record.Pause);
    }

    private sealed class HostRecord(HostClient host, FailureWindow window)
    {
        public HostClient Host => host;

        public FailureWindow Window => window;

        /// <summary>Taken out, and not seen again since.</summary>
        public bool IsOut { get; set; }

        /// <summary>The last one; zero where there was none.</summary>
        public TimeSpan Pause { get; set; }

        /// <summary>When the last pause ended or ends.</summary>
        public long InSince { get; set; }
    }
}
