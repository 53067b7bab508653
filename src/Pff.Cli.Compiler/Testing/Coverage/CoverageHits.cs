using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Coverage;

/// <summary>What has been reached so far of one plan. Rows run one after the other.</summary>
internal sealed class CoverageHits(CoverageMap map)
{
    private readonly Dictionary<CoverageItem, int> _counts = [];
    private readonly List<CoverageItem> _new = [];

    public CoverageMap Map { get; } = map;

    public int CountOf(CoverageItem item) => _counts.GetValueOrDefault(item);

    /// <summary>What was reached for the first time since this was asked last.</summary>
    public IReadOnlyList<CoverageItem> TakeNew()
    {
        var taken = _new.ToList();
        _new.Clear();
        return taken;
    }

    /// <summary>A row of the sequence begins.</summary>
    public void Begin(string sequence) => Hit(Map.OfSequence(sequence));

    public void Reach(StepPlan step)
    {
        Hit(Map.Of(step, CoverageKind.Step));
        if (step is CallSequencePlan call)
        {
            Hit(Map.OfSequence(call.Sequence));
        }
    }

    public void Branch(ConditionPlan step, bool holds) => Hit(Map.Of(step, holds ? CoverageKind.ConditionTrue : CoverageKind.ConditionFalse));

    public void Loop(ForEachPlan step, int count) => Hit(Map.Of(step, count switch
    {
        0 => CoverageKind.LoopNone,
        1 => CoverageKind.LoopOne,
        _ => CoverageKind.LoopMany,
    }));

    public void Handle(TryPlan step, HandlerPlan handler) => Hit(Map.Of(handler, CoverageKind.Handler));

    /// <summary>Takes over what was reached of the same manifest, compiled anew.</summary>
    public void Add(CoverageHits other)
    {
        foreach (var (item, count) in other._counts)
        {
            _counts[item] = CountOf(item) + count;
        }
    }

    private void Hit(CoverageItem? item)
    {
        if (item is null)
        {
            return;
        }

        var count = CountOf(item);
        _counts[item] = count + 1;
        if (count == 0)
        {
            _new.Add(item);
        }
    }
}
