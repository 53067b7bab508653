using Pff.Core.Ir;
using Pff.Core.Text;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// Puts an expression of a catalogue into a sequence: its slots become those of the sequence, and its place that of the
/// step, because the spans of a sequence stand in one text.
/// </summary>
internal sealed class RuleSlots(TextSpan span, Func<int, int> slotOf) : IrRewriter
{
    protected override IrExpression Visit(IrExpression expression) => expression switch
    {
        IrSlot slot => slot with { Slot = slotOf(slot.Slot), Span = span },
        _ => expression with { Span = span },
    };
}
