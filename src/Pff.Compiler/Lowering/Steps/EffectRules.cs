using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// How a method's effect is undone, and how it is found out whether it took effect: as the catalogue or module says it, over
/// the slots of a frame of its own, which has the method's parameters in their order, and then <c>result</c>.
/// </summary>
internal sealed record EffectRules(IrUndoCall? Undo, IrReadBack? SettledBy)
{
    public static EffectRules None { get; } = new(null, null);

    /// <param name="newContext">A context of its own for each rule.</param>
    public static EffectRules Lower(MethodSymbol method, Func<SequenceContext> newContext) => new(
        method.Undo is { } undo ? LowerUndo(method, undo, newContext()) : null,
        method.SettledBy is { } readBack ? LowerReadBack(method, readBack, newContext()) : null);

    public static Flow WithResult(Flow flow, PffType type, int slot, TextSpan keyword) =>
        flow.With(new SavedName(UndoScope.ResultName, type, slot, keyword, IsCertain: true, flow.LoopDepth));

    private static IrUndoCall? LowerUndo(MethodSymbol method, UndoCallSyntax undo, SequenceContext context)
    {
        if (method.Descriptor.Effect == Effect.Read)
        {
            context.Report(CompilerDiagnostics.UndoOfRead(context.Source, undo.Keyword, method.Name));
        }

        var flow = WithParameters(method, undo.Keyword, context);
        var named = undo with { Method = OwnName(method, undo.Method, context) };
        return UndoLowering.LowerCall(named, context, WithResult(flow, method.Result, context.NewSlot(), undo.Keyword));
    }

    private static IrReadBack? LowerReadBack(MethodSymbol method, ReadBackSyntax readBack, SequenceContext context)
    {
        if (method.Descriptor.Effect == Effect.Read)
        {
            context.Report(CompilerDiagnostics.SettlingOfRead(context.Source, readBack.Keyword, method.Name));
        }

        var flow = WithParameters(method, readBack.Keyword, context);
        var read = MethodLowering.Find(OwnName(method, readBack.Method, context), context);
        var arguments = MethodLowering.LowerArguments(readBack.Arguments, read, context, flow);
        var resultSlot = context.NewSlot();
        var condition = ValueLowering.LowerCondition(
            readBack.Condition, context, WithResult(flow, read?.Result ?? PffType.Error, resultSlot, readBack.Keyword));
        if (read is null)
        {
            return null;
        }

        if (read.Descriptor.Effect != Effect.Read)
        {
            context.Report(CompilerDiagnostics.SettledByWrite(context.Source, readBack.Method.Span, read.Name));
        }

        MethodLowering.CheckMissing(readBack.Arguments, readBack.Method.Span, read, context);
        var call = new IrCallMethod(string.Empty, read.Descriptor, arguments, resultSlot, null, readBack.Keyword);
        return new IrReadBack(call, condition, readBack.WithinMs);
    }

    private static Flow WithParameters(MethodSymbol method, TextSpan keyword, SequenceContext context)
    {
        var flow = Flow.Start;
        foreach (var parameter in method.Parameters)
        {
            var type = parameter.IsRequired ? parameter.Type : TypeJoin.OrNull(parameter.Type);
            flow = flow.With(new SavedName(parameter.Name, type, context.NewSlot(), keyword, IsCertain: true, flow.LoopDepth));
        }

        return flow;
    }

    /// <summary>A name that several catalogues have is that of the method's own.</summary>
    private static ManifestName OwnName(MethodSymbol method, ManifestName name, SequenceContext context)
    {
        var own = $"{method.Descriptor.Api}.{name.Text}";
        return context.Unit.Methods.Find(own).IsEmpty ? name : name with { Text = own };
    }
}
