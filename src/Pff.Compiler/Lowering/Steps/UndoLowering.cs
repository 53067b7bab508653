using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>The step <c>undo: all</c>, and how a single write is undone.</summary>
internal static class UndoLowering
{
    public static LoweredSteps Lower(UndoStepSyntax undo, string id, SequenceContext context, Flow flow)
    {
        if (context.HandlerDepth == 0)
        {
            context.Report(CompilerDiagnostics.UndoOutsideHandler(context.Source, undo.Clauses.Keyword));
        }

        context.AddRowStep("undo", undo.Clauses.Keyword);
        return new([new IrUndo(id, undo.Span)], flow);
    }

    /// <summary>The undo of a step's own, which sees all names that are visible behind the step, and <c>result</c>.</summary>
    public static IrUndoCall? LowerOwn(UndoCallSyntax undo, MethodSymbol? method, int resultSlot, SequenceContext context, Flow flow)
    {
        if (method is { Descriptor.Effect: Effect.Read })
        {
            context.Report(CompilerDiagnostics.UndoOfRead(context.Source, undo.Keyword, method.Name));
        }

        return LowerCall(undo, context, WithResult(flow, method?.Result ?? PffType.Error, resultSlot, undo));
    }

    /// <summary>
    /// The undo of a catalogue's method, over the slots of a frame of its own: the method's parameters in their order, and
    /// then <c>result</c>.
    /// </summary>
    public static IrUndoCall? LowerOfCatalogue(MethodSymbol method, UndoCallSyntax undo, SequenceContext context)
    {
        if (method.Descriptor.Effect == Effect.Read)
        {
            context.Report(CompilerDiagnostics.UndoOfRead(context.Source, undo.Keyword, method.Name));
        }

        var flow = Flow.Start;
        foreach (var parameter in method.Parameters)
        {
            var type = parameter.IsRequired ? parameter.Type : TypeJoin.OrNull(parameter.Type);
            flow = flow.With(new SavedName(parameter.Name, type, context.NewSlot(), undo.Keyword, IsCertain: true, flow.LoopDepth));
        }

        // A name that several catalogues have is that of the method's own.
        var own = $"{method.Descriptor.Api}.{undo.Method.Text}";
        var named = context.Unit.Methods.Find(own).IsEmpty ? undo : undo with { Method = undo.Method with { Text = own } };
        return LowerCall(named, context, WithResult(flow, method.Result, context.NewSlot(), undo));
    }

    /// <summary>
    /// A catalogue's undo for one call: what it reads of the arguments is kept in slots before the call is made, because
    /// the result may be saved under a name that they read.
    /// </summary>
    /// <param name="template">What <see cref="LowerOfCatalogue"/> gave.</param>
    /// <param name="method">The method that is called.</param>
    /// <param name="call">The call.</param>
    /// <param name="resultSlot">Where its result is.</param>
    /// <param name="context">Of the sequence that makes it.</param>
    public static (ImmutableArray<IrStep> Before, IrUndoCall Undo) Instantiate(
        IrUndoCall template, MethodSymbol method, IrCallMethod call, int resultSlot, SequenceContext context)
    {
        var before = ImmutableArray.CreateBuilder<IrStep>();
        var slots = new Dictionary<int, int>();
        var bound = template.Arguments.Select(a => a with
        {
            Value = new UndoSlots(call.Span, slot =>
            {
                if (slot == method.Parameters.Length)
                {
                    context.MarkRead(resultSlot);
                    return resultSlot;
                }

                if (!slots.TryGetValue(slot, out var kept))
                {
                    slots.Add(slot, kept = context.NewSlot());
                    var value = call.Arguments.FirstOrDefault(g => g.Parameter == slot)?.Value ?? new IrConstant(Value.Null, PffType.Null, call.Span);
                    before.Add(new IrAssign(call.Id, kept, value, call.Span));
                }

                return kept;
            }).Rewrite(a.Value),
        }).ToImmutableArray();
        return (before.ToImmutable(), template with { Arguments = bound });
    }

    private static Flow WithResult(Flow flow, PffType type, int slot, UndoCallSyntax undo) =>
        flow.With(new SavedName(UndoScope.ResultName, type, slot, undo.Keyword, IsCertain: true, flow.LoopDepth));

    private static IrUndoCall? LowerCall(UndoCallSyntax undo, SequenceContext context, Flow flow)
    {
        var method = MethodLowering.Find(undo.Method, context);
        var arguments = MethodLowering.LowerArguments(undo.Arguments, method, context, flow);
        if (method is null)
        {
            return null;
        }

        if (method.Descriptor.Effect == Effect.Read)
        {
            context.Report(CompilerDiagnostics.UndoByRead(context.Source, undo.Method.Span, method.Name));
        }

        MethodLowering.CheckMissing(undo.Arguments, undo.Method.Span, method, context);
        return new IrUndoCall(method.Descriptor, arguments);
    }
}
