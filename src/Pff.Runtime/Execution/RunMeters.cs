using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>
/// What a run has done as instruments, for whoever listens to <see cref="Name"/>: see <c>docs/reliability.md</c>. They are
/// observed only when somebody asks, so a run that nobody listens to pays nothing for them.
/// </summary>
internal sealed class RunMeters : IDisposable
{
    public const string Name = "Pff.Runtime";

    private readonly Meter _meter = new(Name);

    public RunMeters(RunCounters counters, ImmutableArray<ApiClient> apis)
    {
        _meter.CreateObservableCounter("pff.rows", () => RowsOf(counters.Snapshot()), "{row}", "Rows that are finished.");
        _meter.CreateObservableCounter("pff.calls", () => CallsOf(counters.Snapshot()), "{call}", "Calls that rows have made.");
        _meter.CreateObservableCounter("pff.requests", () => counters.Snapshot().Attempts, "{request}", "Requests sent, those again among them.");
        _meter.CreateObservableCounter("pff.requests.again", () => AgainOf(counters.Snapshot()), "{request}", "Requests sent again.");
        _meter.CreateObservableCounter("pff.reads.saved", () => SavedOf(counters.Snapshot()), "{call}", "Reads that needed no request of their own.");
        _meter.CreateObservableGauge("pff.host.healthy", () => apis.SelectMany(a => a.Hosts.Select(h => Of(a, h, h.IsHealthy ? 1 : 0))), null, "1 where the host is used, 0 while its breaker is open or it is taken out.");
        _meter.CreateObservableGauge("pff.host.concurrency", () => apis.SelectMany(a => a.Hosts.Select(h => Of(a, h, h.Gate.CurrentConcurrency))), "{request}", "Requests that the host may be sent at a time; 0 for any number.");
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] RowsOf(RunCounts counts) =>
    [
        Of(counts.Succeeded, "outcome", "succeeded"), Of(counts.Skipped, "outcome", "skipped"),
        Of(counts.Failed, "outcome", "failed"), Of(counts.Unknown, "outcome", "unknown"),
    ];

    private static Measurement<long>[] CallsOf(RunCounts counts) => [Of(counts.Reads, "effect", "read"), Of(counts.Writes, "effect", "write")];

    private static Measurement<long>[] AgainOf(RunCounts counts) =>
        [Of(counts.Retries - counts.Hedges, "reason", "retry"), Of(counts.Hedges, "reason", "hedge")];

    private static Measurement<long>[] SavedOf(RunCounts counts) => [Of(counts.CacheHits, "by", "memory"), Of(counts.Coalesced, "by", "coalescing")];

    private static Measurement<long> Of(long value, string tag, string name) => new(value, KeyValuePair.Create<string, object?>(tag, name));

    private static Measurement<int> Of(ApiClient api, HostClient host, int value) =>
        new(value, KeyValuePair.Create<string, object?>("api", api.Descriptor.Name), KeyValuePair.Create<string, object?>("host", host.Name));
}
