using Pff.Core.Ports;

namespace Pff.Runtime.Replaying;

/// <summary>Sees the calls of a run that its journal answers, on the thread that walks the row.</summary>
public interface IReplay
{
    /// <summary>The row has rendered a request, and goes on with what the journal has for it.</summary>
    void Answered(ReplayedCall call);

    /// <summary>The journal has no answer here, so that the row cannot go on.</summary>
    /// <param name="hasSecret">The answer has a secret in it, which no journal keeps.</param>
    void NotKept(CallKey key, string stepId, string method, bool hasSecret);
}
