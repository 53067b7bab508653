using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Execution;

/// <summary>
/// Told what happens in a run, on the workers' threads: implementations must be quick and thread-safe. Progress needs
/// no observer: poll <see cref="RunEngine.Counters"/>.
/// </summary>
public interface IRunObserver
{
    void RowFinished(RowResult row);

    /// <summary>A write that a dry run did not send.</summary>
    void WritePlanned(PlannedWrite write);

    /// <summary>A host's circuit breaker opened, or it was taken out because others do better (false); or it is back (true).</summary>
    void HostHealthChanged(string api, string host, bool isHealthy);

    /// <summary>Something that the run goes on in spite of, and that somebody should look at: answers on disk that could not be used, a certificate that is about to expire.</summary>
    void Cautioned(RuntimeFailure caution);
}

/// <summary>A write as it would be sent, with secrets shown as <c>(secret)</c>.</summary>
/// <param name="Body">As text; empty where there is none.</param>
public sealed record PlannedWrite(long Row, long Ordinal, string StepId, string Method, string Verb, string Url, string Body);
