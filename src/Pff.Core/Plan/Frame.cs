namespace Pff.Core.Plan;

/// <summary>
/// The variables of one sequence while one row runs: input columns, saved results and loop variables, each in the slot
/// that the compiler gave it. A slot not yet set is <see cref="Value.Absent"/>.
/// </summary>
public sealed class Frame(int slotCount, Timestamp now)
{
    public Value[] Slots { get; } = new Value[slotCount];

    /// <summary>The value of <c>now</c>, fixed for a whole run.</summary>
    public Timestamp Now { get; } = now;
}

/// <summary>
/// A compiled expression. Deterministic, terminating, free of side effects; a failure is a <see cref="Fault"/> value,
/// never an exception.
/// </summary>
public delegate Value CompiledExpression(Frame frame);
