using Pff.Core.Ports;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>A call to be made: the step that makes it, and of which method.</summary>
/// <param name="NeedsBody">Whether anybody reads the response's body.</param>
internal readonly record struct CallSite(string StepId, MethodClient Method, bool NeedsBody)
{
    /// <summary>The answer has a secret in it, so that nothing of it is kept.</summary>
    public bool HidesBody { get; init; }

    /// <summary>How to find out whether the call took effect, and the frame of its step; null where nothing can.</summary>
    public ReadBack? SettledBy { get; init; }

    /// <summary>Of a write that undoes another one, for the journal: which.</summary>
    public ReadOnlyMemory<byte> Undo { get; init; }

    public string Name => Method.Descriptor.Name;
}

/// <summary>What came of a call, whether just now or before the run was resumed.</summary>
internal readonly record struct MadeCall(CallState State, int Status, ReadOnlyMemory<byte> Body, RowFailure? Failure)
{
    /// <summary>What the journal does not have yet: of a write made just now. Null for all else.</summary>
    public CallOutcome? Unrecorded { get; init; }

    /// <summary>The journal is that of another plan, so that the row must be left as it is.</summary>
    public bool IsForeign { get; init; }
}
