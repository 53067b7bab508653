using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>What a sequence is made of, together with those that it calls.</summary>
/// <param name="Sequences">Their names.</param>
/// <param name="Calls">Each call with what it reads of the response; a write that can be undone gives two.</param>
internal sealed record SequenceParts(
    IReadOnlySet<string> Sequences, ImmutableArray<(MethodDescriptor Method, Projection? Projection)> Calls, ImmutableArray<IrExpression> Conditions)
{
    public static SequenceParts Of(IrProgram program, IrSequence sequence)
    {
        var steps = new List<IrStep>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(sequence, program, names, steps);
        return new SequenceParts(names, [.. steps.OfType<IrCallMethod>().SelectMany(CallsOf)], [.. steps.SelectMany(ExpressionsOf)]);
    }

    private static void Collect(IrSequence sequence, IrProgram program, HashSet<string> seen, List<IrStep> steps)
    {
        if (!seen.Add(sequence.Name))
        {
            return;
        }

        var open = new Stack<IrStep>(sequence.Steps.Reverse());
        while (open.TryPop(out var step))
        {
            steps.Add(step);
            Inside(step).Reverse().ToList().ForEach(open.Push);
            if (step is IrCallSequence call && program.Sequences.FirstOrDefault(s => s.Name == call.Sequence) is { } callee)
            {
                Collect(callee, program, seen, steps);
            }
        }
    }

    private static IEnumerable<(MethodDescriptor Method, Projection? Projection)> CallsOf(IrCallMethod call) =>
        call.Undo is { } undo ? [(call.Method, call.Projection), (undo.Method, null)] : [(call.Method, call.Projection)];

    private static IEnumerable<IrStep> Inside(IrStep step) => step switch
    {
        IrCondition condition => [.. condition.Then, .. condition.Else],
        IrForEach loop => loop.Steps,
        IrParallel parallel => parallel.Branches.SelectMany(b => b),
        IrRetry retry => retry.Steps,
        IrTry guarded => [.. guarded.Steps, .. guarded.Handlers.SelectMany(h => h.Steps)],
        _ => [],
    };

    private static IEnumerable<IrExpression> ExpressionsOf(IrStep step) => step switch
    {
        IrCondition condition => [condition.Condition],
        IrForEach loop => [loop.List],
        IrRetry { Until: { } until } => [until],
        IrAssert assert => [assert.Condition],
        IrAssign assign => [assign.Value],
        IrCallSequence call => call.Arguments.Select(a => a.Value),
        _ => [],
    };
}
