using System.Collections.Immutable;

namespace Pff.Compiler.Binding;

/// <summary>
/// Several ways that meet: a name that all of them give stays certain, one that only some give is null after the
/// others. Ways that end before the meeting do not count.
/// </summary>
internal static class FlowJoin
{
    /// <param name="ways">The flow at the end of each way.</param>
    /// <returns>
    /// The flow after the meeting, and for each way the names that it must set to null so that their slots are never
    /// read unset.
    /// </returns>
    public static (Flow After, ImmutableArray<ImmutableArray<SavedName>> ToClear) Join(params ReadOnlySpan<Flow> ways)
    {
        var toClear = ImmutableArray.CreateBuilder<ImmutableArray<SavedName>>(ways.Length);
        Flow? first = null;
        var reachable = 0;
        foreach (var way in ways)
        {
            reachable += way.IsReachable ? 1 : 0;
            first ??= way.IsReachable ? way : null;
        }

        if (first is null || reachable == 1)
        {
            foreach (var _ in ways)
            {
                toClear.Add([]);
            }

            return (first ?? ways[0], toClear.MoveToImmutable());
        }

        var merged = first.Names.ToBuilder();
        var facts = first.Facts;
        foreach (var way in ways)
        {
            if (way.IsReachable)
            {
                facts = facts.Or(way.Facts);
                MergeInto(merged, way);
            }
        }

        var changed = merged.Values.Where(n => !first.Names.TryGetValue(n.Name, out var old) || old != n).OrderBy(n => n.Slot);
        var scope = changed.Aggregate(first.Scope, (scope, n) => scope.With(new VariableSymbol(n.Name, n.Type, n.Slot)));
        foreach (var way in ways)
        {
            toClear.Add(way.IsReachable ? [.. merged.Values.Where(n => !way.Names.ContainsKey(n.Name)).OrderBy(n => n.Slot)] : []);
        }

        return (new Flow(scope, merged.ToImmutable(), facts, IsReachable: true), toClear.MoveToImmutable());
    }

    private static void MergeInto(ImmutableDictionary<string, SavedName>.Builder merged, Flow way)
    {
        foreach (var name in way.Names.Values)
        {
            if (!merged.TryGetValue(name.Name, out var known))
            {
                merged[name.Name] = Uncertain(name);
            }
            else if (known != name)
            {
                var isCertain = known.IsCertain && name.IsCertain;
                merged[name.Name] = known with
                {
                    Type = TypeJoin.Join(known.Type, name.Type),
                    IsCertain = isCertain,
                    MaySaveAgain = known.MaySaveAgain || name.MaySaveAgain,
                };
            }
        }

        foreach (var name in merged.Values.Where(n => !way.Names.ContainsKey(n.Name)).ToList())
        {
            merged[name.Name] = Uncertain(name);
        }
    }

    /// <summary>The name where it may not have been given.</summary>
    public static SavedName Uncertain(SavedName name) =>
        name with { Type = TypeJoin.OrNull(name.Type), IsCertain = false, MaySaveAgain = true };
}
