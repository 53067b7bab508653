using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>
/// Makes a value of a type, asking at each place which way to go: a field there or absent, a list empty, with one or
/// with several elements, each value of an enum and one that nobody knows …
/// </summary>
/// <param name="interesting">The constants with which the sequence compares: other values seldom open a branch.</param>
internal sealed class ValueGenerator(Decisions decisions, Timestamp now, InterestingValues interesting)
{
    private const int MaximumDepth = 6;
    private const int MaximumFullList = 20;
    private const long SecondsOfYear = 365L * 24 * 60 * 60;
    private const string UnknownEnumValue = "SomethingNew";

    /// <param name="reads">What of it is read.</param>
    public Value Make(PffType type, string place, ReadParts reads, int depth = 0) => type switch
    {
        PrimitiveType primitive => OneOf(place, Candidates(primitive.Kind)),
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

    private Value MakeList(ListType list, string place, ReadParts reads, int depth)
    {
        var most = list.MaximumCount ?? int.MaxValue;
        ImmutableArray<int> sizes = most < 1 || depth >= MaximumDepth ? [0]
            : [.. new[] { 1, 0, 2, most }.Where(s => s <= most && (s <= 2 || s <= MaximumFullList)).Distinct()];
        var size = sizes[decisions.Choose(place + "[]", sizes.Length, way => $"size({place}) = {sizes[way]}")];
        var elements = reads.OfElements();
        return Value.Of(new ListValue([.. Enumerable.Range(0, size).Select(i => Make(list.Element, $"{place}[{i}]", elements, depth + 1))]));
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
    public ImmutableArray<Value> Candidates(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Bool => [Value.True, Value.False],
        PrimitiveKind.Text => [Value.Of("text"), Value.Of(string.Empty), .. interesting.Texts.Select(Value.Of)],
        PrimitiveKind.Int => [Value.Of(1L), Value.Of(0L), Value.Of(-1L), .. interesting.Whole.Select(Value.Of)],
        PrimitiveKind.Double => [Value.Of(1.5), Value.Of(0.0), Value.Of(-1.5), .. interesting.Whole.Select(n => Value.Of((double)n))],
        PrimitiveKind.Decimal => [Value.Of(1.5m), Value.Of(0m), Value.Of(-1.5m), .. interesting.Whole.Select(n => Value.Of((decimal)n))],
        PrimitiveKind.Timestamp => [At(0), At(-SecondsOfYear), At(SecondsOfYear)],
        PrimitiveKind.Duration => [Value.Of(new Duration(1, 0)), Value.Of(new Duration(0, 0))],
        PrimitiveKind.Dyn => [Value.Of("text"), Value.Null, Value.Of(1L), Value.Of(new ListValue([])), Value.Of(new RecordValue([], []))],
        _ => [],
    };

    private Value At(long seconds) => Value.Of(now with { Seconds = now.Seconds + seconds });
}
