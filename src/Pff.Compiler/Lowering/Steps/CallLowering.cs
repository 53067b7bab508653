using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// <c>call: s, args: a, save_as: x</c> becomes <c>x = s(a)</c>. Inputs that the manifest declares for all sequences are
/// passed on where the call does not give them.
/// </summary>
internal static class CallLowering
{
    public static LoweredSteps Lower(CallStepSyntax step, string id, SequenceContext context, Flow flow)
    {
        var callee = Find(step.Sequence, context);
        var arguments = LowerArguments(step, callee, context, flow);
        if (step.SaveAs is { } name)
        {
            flow = context.Declare(flow, name, callee is null ? PffType.Error : callee.Result);
            if (callee is { Result.Fields.IsEmpty: true })
            {
                context.Report(CompilerDiagnostics.NothingReturned(context.Source, name.Span, step.Sequence.Text));
            }
        }

        var slot = step.SaveAs is null ? -1 : context.SlotOf(step.SaveAs.Text);
        return callee is null
            ? new LoweredSteps([], flow)
            : new LoweredSteps([new IrCallSequence(id, callee.Ir.Name, arguments, slot, step.Span)], flow);
    }

    private static LoweredSequence? Find(ManifestName name, SequenceContext context)
    {
        var program = context.Program;
        if (context.Unit.FindSequence(name.Text) is not { } sequence)
        {
            context.Report(CompilerDiagnostics.UnknownSequence(context.Source, name.Span, name.Text, context.Unit.SequenceNames));
            return null;
        }

        if (program.CycleTo(sequence.ProgramName) is { IsEmpty: false } cycle)
        {
            context.Report(CompilerDiagnostics.RecursiveCall(context.Source, name.Span, cycle));
            return null;
        }

        // Checking and running both go as deep as the calls do.
        if (!program.IsTooDeep && program.Lower(sequence.ProgramName) is { CallDepth: < ProgramContext.MaximumCallDepth } callee)
        {
            context.AddCall(callee);
            if (callee.RowStep is { } keyword)
            {
                context.AddRowStep(keyword, name.Span);
            }

            return callee;
        }

        context.Report(CompilerDiagnostics.CallsTooDeep(context.Source, name.Span, ProgramContext.MaximumCallDepth));
        return null;
    }

    private static ImmutableArray<IrArgument> LowerArguments(
        CallStepSyntax step, LoweredSequence? callee, SequenceContext context, Flow flow)
    {
        var arguments = ImmutableArray.CreateBuilder<IrArgument>();
        var given = new HashSet<int>();
        foreach (var (name, value) in step.Arguments)
        {
            var index = callee?.IndexOf(name.Text) ?? -1;
            if (callee is null || index < 0)
            {
                if (callee is not null)
                {
                    context.Report(CompilerDiagnostics.UnknownArgument(
                        context.Source, name.Span, name.Text, step.Sequence.Text, callee.Inputs.Select(i => i.Name)));
                }

                ValueLowering.Lower(value, null, context, flow);
                continue;
            }

            given.Add(index);
            arguments.Add(new IrArgument(index, ValueLowering.Lower(value, callee.Inputs[index].Type, context, flow)));
        }

        for (var i = 0; callee is not null && i < callee.Inputs.Length; i++)
        {
            if (!given.Contains(i) && LowerMissing(step, callee, callee.Inputs[i], context, flow) is { } value)
            {
                arguments.Add(new IrArgument(i, value));
            }
        }

        return arguments.ToImmutable();
    }

    /// <summary>What an input is that the call does not give: the caller's own, its default, or null.</summary>
    private static IrExpression? LowerMissing(
        CallStepSyntax step, LoweredSequence callee, InputSymbol input, SequenceContext context, Flow flow)
    {
        var span = step.Sequence.Span;
        if (input.IsShared && flow.Names.TryGetValue(input.Name, out var own))
        {
            context.MarkRead(own.Slot);
            var slot = new IrSlot(own.Slot, own.Name, own.Type, span);
            return ValueLowering.ConvertAt(slot, input.Type, span, context, flow);
        }

        if (input.IsRequired)
        {
            var unknown = step.Arguments.Select(a => a.Name.Text).Where(name => callee.IndexOf(name) < 0);
            if (Suggestion.Nearest(input.Name, unknown) is not null)
            {
                // It is there but misspelled, which is already said.
                return null;
            }

            context.Report(CompilerDiagnostics.MissingArgument(context.Source, span, input.Name, input.Type, step.Sequence.Text));
            return null;
        }

        return LiteralLowering.OfDefault(input, span);
    }
}
