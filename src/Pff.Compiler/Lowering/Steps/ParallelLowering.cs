using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// <c>parallel: [ a, b ]</c>: each branch sees what was there before, and behind the step everything that they save is
/// there. No branch may save what another one saves or reads, so that their order does not matter.
/// </summary>
internal static class ParallelLowering
{
    public static LoweredSteps Lower(ParallelStepSyntax step, string id, SequenceContext context, Flow flow)
    {
        if (step.Branches.Length is 0 or > ParallelPlan.MaximumBranches)
        {
            context.Report(CompilerDiagnostics.BadBranchCount(context.Source, step.Clauses.Keyword, ParallelPlan.MaximumBranches));
        }

        var branches = ImmutableArray.CreateBuilder<LoweredSteps>(step.Branches.Length);
        var reads = ImmutableArray.CreateBuilder<ImmutableHashSet<int>>(step.Branches.Length);
        context.BranchDepth++;
        for (var i = 0; i < step.Branches.Length; i++)
        {
            var readBefore = context.Reads.Count;
            branches.Add(StepListLowering.Lower(step.Branches[i], $"{id}.{i + 1}.", context, flow));
            reads.Add([.. context.Reads.Skip(readBefore)]);
        }

        context.BranchDepth--;
        CheckNames(step, reads, context);
        var after = flow;
        foreach (var branch in branches)
        {
            var given = branch.After.GivenSince(flow).Select(name => branch.After.Names[name]).OrderBy(n => n.Slot);
            after = given.Aggregate(after, (known, name) => known.With(name));
            after = branch.After.IsReachable ? after : after.End();
        }

        return new LoweredSteps([new IrParallel(id, [.. branches.Select(b => b.Steps)], step.Span)], after);
    }

    private static void CheckNames(ParallelStepSyntax step, IReadOnlyList<ImmutableHashSet<int>> reads, SequenceContext context)
    {
        var savedBy = new Dictionary<string, (int Branch, ManifestName Name)>(StringComparer.Ordinal);
        for (var i = 0; i < step.Branches.Length; i++)
        {
            foreach (var name in step.Branches[i].SelectMany(s => s.WithDescendants()).SelectMany(s => s.OwnNames))
            {
                if (!savedBy.TryAdd(name.Text, (i, name)) && savedBy[name.Text].Branch != i)
                {
                    context.Report(CompilerDiagnostics.SavedInTwoBranches(context.Source, name.Span, name.Text, savedBy[name.Text].Name.Span));
                }
            }
        }

        foreach (var (branch, name) in savedBy.Values)
        {
            var slot = context.SlotOf(name.Text);
            if (reads.Where((slots, other) => other != branch && slots.Contains(slot)).Any())
            {
                context.Report(CompilerDiagnostics.ReadInOtherBranch(context.Source, name.Span, name.Text));
            }
        }
    }
}
