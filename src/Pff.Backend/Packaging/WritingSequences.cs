using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>Finds the sequences that may write, themselves or through a sequence that they call.</summary>
internal static class WritingSequences
{
    public static HashSet<string> Find(IrProgram program)
    {
        var writing = new HashSet<string>(StringComparer.Ordinal);
        var callers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (var sequence in program.Sequences)
        {
            foreach (var step in AllSteps(sequence.Steps))
            {
                if (step is IrCallMethod { Method.Effect: not Effect.Read })
                {
                    pending.Push(sequence.Name);
                }
                else if (step is IrCallSequence call)
                {
                    if (!callers.TryGetValue(call.Sequence, out var list))
                    {
                        callers.Add(call.Sequence, list = []);
                    }

                    list.Add(sequence.Name);
                }
            }
        }

        while (pending.TryPop(out var name))
        {
            if (writing.Add(name) && callers.TryGetValue(name, out var list))
            {
                list.ForEach(pending.Push);
            }
        }

        return writing;
    }

    private static IEnumerable<IrStep> AllSteps(ImmutableArray<IrStep> steps)
    {
        var pending = new Stack<IrStep>(steps);
        while (pending.TryPop(out var step))
        {
            yield return step;
            IEnumerable<IrStep> inner = step switch
            {
                IrCondition condition => condition.Then.Concat(condition.Else),
                IrForEach loop => loop.Steps,
                IrTry attempt => attempt.Steps.Concat(attempt.Handlers.SelectMany(h => h.Steps)),
                IrParallel parallel => parallel.Branches.SelectMany(b => b),
                IrRetry retry => retry.Steps,
                _ => [],
            };
            foreach (var child in inner)
            {
                pending.Push(child);
            }
        }
    }
}
