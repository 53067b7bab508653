using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Emission;

/// <summary>The variables that generated expressions read, and frames of values for them, some of which lie.</summary>
internal static class TestFrames
{
    public static PffType Inner { get; } = new ObjectType("Inner", () =>
    [
        new("amount", PffType.Int, true), new("rate", PffType.Double, false), new("name", PffType.Text, true),
        new("open", PffType.Bool, true), new("tags", new ListType(PffType.Text), false), new("note", new NullableType(PffType.Text), false),
    ]);

    public static PffType Outer { get; } = new ObjectType("Outer", () =>
    [
        new("id", PffType.Text, true), new("count", PffType.Int, false), new("inner", Inner, false),
        new("items", new ListType(Inner), true), new("maybe", new NullableType(PffType.Int), true),
        new("totals", new MapType(PffType.Text, PffType.Int), true),
    ]);

    public static ImmutableArray<PffType> SlotTypes { get; } =
    [
        PffType.Int, PffType.Int, PffType.Double, PffType.Text, PffType.Text, PffType.Bool, PffType.Bool, PffType.Decimal,
        PffType.Timestamp, PffType.Duration, new ListType(PffType.Int), new ListType(PffType.Text), new ListType(PffType.Double),
        new MapType(PffType.Text, PffType.Int), new MapType(PffType.Int, PffType.Text), Outer, new ListType(Inner),
        new NullableType(PffType.Int), new NullableType(PffType.Text), new OptionalType(PffType.Int), PffType.Dyn, PffType.Dyn,
        new SecretType(PffType.Text),
    ];

    public static Frame Make(PCG random)
    {
        var frame = new Frame(SlotTypes.Length, new Timestamp(1_700_000_000, 5));
        for (var i = 0; i < SlotTypes.Length; i++)
        {
            frame.Slots[i] = random.Next(40) == 0 ? default : ValueOf(random, SlotTypes[i], mayLie: true);
        }

        return frame;
    }

    public static Value ValueOf(PCG random, PffType type, bool mayLie)
    {
        if (mayLie)
        {
            switch (random.Next(60))
            {
                case 0: return Value.Of(new Fault(FaultKind.TypeMismatch, new LocalizedText("stored", "stored")));
                case 1: return Value.Null;
                case 2: return ValueOf(random, SlotTypes[(int)random.Next((uint)SlotTypes.Length)], false);
                case 3 when type is not SecretType: return Json(random);
            }
        }

        return type switch
        {
            PrimitiveType primitive => Scalar(random, primitive.Kind, mayLie),
            NullableType nullable => random.Next(3) == 0 ? Value.Null : ValueOf(random, nullable.Inner, mayLie),
            OptionalType optional => Value.Of(new OptionalValue(random.Next(3) == 0 ? default : ValueOf(random, optional.Inner, false))),
            SecretType secret => Value.Of(new SecretValue(ValueOf(random, secret.Inner, false))),
            ListType list => Value.Of(new ListValue([.. Enumerable.Range(0, (int)random.Next(6)).Select(_ => ValueOf(random, list.Element, mayLie))])),
            MapType map => Map(random, map, mayLie),
            ObjectType named => Record(random, named, mayLie),
            _ => throw new InvalidOperationException(type.ToString()),
        };
    }

    private static Value Json(PCG random)
    {
        string[] texts = ["1", "1.5", "\"x\"", "null", "true", "[1,2]", "{\"amount\":3,\"name\":\"n\"}", "{}", "[]"];
        return Value.Of(new JsonValue(Encoding.UTF8.GetBytes(texts[random.Next((uint)texts.Length)])));
    }

    private static Value Map(PCG random, MapType map, bool mayLie)
    {
        var entries = new Dictionary<Value, Value>(ValueKeyComparer.Instance);
        for (var i = random.Next(5); i > 0; i--)
        {
            entries[ValueOf(random, map.Key, false)] = ValueOf(random, map.Value, mayLie);
        }

        return Value.Of(new DictionaryValue([.. entries]));
    }

    private static Value Record(PCG random, ObjectType type, bool mayLie)
    {
        var fields = type.Fields.Where(f => f.IsRequired ? !mayLie || random.Next(30) > 0 : random.Next(2) == 0).ToList();
        return Value.Of(new RecordValue(
            [.. fields.Select(f => f.Name)], [.. fields.Select(f => ValueOf(random, f.Type, mayLie))]));
    }

    public static Value Scalar(PCG random, PrimitiveKind kind, bool mayLie) => kind switch
    {
        PrimitiveKind.Bool => Value.Of(random.Next(2) == 0),
        PrimitiveKind.Int => Value.Of(Pick(random, [0, 1, 2, 3, -1, 7, 10, -10, 100, int.MaxValue, long.MaxValue, long.MinValue, long.MaxValue - 1, 1L << 40])),
        PrimitiveKind.Double => Value.Of(Pick(random, [0.0, -0.0, 1.0, 1.5, -2.25, 1e300, -1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3.0])),
        PrimitiveKind.Text => Value.Of(Pick(random, ["", "a", "b", "ab", "abc", "name", "K1", "12", "1.5", "true", "\ud83d\ude00x", "é", "\ud800", "a\n\"b\\", "2020-01-01T00:00:00Z"])),
        PrimitiveKind.Decimal => Value.Of(Pick(random, [0m, 1m, 1.50m, -2.25m, decimal.MaxValue, 79228162514264337593543950335m, 0.0000000000000000000000000001m])),
        PrimitiveKind.Timestamp => Value.Of(Pick(random, [new Timestamp(0, 0), new(1_600_000_000, 123_000_000), new(253402300799, 999_999_999), new(-62135596800, 0)])),
        PrimitiveKind.Duration => Value.Of(Pick(random, [new Duration(0, 0), new(1, 500_000_000), new(-3600, 0), new(315_576_000_000, 0), new(86_400, 0)])),
        PrimitiveKind.Null => Value.Null,
        PrimitiveKind.Dyn => ValueOf(random, SlotTypes[(int)random.Next(20)], mayLie),
        _ => throw new InvalidOperationException(kind.ToString()),
    };

    public static T Pick<T>(PCG random, T[] items) => items[random.Next((uint)items.Length)];
}
