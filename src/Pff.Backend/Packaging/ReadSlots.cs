using System.Collections.Immutable;
using Pff.Core.Ir;

namespace Pff.Backend.Packaging;

/// <summary>Finds the slots that an expression reads.</summary>
internal sealed class ReadSlots : IrRewriter
{
    private readonly SortedSet<int> _slots = [];

    private ReadSlots()
    {
    }

    /// <summary>Each once, in ascending order.</summary>
    public static ImmutableArray<int> Of(IrExpression expression)
    {
        var reads = new ReadSlots();
        reads.Rewrite(expression);
        return [.. reads._slots];
    }

    protected override IrExpression Visit(IrExpression expression)
    {
        if (expression is IrSlot slot)
        {
            _slots.Add(slot.Slot);
        }

        return expression;
    }
}
