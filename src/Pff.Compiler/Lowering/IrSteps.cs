using Pff.Core.Ir;

namespace Pff.Compiler.Lowering;

/// <summary>Walks over steps.</summary>
internal static class IrSteps
{
    /// <summary>The steps and all that are inside them, in source order.</summary>
    public static IEnumerable<IrStep> All(IEnumerable<IrStep> steps) => steps.SelectMany(step => All(Inside(step)).Prepend(step));

    private static IEnumerable<IrStep> Inside(IrStep step) => step switch
    {
        IrCondition condition => condition.Then.Concat(condition.Else),
        IrForEach loop => loop.Steps,
        IrTry guarded => guarded.Steps.Concat(guarded.Handlers.SelectMany(h => h.Steps)),
        IrParallel parallel => parallel.Branches.SelectMany(b => b),
        IrRetry retry => retry.Steps,
        _ => [],
    };
}
