namespace Pff.Core.Ir.Bounds;

/// <summary>What a budget counts.</summary>
public enum CallKind
{
    Reads,
    Writes,
    Attempts,
}

public static class CallKinds
{
    public static CallRange In(this CallKind kind, CallBound bound) => kind switch
    {
        CallKind.Reads => bound.Reads,
        CallKind.Writes => bound.Writes,
        CallKind.Attempts => bound.Attempts,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static CallCount In(this CallKind kind, UndoCost cost) => kind switch
    {
        CallKind.Reads => CallCount.Zero,
        CallKind.Writes => cost.Writes,
        CallKind.Attempts => cost.Attempts,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>A step, the sequence that has it, and the most calls that it, or undoing it, can make in a row.</summary>
/// <param name="Undoes">Whether the calls are those that undo the step.</param>
public sealed record CallContributor(IrCallMethod Step, IrSequence Sequence, CallCount Most, bool Undoes)
{
    public CallContributor Times(CallCount times) => this with { Most = Most * times };

    /// <summary>The larger one; of equals the first.</summary>
    public static CallContributor? Larger(CallContributor? left, CallContributor? right) =>
        left is null || (right is not null && right.Most > left.Most) ? right : left;
}
