using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering.Steps;
using Pff.Compiler.Manifest;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Compiler.Lowering;

/// <summary>Steps and what is known after them.</summary>
internal sealed record LoweredSteps(ImmutableArray<IrStep> Steps, Flow After)
{
    /// <summary>The steps, and then null for the names that another way gives.</summary>
    public ImmutableArray<IrStep> Clearing(string id, ImmutableArray<SavedName> names) =>
        Steps.AddRange(ClearingSteps(id, names));

    public static IEnumerable<IrStep> ClearingSteps(string id, IEnumerable<SavedName> names) => names.Select(name =>
        new IrAssign(id, name.Slot, new IrConstant(Value.Null, Core.Types.PffType.Null, name.Span), name.Span));
}

internal static class StepListLowering
{
    /// <param name="prefix">What comes before the numbers of the steps: empty, or "3." or "3.else.".</param>
    public static LoweredSteps Lower(ImmutableArray<StepSyntax> steps, string prefix, SequenceContext context, Flow flow)
    {
        var lowered = ImmutableArray.CreateBuilder<IrStep>();
        for (var i = 0; i < steps.Length && !context.Program.HasSaidEnough; i++)
        {
            if (!flow.IsReachable)
            {
                context.Report(CompilerDiagnostics.Unreachable(context.Source, steps[i].Clauses.Keyword));
                CheckUnreachable(steps[i..], prefix, i, context, flow with { IsReachable = true });
                break;
            }

            var step = StepLowering.Lower(steps[i], $"{prefix}{i + 1}", context, flow);
            lowered.AddRange(step.Steps);
            flow = step.After;
        }

        return new LoweredSteps(lowered.ToImmutable(), flow);
    }

    /// <summary>What never runs is no part of the program, but its mistakes are reported all the same.</summary>
    private static void CheckUnreachable(ImmutableArray<StepSyntax> steps, string prefix, int index, SequenceContext context, Flow flow)
    {
        foreach (var step in steps)
        {
            flow = StepLowering.Lower(step, $"{prefix}{++index}", context, flow).After with { IsReachable = true };
        }
    }
}
