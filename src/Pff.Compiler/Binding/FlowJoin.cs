using System.Collections.Immutable;
using Pff.Compiler.Typing;

namespace Pff.Compiler.Binding;

/// <summary>The flow where several ways meet.</summary>
/// <param name="ToClear">
/// For each way the names that it must set to null, because another way gives them: no slot is then read unset.
/// </param>
internal sealed record Meeting(Flow After, ImmutableArray<ImmutableArray<SavedName>> ToClear);

/// <summary>
/// Several ways that meet: a name that all of them give stays certain, one that only some give is null after the
/// others. Ways that end before the meeting do not count.
/// </summary>
internal static class FlowJoin
{
    /// <param name="before">The flow where the ways part.</param>
    /// <param name="local">Names that end with their way: loop variables, <c>error</c>.</param>
    /// <param name="ways">The flow at the end of each way.</param>
    public static Meeting Join(Flow before, ReadOnlySpan<string> local, params ReadOnlySpan<Flow> ways)
    {
        var reachable = new List<Flow>();
        foreach (var way in ways)
        {
            if (way.IsReachable)
            {
                reachable.Add(way);
            }
        }

        var toClear = new List<SavedName>[ways.Length];
        if (reachable.Count == 0)
        {
            return new Meeting(before.End(), [.. toClear.Select(_ => ImmutableArray<SavedName>.Empty)]);
        }

        var isLocal = local.ToArray();
        var merged = reachable.SelectMany(way => way.GivenSince(before)).Distinct(StringComparer.Ordinal).Except(isLocal)
            .Select(name => Merge(name, before, reachable))
            .OrderBy(name => name.Slot)
            .ToList();
        for (var i = 0; i < ways.Length; i++)
        {
            var way = ways[i];
            toClear[i] = way.IsReachable ? [.. merged.Where(n => !way.Names.ContainsKey(n.Name))] : [];
        }

        var after = merged.Aggregate(before, (flow, name) => flow.With(name)) with { Facts = CommonFacts(reachable) };
        return new Meeting(after, [.. toClear.Select(names => names.ToImmutableArray())]);
    }

    /// <summary>The name where it may not have been given.</summary>
    public static SavedName Uncertain(SavedName name) => name with { Type = TypeJoin.OrNull(name.Type), IsCertain = false };

    private static SavedName Merge(string name, Flow before, List<Flow> ways)
    {
        SavedName? merged = null;
        var isMissing = false;
        foreach (var way in ways)
        {
            if (!way.Names.TryGetValue(name, out var known))
            {
                isMissing = true;
            }
            else
            {
                merged = merged is null
                    ? known
                    : merged with { Type = TypeJoin.Join(merged.Type, known.Type), IsCertain = merged.IsCertain && known.IsCertain };
            }
        }

        // One of the ways has given the name, and nothing takes a name away within a way.
        var result = isMissing ? Uncertain(merged!) : merged!;
        return result with { LoopDepth = before.LoopDepth };
    }

    private static Facts CommonFacts(List<Flow> ways)
    {
        var facts = ways[0].Facts;
        foreach (var way in ways)
        {
            facts = ReferenceEquals(way.Facts, facts) ? facts : facts.Or(way.Facts);
        }

        return facts;
    }
}
