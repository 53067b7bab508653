using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Modules;
using Pff.Compiler.Typing;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// <c>let x = callee(a, name: b)</c> becomes the <c>method</c>, <c>call</c> or <c>let</c> step that a manifest would have
/// in its place. Methods come before sequences, and sequences before functions.
/// </summary>
internal static class InvokeLowering
{
    public static LoweredSteps Lower(InvokeStepSyntax step, string id, SequenceContext context, Flow flow) =>
        Resolve(step, context.Unit, context) is { } resolved
            ? StepLowering.LowerKind(resolved, id, context, flow)
            : new LoweredSteps([], step.SaveAs is { } name ? context.Declare(flow, name, Core.Types.PffType.Error) : flow);

    /// <summary>The step that a call is, or null with the reason reported.</summary>
    public static StepSyntax? Resolve(InvokeStepSyntax step, UnitScope unit, SequenceContext context)
    {
        var invoke = step.Invoke;
        if (!unit.Methods.Find(invoke.Callee.Text).IsEmpty)
        {
            return new MethodStepSyntax(invoke.Callee, Name(invoke, ParametersOf(invoke, unit), context), step.SaveAs, step.Clauses)
            {
                UndoWith = step.Undo is { } undo ? new UndoCallSyntax(undo.Callee, Name(undo, ParametersOf(undo, unit), context), undo.Span) : null,
            };
        }

        if (step.Undo is { } stray)
        {
            context.Report(CompilerDiagnostics.UndoOfNoMethod(context.Source, stray.Span, invoke.Callee.Text));
            return null;
        }

        if (unit.FindSequence(invoke.Callee.Text) is { } sequence)
        {
            var inputs = (sequence.Syntax.Inputs ?? sequence.Unit.Inputs ?? []).Select(i => i.Name.Text).ToList();
            return new CallStepSyntax(invoke.Callee, Name(invoke, inputs, context), step.SaveAs, step.Clauses);
        }

        if (SignaturesOfFunctions.Find(invoke.Callee.Text) is not null || unit.Functions.Find(invoke.Callee.Text) is not null || IsMethodOfValue(step))
        {
            if (step.SaveAs is { } name)
            {
                return new LetStepSyntax([new ArgumentSyntax(name, step.Value)], step.Clauses);
            }

            context.Report(CompilerDiagnostics.ValueUnused(context.Source, invoke.Callee.Span, invoke.Callee.Text));
            return null;
        }

        context.Report(CompilerDiagnostics.UnknownCallee(
            context.Source, invoke.Callee.Span, invoke.Callee.Text, unit.Methods.Names.Concat(unit.SequenceNames).Concat(unit.Functions.Names).Concat(SignaturesOfFunctions.Names)));
        return null;
    }

    /// <summary><c>x.f(y)</c> on a value is an expression, whatever it is; an error in it is the checker's to say.</summary>
    private static bool IsMethodOfValue(InvokeStepSyntax step) => step.Value.Expression is Syntax.CallSyntax { Receiver: not null };

    private static List<string> ParametersOf(InvokeSyntax invoke, UnitScope unit) =>
        unit.Methods.Find(invoke.Callee.Text) is [var method, ..] ? [.. method.Places] : [];

    private static ImmutableArray<ArgumentSyntax> Name(InvokeSyntax invoke, List<string> parameters, SequenceContext context) =>
        InvokeArguments.Name(invoke, parameters, context.Source, context.Diagnostics);
}
