using Pff.Backend.Tests.Emission;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Sources;

// Expressions of lists, maps, optionals, and of what may be null or anything.
internal sealed partial class SourceGenerator
{
    private string List(ListType type, int depth)
    {
        if (type.Element is ObjectType)
        {
            return SameList(type, depth);
        }

        switch (Next(12))
        {
            case 0:
                return $"[{Of(type.Element, depth)}, {Of(type.Element, depth)}, {Of(type.Element, depth)}]";
            case 1 or 2 or 3:
                return Projection(type, depth);
            case 4 when type == Texts:
                return $"{Of(PffType.Text, depth)}.split({Of(PffType.Text, depth)}{(Next(2) == 0 ? "" : ", " + Of(PffType.Int, depth))})";
            case 4 when type == Ints:
                return $"lists.range({Of(PffType.Int, 0)} % 50)";
            case 5 when type == Texts:
                return Next(2) == 0 ? $"{Of(IntByText, depth)}.keys()" : $"regex.extractAll({Of(PffType.Text, depth)}, {Pick(["'a'", "'(.)b'", "'(a)(b)'"])})";
            case 5 when type == Ints:
                return Next(2) == 0 ? $"{Of(IntByText, depth)}.values()" : $"[{Of(OptionalInt, depth)}, {Of(OptionalInt, depth)}].unwrapOpt()";
            case 6 when type == Ints || type == Texts:
                var optional = type == Ints ? OptionalInt : OptionalText;
                return $"[?{Of(optional, depth)}, {Of(type.Element, depth)}]";
            default:
                return SameList(type, depth);
        }
    }

    /// <summary>A list out of one or two of the same type.</summary>
    private string SameList(ListType type, int depth)
    {
        var isOrdered = type.Element is PrimitiveType;
        var list = Of(type, depth);
        return Next(9) switch
        {
            0 => $"({list} + {Of(type, depth)})",
            1 => With(type.Element, x => $"{list}.filter({x}, {Of(PffType.Bool, depth)})"),
            2 => With(type.Element, x => $"{list}.filter({x} => {Of(PffType.Bool, depth)})"),
            3 => With(type.Element, x => $"{list}.{Pick(["sort_by(" + x + " => ", "sortBy(" + x + ", "])}{Of(Pick([PffType.Int, PffType.Text, PffType.Bool]), depth)})"),
            4 => $"{list}.reverse()",
            5 => $"{list}.slice({Of(PffType.Int, depth)}, {Of(PffType.Int, depth)})",
            6 => $"{list}.distinct()",
            7 when isOrdered => $"{list}.sort()",
            7 => With(type.Element, x => $"{list}.distinct({x} => {Of(Pick([PffType.Int, PffType.Text]), depth)})"),
            _ => $"[{list}, {Of(type, depth)}].flatten()",
        };
    }

    private string Projection(ListType type, int depth)
    {
        var element = Element();
        var range = Of(new ListType(element), depth);
        var map = Of(IntByText, depth);
        return Next(7) switch
        {
            0 => With(element, x => $"{range}.map({x}, {Of(type.Element, depth)})"),
            1 => With(element, x => $"{range}.map({x} => {Of(type.Element, depth)})"),
            2 => With(element, x => $"{range}.map({x}, {Of(PffType.Bool, depth)}, {Of(type.Element, depth)})"),
            3 => With(element, x => $"{range}.flat_map({x} => {Of(type, depth)})"),
            4 => With(element, x => $"(from {x} in {range} where {Of(PffType.Bool, depth)} select {Of(type.Element, depth)})"),
            5 => With(element, x => $"{range}.transformList(i, {x}, {Of(type.Element, depth)})"),
            _ => With(PffType.Text, x => $"{map}.map({x}, {Of(type.Element, depth)})"),
        };
    }

    private string Map(MapType type, int depth)
    {
        switch (Next(4))
        {
            case 0 when type == IntByText:
                var value = Of(IntByText, depth);
                return With(PffType.Int, x => $"{value}.transformMap(k, {x}, {Of(PffType.Int, depth)})");
            case 0 when type == TextByInt:
                var list = Of(Texts, depth);
                return With(PffType.Text, x => $"{list}.transformMap(k, {x}, {Of(PffType.Text, depth)})");
            case 1 when type == IntByText:
                var entries = Of(Texts, depth);
                return With(PffType.Text, x => $"{entries}.transformMapEntry(k, {x}, {{{x}: {Of(PffType.Int, depth)}}})");
            case 2 when type == IntByText:
                return $"{{?{Of(PffType.Text, depth)}: {Of(OptionalInt, depth)}, 'z': {Of(PffType.Int, depth)}}}";
            default:
                return $"{{{Of(type.Key, depth)}: {Of(type.Value, depth)}, {Of(type.Key, 0)}: {Of(type.Value, depth)}}}";
        }
    }

    private string Nullable(NullableType type, int depth)
    {
        var list = Of(new ListType(type.Inner), depth);
        return Next(5) switch
        {
            0 => $"{list}.{Pick(["first", "last", "min", "max"])}()",
            1 => With(type.Inner, x => $"{list}.{Pick(["first", "last"])}({x} => {Of(PffType.Bool, depth)})"),
            2 => With(type.Inner, x => $"{list}.{Pick(["min", "max"])}({x} => {Of(type.Inner, depth)})"),
            3 when type == MaybeInt => Pick(["v15?.count", "v15.inner?.amount"]),
            3 => Pick(["v18?.trim()", "v15.inner?.name"]),
            _ => Leaf(type),
        };
    }

    private string Optional(OptionalType type, int depth)
    {
        switch (Next(8))
        {
            case 0:
                return $"optional.{Pick(["of", "ofNonZeroValue"])}({Of(type.Inner, depth)})";
            case 1:
                return $"{Of(new ListType(type.Inner), depth)}[?{Of(PffType.Int, depth)}]";
            case 2:
                return type == OptionalInt ? $"{Of(IntByText, depth)}[?{Of(PffType.Text, depth)}]" : $"{Of(TextByInt, depth)}[?{Of(PffType.Int, depth)}]";
            case 3:
                return $"{Of(TestFrames.Inner, depth)}.?{(type == OptionalInt ? "amount" : "name")}";
            case 4:
                var (from, inner) = Next(2) == 0 ? (OptionalInt, PffType.Int) : (OptionalText, PffType.Text);
                var optional = Of(from, depth);
                return With(inner, x => Next(2) == 0
                    ? $"{optional}.optMap({x}, {Of(type.Inner, depth)})"
                    : $"{optional}.optFlatMap({x}, {Of(type, depth)})");
            case 5:
                return $"{Of(type, depth)}.or({Of(type, depth)})";
            case 6 when type == OptionalText:
                return $"regex.extract({Of(PffType.Text, depth)}, {Pick(["'a+'", "'(.)b'", "'('"])})";
            default:
                return Leaf(type);
        }
    }

    private string Dyn(int depth)
    {
        var range = Of(PffType.Dyn, depth);
        return Next(7) switch
        {
            0 or 1 => $"dyn({Any(depth)})",
            2 => $"({Of(PffType.Dyn, depth)} {Pick(["+", "-", "*", "/", "%"])} {Of(PffType.Dyn, depth)})",
            3 => $"{Of(PffType.Dyn, depth)}{Pick([".amount", "[0]", "['a']"])}",
            4 => $"dyn(math.greatest({Of(PffType.Int, depth)}, {Of(PffType.Double, depth)}))",
            5 => With(PffType.Dyn, x => $"dyn({range}.{Pick(["map", "filter", "exists", "all"])}({x}, {Of(PffType.Bool, depth)}))"),
            _ => $"dyn([{Any(depth)}, {Any(depth)}][{Of(PffType.Int, depth)}])",
        };
    }
}
