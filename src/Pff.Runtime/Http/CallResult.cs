using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Http;

/// <summary>What came of a call, retries and all.</summary>
/// <param name="Body">The response's body; empty where there is none, or where it could not be read whole.</param>
/// <param name="Failure">Null where the call succeeded and its body was read. Its step is not filled in.</param>
internal sealed record CallResult(CallState State, int Status, ReadOnlyMemory<byte> Body, RowFailure? Failure, int Attempts, int DurationMs)
{
    /// <summary>Where the effect of a write is not known: the failure that it would have been, had it been a read.</summary>
    public RowFailure? Cause { get; init; }
}
