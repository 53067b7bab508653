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

        return LowerCall(undo, context, EffectRules.WithResult(flow, method?.Result ?? PffType.Error, resultSlot, undo.Keyword));
    }

    /// <summary>The write that undoes another one.</summary>
    public static IrUndoCall? LowerCall(UndoCallSyntax undo, SequenceContext context, Flow flow)
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
