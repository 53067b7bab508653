using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// A method's rules for one call of it. What they read of the arguments is kept in slots before the call is made, because
/// the result may be saved under a name that the arguments read.
/// </summary>
internal sealed class AppliedRules(MethodSymbol method, IrCallMethod call, SequenceContext context)
{
    private readonly ImmutableArray<IrStep>.Builder _before = ImmutableArray.CreateBuilder<IrStep>();
    private readonly Dictionary<int, int> _kept = [];

    /// <summary>The steps that keep arguments; complete once the rules are applied.</summary>
    public ImmutableArray<IrStep> Before => _before.ToImmutable();

    /// <param name="resultSlot">Where the call's result is.</param>
    public IrUndoCall Undo(IrUndoCall rule, int resultSlot) => rule with
    {
        Arguments =
        [
            .. rule.Arguments.Select(a => a with
            {
                Value = new RuleSlots(call.Span, slot =>
                {
                    if (slot != method.Parameters.Length)
                    {
                        return Keep(slot);
                    }

                    context.MarkRead(resultSlot);
                    return resultSlot;
                }).Rewrite(a.Value),
            }),
        ],
    };

    public IrReadBack SettledBy(IrReadBack rule)
    {
        var resultSlot = context.NewSlot();
        var slots = new RuleSlots(call.Span, slot => slot == method.Parameters.Length ? resultSlot : Keep(slot));
        var arguments = rule.Read.Arguments.Select(a => a with { Value = slots.Rewrite(a.Value) });
        var projection = Projection.Everything with { KeepsBytes = true };
        return rule with
        {
            Read = rule.Read with { Id = call.Id, Arguments = [.. arguments], ResultSlot = resultSlot, Projection = projection, Span = call.Span },
            Condition = slots.Rewrite(rule.Condition),
        };
    }

    private int Keep(int parameter)
    {
        if (!_kept.TryGetValue(parameter, out var slot))
        {
            _kept.Add(parameter, slot = context.NewSlot());
            var value = call.Arguments.FirstOrDefault(a => a.Parameter == parameter)?.Value ?? new IrConstant(Value.Null, PffType.Null, call.Span);
            _before.Add(new IrAssign(call.Id, slot, value, call.Span));
        }

        return slot;
    }
}
