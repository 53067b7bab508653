using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>for_each: list, as: x, at_most: n, steps: s</c> becomes <c>for x in list { s }</c>, refused over n elements.</summary>
internal static class ForEachLowering
{
    public static LoweredSteps Lower(ForEachStepSyntax loop, string id, SequenceContext context, Flow flow)
    {
        var list = ValueLowering.Lower(loop.List, null, context, flow);
        var (converted, element) = AsList(list, loop, context, flow);
        var inside = context.Declare(flow.InLoop(), loop.Item, element);
        inside = inside with { Facts = inside.Facts.And(ValueLowering.FactsOfElements(loop.List, loop.Item.Text, context)) };
        inside = loop.Index is null ? inside : context.Declare(inside, loop.Index, PffType.Int);
        var body = StepListLowering.Lower(loop.Steps, id + ".", context, inside);

        // A list may be empty, so what the steps save may be missing behind the loop, and is null until they save it.
        var (after, toClear) = FlowJoin.Join(flow, [loop.Item.Text, loop.Index?.Text ?? loop.Item.Text], flow, body.After);
        var ir = new IrForEach(
            id, converted, context.SlotOf(loop.Item.Text), loop.Index is null ? -1 : context.SlotOf(loop.Index.Text),
            FindLimit(loop, list, context), body.Steps, loop.Span);
        return new LoweredSteps([.. LoweredSteps.ClearingSteps(id, toClear[0]), ir], after);
    }

    private static (IrExpression List, PffType Element) AsList(IrExpression list, ForEachStepSyntax loop, SequenceContext context, Flow flow)
    {
        switch (list.Type)
        {
            case ListType known:
                return (list, known.Element);
            case NullableType { Inner: ListType inner }:
                return (ValueLowering.ConvertAt(list, inner, list.Span, context, flow), inner.Element);
            case PrimitiveType { Kind: PrimitiveKind.Dyn }:
                return (ValueLowering.ConvertAt(list, new ListType(PffType.Dyn), list.Span, context, flow), PffType.Dyn);
            case PrimitiveType { Kind: PrimitiveKind.Error }:
                return (list, PffType.Error);
            default:
                context.Report(CompilerDiagnostics.NotAList(context.Source, list.Span, list.Type));
                return (list, PffType.Error);
        }
    }

    private static int FindLimit(ForEachStepSyntax loop, IrExpression list, SequenceContext context)
    {
        if (loop.AtMost is { } written)
        {
            if (written.Value is { } limit and >= 1 and <= int.MaxValue)
            {
                return (int)limit;
            }

            context.Report(CompilerDiagnostics.BadLimit(context.Source, written));
            return 1;
        }

        var type = list.Type is NullableType nullable ? nullable.Inner : list.Type;
        if (type is ListType { MaximumCount: { } bound } && bound >= 1)
        {
            return bound;
        }

        if (list is IrConstant constant && constant.Value.TryGet<ListValue>(out var elements))
        {
            return Math.Max(1, elements.Count);
        }

        if (list is IrList literal)
        {
            return Math.Max(1, literal.Elements.Length);
        }

        // Of something that is no list, that is already said.
        if (type is ListType || type.IsDyn)
        {
            context.Report(CompilerDiagnostics.UnboundedLoop(context.Source, loop.Clauses.Keyword));
        }

        return 1;
    }
}
