using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>
/// Makes a value of a type, asking at each place which way to go: a field there or absent, a list empty, with one or
/// with several elements, each value of an enum and one that nobody knows …
/// </summary>
/// <param name="interesting">The constants with which the sequence compares: other values seldom open a branch.</param>
/// <param name="breaksPromises">Whether what the schema forbids is tried too.</param>
internal sealed class ValueGenerator(Decisions decisions, Timestamp now, InterestingValues interesting, bool breaksPromises)
{
    private const int MaximumDepth = 6;
    private const int MaximumFullList = 20;

    /// <summary>Where the schema asks for more, the list is shorter than it allows.</summary>
    private const int MaximumForcedList = 200;
    private const long SecondsOfYear = 365L * 24 * 60 * 60;
    private const string UnknownEnumValue = "SomethingNew";

    /// <param name="reads">What of it is read.</param>
    public Value Make(PffType type, string place, ReadParts reads, int depth = 0) => type switch
    {
        PrimitiveType primitive => OneOf(place, Candidates(primitive)),
        NullableType nullable => decisions.Choose(place + "?", 2, _ => $"{place} = null") == 1 ? Value.Null : Make(nullable.Inner, place, reads, depth),
        SecretType secret => Make(secret.Inner, place, reads, depth),
        EnumType named => OneOf(place, [.. named.Values.Select(Value.Of), .. named.IsOpen ? [Value.Of(UnknownEnumValue)] : (Value[])[]]),
        ListType list => MakeList(list, place, reads, depth),
        MapType map => decisions.Choose(place + "{}", 2, _ => $"size({place}) = 0") == 1
            ? Value.Of(new RecordValue([], []))
            : Value.Of(new RecordValue(["key"], [Make(map.Value, place + ".key", reads.OfElements(), depth + 1)])),
        ObjectType named => MakeObject(named, place, reads, depth),
        UnionType union => Make(union.Cases[decisions.Choose(place + "|", union.Cases.Length, way => $"{place} is {union.Cases[way].Tag}")].Type, place, reads, depth),
        _ => Value.Null,
    };

    public Value OneOf(string place, ImmutableArray<Value> ways) =>
        ways.IsEmpty ? Value.Null : ways[decisions.Choose(place, ways.Length, way => $"{place} = {RowValues.Show(ways[way])}")];

    private Value OneOf(string place, PromisedValues values)
    {
        ImmutableArray<Value> ways = breaksPromises ? [.. values.Kept, .. values.Broken] : values.Kept;
        return ways[decisions.Choose(place, ways.Length, way => $"{place} = {RowValues.Show(ways[way])}", values.Kept.Length)];
    }

    private Value MakeList(ListType list, string place, ReadParts reads, int depth)
    {
        var (sizes, kept) = SizesOf(list, depth);
        var size = sizes[decisions.Choose(place + "[]", sizes.Length, way => $"size({place}) = {sizes[way]}", kept)];
        var elements = reads.OfElements();
        return Value.Of(new ListValue([.. Enumerable.Range(0, size).Select(i => Make(list.Element, $"{place}[{i}]", elements, depth + 1))]));
    }

    /// <summary>How many elements a list may have, the ordinary number first, and how many of these the schema allows.</summary>
    private (ImmutableArray<int> Sizes, int Kept) SizesOf(ListType list, int depth)
    {
        var most = list.MaximumCount ?? int.MaxValue;
        var least = Math.Min(list.MinimumCount ?? 0, most);
        if (depth >= MaximumDepth)
        {
            // A type that needs more of its own kind has no end.
            return ([depth > 2 * MaximumDepth ? 0 : Math.Min(least, 1)], 1);
        }

        ImmutableArray<int> kept =
        [
            .. new[] { Math.Max(1, least), 0, 2, least, most }
                .Where(s => s >= least && s <= most && (s <= MaximumFullList || (s == least && s <= MaximumForcedList)))
                .Distinct(),
        ];
        ImmutableArray<int> broken = [.. new[] { 0, 1, 2 }.Where(s => !kept.Contains(s) && (s < least || s > most))];
        return kept.IsEmpty ? (broken.IsEmpty ? [MaximumForcedList] : broken, int.MaxValue)
            : breaksPromises ? ([.. kept, .. broken], kept.Length)
            : (kept, kept.Length);
    }

    private Value MakeObject(ObjectType type, string place, ReadParts reads, int depth)
    {
        var names = new List<string>();
        var values = new List<Value>();
        foreach (var field in type.Fields)
        {
            if (reads.Of(field.Name) is not { } read || (!field.IsRequired && depth >= MaximumDepth))
            {
                continue;
            }

            var at = $"{place}.{field.Name}";
            if (!field.IsRequired && decisions.Choose(at + " absent", 2, _ => $"!has({at})") == 1)
            {
                continue;
            }

            names.Add(field.Name);
            values.Add(depth > 2 * MaximumDepth ? Value.Null : Make(field.Type, at, read, depth + 1));
        }

        return Value.Of(new RecordValue([.. names], [.. values]));
    }

    /// <summary>The values of a primitive type that are worth trying.</summary>
    public PromisedValues Candidates(PrimitiveType type) => type.Kind switch
    {
        PrimitiveKind.Bool => new([Value.True, Value.False], []),
        PrimitiveKind.Text => PromisedValues.Of(
            [Value.Of("text"), Value.Of(string.Empty), .. interesting.Texts.Select(Value.Of)],
            type.Constraint,
            type.Constraint is { } promised ? PromisedValues.Texts(promised) : []),
        PrimitiveKind.Int => Numbers(type, [1, 0, -1], n => decimal.Truncate(n) == n && n is >= long.MinValue and <= long.MaxValue ? Value.Of((long)n) : null),
        PrimitiveKind.Double => Numbers(type, [1.5m, 0, -1.5m], n => Value.Of((double)n)),
        PrimitiveKind.Decimal => Numbers(type, [1.5m, 0, -1.5m], n => Value.Of(n)),
        PrimitiveKind.Timestamp => new([At(0), At(-SecondsOfYear), At(SecondsOfYear)], []),
        PrimitiveKind.Duration => new([Value.Of(new Duration(1, 0)), Value.Of(new Duration(0, 0))], []),
        PrimitiveKind.Dyn => new([Value.Of("text"), Value.Null, Value.Of(1L), Value.Of(new ListValue([])), Value.Of(new RecordValue([], []))], []),
        _ => new([Value.Null], []),
    };

    /// <param name="usual">Numbers of which each may be special.</param>
    /// <param name="toValue">A number of the kind, or null where the kind does not have it.</param>
    private PromisedValues Numbers(PrimitiveType type, decimal[] usual, Func<decimal, Value?> toValue)
    {
        ImmutableArray<Value> Values(IEnumerable<decimal> numbers) => [.. numbers.Select(toValue).OfType<Value>()];
        var limits = type.Constraint is { } promised ? PromisedValues.Numbers(promised) : [];
        return PromisedValues.Of(Values(usual.Concat(interesting.Whole.Select(n => (decimal)n))), type.Constraint, Values(limits));
    }

    private Value At(long seconds) => Value.Of(now with { Seconds = now.Seconds + seconds });
}
