using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Runtime.Replaying;

/// <summary>Something of a row that a replay gave and the run did not.</summary>
/// <param name="Row">0 for the run as a whole.</param>
/// <param name="Recorded">As the journal has it; empty where it has nothing.</param>
/// <param name="Replayed">As the replay has it; empty where it has nothing.</param>
public sealed record ReplayDifference(long Row, LocalizedText What, string Recorded, string Replayed);

/// <summary>Takes what a replay finds, row by row in the order of the table.</summary>
public interface IReplaySink
{
    void Rendered(ReplayedCall call);

    void Differs(ReplayDifference difference);

    /// <summary>A row that cannot be told to its end, because the journal lacks an answer.</summary>
    /// <param name="hasSecret">The answer has a secret in it, which no journal keeps.</param>
    void NotKept(CallKey key, string stepId, string method, bool hasSecret);
}
