using Pff.Runtime.Changes;
using Pff.Runtime.Control;
using Pff.Runtime.Http;
using Pff.Runtime.Replaying;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Execution;

/// <summary>What a run takes from its host.</summary>
public sealed record RunServices
{
    public required TimeProvider Time { get; init; }

    /// <summary>Where secrets are found.</summary>
    public required ISecretReader Secrets { get; init; }

    /// <summary>Told of each finished row and planned write; null where nobody listens.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Told of each step; null where nobody listens.</summary>
    public IRowTrace? Trace { get; init; }

    /// <summary>Takes what each row of a dry run would do; null where nobody wants it.</summary>
    public IChangeSink? Changes { get; init; }

    /// <summary>The changes that alone may be made; null where the rows decide themselves.</summary>
    public IApprovedChanges? Approved { get; init; }

    /// <summary>What each row of the run undoes, instead of walking the sequence; null where the rows do that.</summary>
    public UndoSource? Undo { get; init; }

    /// <summary>What holds the run back while it goes on; null where nobody does.</summary>
    public RunControl? Control { get; init; }

    /// <summary>Sees a run that is replayed from its journal and sends nothing; null for a run that sends.</summary>
    public IReplay? Replay { get; init; }

    /// <summary>Where answers are kept for other runs; null where they are not.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>What sends requests; null for the network. The run does not dispose of it.</summary>
    public HttpMessageHandler? Transport { get; init; }
}
