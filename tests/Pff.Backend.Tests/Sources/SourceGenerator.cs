using CsCheck;
using Pff.Backend.Tests.Emission;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Sources;

/// <summary>
/// Writes expressions as text, well typed by construction, over the variables of <see cref="TestFrames"/> (v0, v1 …):
/// what a person could write, so that parser, checker, evaluator and backend are all on the road.
/// </summary>
internal sealed partial class SourceGenerator(PCG random)
{
    private static readonly PffType Ints = new ListType(PffType.Int);
    private static readonly PffType Texts = new ListType(PffType.Text);
    private static readonly PffType Doubles = new ListType(PffType.Double);
    private static readonly PffType Inners = new ListType(TestFrames.Inner);
    private static readonly PffType IntByText = new MapType(PffType.Text, PffType.Int);
    private static readonly PffType TextByInt = new MapType(PffType.Int, PffType.Text);
    private static readonly PffType MaybeInt = new NullableType(PffType.Int);
    private static readonly PffType MaybeText = new NullableType(PffType.Text);
    private static readonly PffType OptionalInt = new OptionalType(PffType.Int);
    private static readonly PffType OptionalText = new OptionalType(PffType.Text);

    private static readonly PffType[] ResultTypes =
    [
        PffType.Bool, PffType.Bool, PffType.Int, PffType.Int, PffType.Double, PffType.Text, PffType.Text, PffType.Decimal,
        PffType.Timestamp, PffType.Duration, Ints, Texts, Doubles, Inners, IntByText, TextByInt, MaybeInt, MaybeText, OptionalInt, OptionalText,
        TestFrames.Inner, PffType.Dyn,
    ];

    private readonly List<(string Name, PffType Type)> _locals = [];
    private int _names;
    private int _untilMistake = -1;

    public string Any(int depth) => Of(Pick(ResultTypes), depth);

    /// <summary>The same, with a part of a wrong type somewhere, most of which no expression may have.</summary>
    public string WithMistake(int depth)
    {
        _untilMistake = Next(1 << depth);
        var text = Any(depth);
        _untilMistake = -1;
        return text;
    }

    private string Of(PffType type, int depth)
    {
        if (_untilMistake >= 0 && _untilMistake-- == 0)
        {
            type = Pick([.. ResultTypes.Where(t => t != type && t != PffType.Dyn)]);
        }

        if (depth <= 0 || random.Next(9) == 0)
        {
            return Leaf(type);
        }

        return random.Next(6) == 0 ? Control(type, depth - 1) : ByType(type, depth - 1);
    }

    private string ByType(PffType type, int depth) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Bool } => Bool(depth),
        PrimitiveType { Kind: PrimitiveKind.Int } => Int(depth),
        PrimitiveType { Kind: PrimitiveKind.Double } => Double(depth),
        PrimitiveType { Kind: PrimitiveKind.Decimal } => Decimal(depth),
        PrimitiveType { Kind: PrimitiveKind.Text } => Text(depth),
        PrimitiveType { Kind: PrimitiveKind.Timestamp } => Timestamp(depth),
        PrimitiveType { Kind: PrimitiveKind.Duration } => Duration(depth),
        PrimitiveType { Kind: PrimitiveKind.Dyn } => Dyn(depth),
        ListType list => List(list, depth),
        MapType map => Map(map, depth),
        NullableType nullable => Nullable(nullable, depth),
        OptionalType optional => Optional(optional, depth),
        _ => Leaf(type),
    };

    /// <summary>A variable or a literal.</summary>
    private string Leaf(PffType type)
    {
        var known = _locals.Where(local => local.Type == type).Select(local => local.Name)
            .Concat(Enumerable.Range(0, TestFrames.SlotTypes.Length).Where(slot => TestFrames.SlotTypes[slot] == type).Select(slot => "v" + slot))
            .ToList();
        if (known.Count > 0 && (random.Next(3) > 0 || type is OptionalType or ObjectType))
        {
            return known[Next(known.Count)];
        }

        return Literal(type);
    }

    private string Literal(PffType type) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Bool } => Pick(["true", "false"]),
        PrimitiveType { Kind: PrimitiveKind.Int } =>
            Pick(["0", "1", "2", "(-1)", "3", "10", "0x1F", "9223372036854775807", "(-9223372036854775808)", "1000"]),
        PrimitiveType { Kind: PrimitiveKind.Double } => Pick(["0.0", "(-0.0)", "1.5", ".5", "1e300", "2.5e-3", "9007199254740993.0"]),
        PrimitiveType { Kind: PrimitiveKind.Decimal } => Pick(["0.0m", "12.50m", "(-2.25m)", "792281625142643375935439503.5m"]),
        PrimitiveType { Kind: PrimitiveKind.Text } =>
            Pick(["''", "'a'", "\"b\"", "'K1'", "'a,b'", "r'\\d'", "'''x'y'''", "'\\u00e9\\n'", "'😀x'", "'12'", "'2024-02-29T12:34:56.5Z'", "'1h30m'"]),
        PrimitiveType { Kind: PrimitiveKind.Timestamp } =>
            Pick(["now", "timestamp('2024-02-29T12:34:56.789Z')", "timestamp('0001-01-01T00:00:00Z')", "timestamp(1700000000)", "timestamp('x')"]),
        PrimitiveType { Kind: PrimitiveKind.Duration } => Pick(["30s", "1h30m", "1d", "500ms", "duration('1.5s')", "duration('x')"]),
        PrimitiveType { Kind: PrimitiveKind.Dyn } => Pick(["dyn(1)", "dyn('a')", "dyn(1.0)", "dyn(null)", "dyn([1])", "dyn({'a': 1})", "v20", "v21"]),
        NullableType nullable => nullable == MaybeInt ? Pick(["v17", "v15.maybe"]) : Pick(["v18", "v15?.id"]),
        ListType list => list.Element is ObjectType ? "v16" : $"[{Literal(list.Element)}, {Literal(list.Element)}]",
        MapType { Key: PrimitiveType { Kind: PrimitiveKind.Int } } => "{1: 'a', 2: 'b'}",
        MapType => "{'a': 1, 'K1': 7}",
        OptionalType optional => optional.Inner == PffType.Int ? Pick(["optional.of(1)", "v13[?'a']"]) : Pick(["optional.of('a')", "v11[?0]"]),
        _ => "v16[0]",
    };

    /// <summary>What can stand anywhere: conditions, matches, bindings, elements, defaults.</summary>
    private string Control(PffType type, int depth)
    {
        switch (random.Next(7))
        {
            case 0 or 1:
                return $"({Of(PffType.Bool, depth)} ? {Of(type, depth)} : {Of(type, depth)})";
            case 2:
                // A name before a brace is a name: what is matched must not begin with a map.
                return Next(2) == 0
                    ? $"(match 0 + {Of(PffType.Int, depth)} {{ 0 => {Of(type, depth)}, -1 => {Of(type, depth)}, _ => {Of(type, depth)} }})"
                    : $"(match '' + {Of(PffType.Text, depth)} {{ 'a' => {Of(type, depth)}, 'K1' => {Of(type, depth)}, _ => {Of(type, depth)} }})";
            case 3:
                var bound = Pick(ResultTypes);
                var value = Of(bound, depth);
                return With(bound, name => $"cel.bind({name}, {value}, {Of(type, depth)})");
            case 4 when type is PrimitiveType or ListType && type != PffType.Dyn:
                return $"[{Of(type, depth)}, {Of(type, depth)}][{Of(PffType.Int, depth)}]";
            case 5 when type == PffType.Int:
                return $"({Of(MaybeInt, depth)} ?? {Of(type, depth)})";
            case 5 when type == PffType.Text:
                return $"({Of(MaybeText, depth)} ?? {Of(type, depth)})";
            case 6 when type == PffType.Int:
                return $"{Of(OptionalInt, depth)}.{(Next(2) == 0 ? "value()" : $"orValue({Of(type, depth)})")}";
            case 6 when type == PffType.Text:
                return $"{Of(OptionalText, depth)}.{(Next(2) == 0 ? "value()" : $"orValue({Of(type, depth)})")}";
            default:
                return ByType(type, depth);
        }
    }

    /// <summary>A part in which a new name of the type can be used; now and then one that hides another.</summary>
    private string With(PffType type, Func<string, string> part)
    {
        var name = _locals.Count > 0 && Next(6) == 0 ? _locals[^1].Name : "x" + _names++;
        var hidden = _locals.FindIndex(local => local.Name == name);
        var old = hidden >= 0 ? _locals[hidden] : default;
        if (hidden >= 0)
        {
            _locals.RemoveAt(hidden);
        }

        _locals.Add((name, type));
        var text = part(name);
        _locals.RemoveAt(_locals.Count - 1);
        if (hidden >= 0)
        {
            _locals.Insert(hidden, old);
        }

        return text;
    }

    private PffType Element() => Pick([PffType.Int, PffType.Text, PffType.Double, TestFrames.Inner]);

    private int Next(int below) => (int)random.Next((uint)below);

    private T Pick<T>(T[] items) => items[Next(items.Length)];
}
