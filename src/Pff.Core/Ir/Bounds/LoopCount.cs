using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Core.Ir.Bounds;

/// <summary>How often a loop goes round.</summary>
internal static class LoopCount
{
    /// <summary>
    /// At most as its <c>at_most</c> says, for a longer list fails the row before the first element; at least as often as
    /// a list is long that is written out or has <c>minItems</c>, else not at all.
    /// </summary>
    public static CallRange Of(IrForEach loop)
    {
        var most = CallCount.Of(loop.AtMost);
        return new(CallCount.Min(CallCount.Of(LeastElements(loop.List)), most), most);
    }

    private static int LeastElements(IrExpression list) => list switch
    {
        IrConstant constant => constant.Value.TryGet<ListValue>(out var elements) ? elements.Count : 0,
        IrList literal => literal.Elements.Count(e => !e.IsOptional),

        // Only a field read straight from a response: where two types meet, the promise of one is not that of the other.
        IrSelect { Type: ListType { MinimumCount: { } declared } } => Math.Max(0, declared),
        _ => 0,
    };
}
