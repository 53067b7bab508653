using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Coverage;

/// <summary>What there is to reach in a plan, and which step of the plan reaches what.</summary>
internal sealed class CoverageMap
{
    private readonly ImmutableArray<CoverageItem>.Builder _items = ImmutableArray.CreateBuilder<CoverageItem>();
    private readonly Dictionary<(object Part, CoverageKind Kind), CoverageItem> _byPart = new(PartComparer.Instance);
    private readonly Dictionary<string, CoverageItem> _sequences = new(StringComparer.Ordinal);
    private readonly ImmutableArray<SequencePlan> _plans;
    private string _sequence = string.Empty;
    private string _file = string.Empty;

    /// <param name="placeOf">The file and the line, from 1, where a sequence stands.</param>
    public CoverageMap(PlanModel model, Func<string, (string File, int Line)> placeOf)
    {
        _plans = model.Sequences;
        foreach (var sequence in model.Sequences)
        {
            (_sequence, (_file, var line)) = (sequence.Name, placeOf(sequence.Name));
            _sequences.Add(sequence.Name, Add(sequence, string.Empty, line, CoverageKind.Sequence));
            Visit(sequence.Steps, owner: string.Empty, isElse: false);
        }

        Items = _items.ToImmutable();
    }

    /// <summary>In the order of the plan.</summary>
    public ImmutableArray<CoverageItem> Items { get; }

    public CoverageItem? Of(object part, CoverageKind kind) => _byPart.GetValueOrDefault((part, kind));

    public CoverageItem OfSequence(string name) => _sequences[name];

    public CoverageItem OfSequence(int index) => _sequences[_plans[index].Name];

    /// <param name="owner">The id of the step around these, whose own action may be among them.</param>
    /// <param name="isElse">Whether the owner's own action cannot be among them.</param>
    private void Visit(ImmutableArray<StepPlan> steps, string owner, bool isElse)
    {
        var ownsFirst = !isElse && steps is [LetPlan first, ..] && first.Id == owner;
        string? last = null;
        foreach (var step in steps)
        {
            var isClearing = step is LetPlan
                && ((step.Id == owner && !ownsFirst) || steps.Any(s => s is CallMethodPlan or ForEachPlan or TryPlan or RetryPlan or ParallelPlan && s.Id == step.Id));
            if (isClearing)
            {
                // The compiler sets what another way would have given to null, and keeps what an undo reads; nobody wrote that.
                continue;
            }

            // One 'let' with several values is one step.
            if (step is LetPlan && step.Id == last)
            {
                continue;
            }

            last = step.Id;
            Visit(step);
        }
    }

    private void Visit(StepPlan step)
    {
        switch (step)
        {
            case ConditionPlan condition:
                Add(condition, condition.Id, condition.Line, CoverageKind.ConditionTrue);
                Add(condition, condition.Id, condition.Line, CoverageKind.ConditionFalse);
                Visit(condition.Then, condition.Id, isElse: false);
                Visit(condition.Else, condition.Id, isElse: true);
                break;
            case ForEachPlan loop:
                Add(loop, loop.Id, loop.Line, CoverageKind.Step);
                Add(loop, loop.Id, loop.Line, CoverageKind.LoopNone);
                Add(loop, loop.Id, loop.Line, CoverageKind.LoopOne);
                Add(loop, loop.Id, loop.Line, CoverageKind.LoopMany);
                Visit(loop.Steps, loop.Id, isElse: true);
                break;
            case TryPlan attempt:
                Visit(attempt.Steps, attempt.Id, isElse: false);
                foreach (var handler in attempt.Handlers)
                {
                    var line = handler.Steps.IsEmpty ? attempt.Line : handler.Steps[0].Line;
                    Add(handler, attempt.Id, line, CoverageKind.Handler, string.Join(", ", handler.Kinds));
                    Visit(handler.Steps, attempt.Id, isElse: true);
                }

                break;
            case RetryPlan retry:
                Visit(retry.Steps, retry.Id, isElse: false);
                break;
            case ParallelPlan parallel:
                Add(parallel, parallel.Id, parallel.Line, CoverageKind.Step);
                foreach (var branch in parallel.Branches)
                {
                    Visit(branch.Steps, parallel.Id, isElse: true);
                }

                break;
            default:
                Add(step, step.Id, step.Line, CoverageKind.Step);
                break;
        }
    }

    private CoverageItem Add(object part, string id, int line, CoverageKind kind, string detail = "")
    {
        var item = new CoverageItem(_sequence, id, _file, line, kind, detail);
        _items.Add(item);
        _byPart.Add((part, kind), item);
        return item;
    }

    /// <summary>Steps are compared by what they are, and two alike must not be taken for one.</summary>
    private sealed class PartComparer : IEqualityComparer<(object Part, CoverageKind Kind)>
    {
        public static PartComparer Instance { get; } = new();

        public bool Equals((object Part, CoverageKind Kind) x, (object Part, CoverageKind Kind) y) => ReferenceEquals(x.Part, y.Part) && x.Kind == y.Kind;

        public int GetHashCode((object Part, CoverageKind Kind) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Part), obj.Kind);
    }
}
