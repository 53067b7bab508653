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
            var parameters = unit.Methods.Find(invoke.Callee.Text)[0].Parameters.Select(p => p.Name).ToList();
            return new MethodStepSyntax(invoke.Callee, NameArguments(invoke, parameters, context), step.SaveAs, step.Clauses);
        }

        if (unit.FindSequence(invoke.Callee.Text) is { } sequence)
        {
            var inputs = (sequence.Syntax.Inputs ?? sequence.Unit.Inputs ?? []).Select(i => i.Name.Text).ToList();
            return new CallStepSyntax(invoke.Callee, NameArguments(invoke, inputs, context), step.SaveAs, step.Clauses);
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
            context.Source, invoke.Callee.Span, invoke.Callee.Text, unit.Methods.Names.Concat(unit.SequenceNames).Concat(unit.Functions.Names)));
        return null;
    }

    /// <summary><c>x.f(y)</c> on a value is an expression, whatever it is; an error in it is the checker's to say.</summary>
    private static bool IsMethodOfValue(InvokeStepSyntax step) => step.Value.Expression is Syntax.CallSyntax { Receiver: not null };

    private static ImmutableArray<ArgumentSyntax> NameArguments(InvokeSyntax invoke, List<string> parameters, SequenceContext context)
    {
        var arguments = ImmutableArray.CreateBuilder<ArgumentSyntax>(invoke.Arguments.Length);
        var given = new HashSet<string>(StringComparer.Ordinal);
        var hasNames = false;
        for (var i = 0; i < invoke.Arguments.Length; i++)
        {
            var (written, value) = invoke.Arguments[i];
            if (written is null && hasNames)
            {
                context.Report(CompilerDiagnostics.PlaceBehindName(context.Source, value.Span));
                continue;
            }

            if (written is null && i >= parameters.Count)
            {
                context.Report(CompilerDiagnostics.TooManyArguments(
                    context.Source, value.Span, invoke.Callee.Text, parameters.Count, invoke.Arguments.Length));
                break;
            }

            hasNames |= written is not null;
            var name = written ?? new ManifestName(parameters[i], value.Span);
            if (!given.Add(name.Text))
            {
                context.Report(CompilerDiagnostics.ArgumentTwice(context.Source, name.Span, name.Text));
                continue;
            }

            arguments.Add(new ArgumentSyntax(name, value));
        }

        return arguments.ToImmutable();
    }
}
