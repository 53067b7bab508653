using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <summary>
/// Chooses the parts of an expression that become methods of their own, so that no generated method is so long, or
/// nested so deep, that the C# compiler or the just-in-time compiler suffers. Bottom up: where the code of a node
/// would be too large or too deep, its largest (deepest) parts are taken out until it is not.
/// </summary>
internal static class Partition
{
    /// <summary>Literals with more parts than this are filled in by several methods.</summary>
    public const int ChunkLength = 64;

    private const int MaximumCost = 240;
    private const int MaximumHeight = 8;
    private const int MinimumCostTakenOut = 4;

    /// <summary>The nodes to take out, by reference.</summary>
    public static HashSet<IrExpression> Find(IrExpression root)
    {
        var outlined = new HashSet<IrExpression>(ReferenceEqualityComparer.Instance);
        var measures = new Dictionary<IrExpression, Measure>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(IrExpression Node, bool AreChildrenDone)>();
        pending.Push((root, false));
        while (pending.TryPop(out var next))
        {
            if (measures.ContainsKey(next.Node))
            {
                continue;
            }

            if (next.AreChildrenDone)
            {
                measures[next.Node] = MeasureOf(next.Node, measures, outlined);
                continue;
            }

            pending.Push((next.Node, true));
            foreach (var child in IrTree.Children(next.Node))
            {
                pending.Push((child, false));
            }
        }

        outlined.Remove(root);
        return outlined;
    }

    /// <summary>Whether a literal is filled in by several methods.</summary>
    public static bool HasChunks(IrExpression root)
    {
        var seen = new HashSet<IrExpression>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<IrExpression>([root]);
        while (pending.TryPop(out var node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            var children = IrTree.Children(node).ToList();
            if (children.Count > ChunkLength)
            {
                return true;
            }

            children.ForEach(pending.Push);
        }

        return false;
    }

    private static Measure MeasureOf(IrExpression node, Dictionary<IrExpression, Measure> measures, HashSet<IrExpression> outlined)
    {
        var children = IrTree.Children(node).ToList();
        var isChunked = children.Count > ChunkLength;
        var own = isChunked ? 1 + (children.Count / ChunkLength) : 1;
        if (isChunked)
        {
            // Each chunk is a method; only a part that would be a long method by itself is taken out of it.
            foreach (var child in children.Where(c => measures[c].Cost > MaximumCost / ChunkLength && CanTakeOut(node, c)))
            {
                outlined.Add(child);
            }

            return new Measure(own, 1);
        }

        var cost = own + children.Sum(c => CostOf(c));
        foreach (var child in children.OrderByDescending(c => measures[c].Cost))
        {
            if (cost <= MaximumCost || measures[child].Cost < MinimumCostTakenOut)
            {
                break;
            }

            if (!outlined.Contains(child) && CanTakeOut(node, child))
            {
                cost -= measures[child].Cost - 1;
                outlined.Add(child);
            }
        }

        var block = IrTree.OpensBlocks(node) ? 1 : 0;
        foreach (var child in children.Where(c => HeightOf(c) + block > MaximumHeight && CanTakeOut(node, c)))
        {
            outlined.Add(child);
        }

        return new Measure(cost, block + children.Select(c => HeightOf(c)).DefaultIfEmpty(0).Max());

        int CostOf(IrExpression child) => outlined.Contains(child) ? 1 : measures[child].Cost;

        int HeightOf(IrExpression child) => outlined.Contains(child) ? 0 : measures[child].Height;
    }

    // A path on the left of ?? must stay with it: where it ends decides where the code goes on. A variable or a
    // constant is nothing to take out.
    private static bool CanTakeOut(IrExpression parent, IrExpression child) =>
        child is not (IrConstant or IrLocal or IrSlot or IrNow) && !(IsOnPath(child) && IsOnPath(parent));

    private static bool IsOnPath(IrExpression expression) => expression is IrSelect or IrSafeSelect or IrOptionalSelect or IrCoerce or IrCoalesce
        or IrCall { Function: Builtin.Index or Builtin.OptionalIndex };

    private readonly record struct Measure(int Cost, int Height);
}
