using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Bounds;

namespace Pff.Compiler.Lowering;

/// <summary>Holds the budgets of a program's sequences against what their rows can call.</summary>
internal static class BudgetCheck
{
    public static void Check(IrProgram program, DiagnosticBag diagnostics)
    {
        var analysis = new BoundAnalysis(program);
        foreach (var sequence in program.Sequences.Where(s => s.Budget != IrBudget.None))
        {
            Check(sequence, CallKind.Reads, sequence.Budget.Reads, analysis, diagnostics);
            Check(sequence, CallKind.Writes, sequence.Budget.Writes, analysis, diagnostics);
            Check(sequence, CallKind.Attempts, sequence.Budget.Attempts, analysis, diagnostics);
        }
    }

    private static void Check(IrSequence sequence, CallKind kind, IrLimit? limit, BoundAnalysis analysis, DiagnosticBag diagnostics)
    {
        if (limit is null)
        {
            return;
        }

        var most = kind.In(analysis.Of(sequence)).Most;
        if (!most.IsUnbounded && most <= CallCount.Of(limit.Most))
        {
            return;
        }

        // Where there are calls there is a step that makes most of them.
        var largest = analysis.LargestContributor(sequence, kind)!;
        diagnostics.Add(most.IsUnbounded
            ? CompilerDiagnostics.BudgetWithoutBound(sequence.Source, limit, kind, largest)
            : CompilerDiagnostics.BudgetExceeded(sequence.Source, limit, kind, most, largest));
    }
}
