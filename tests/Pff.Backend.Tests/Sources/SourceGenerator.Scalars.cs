using Pff.Backend.Tests.Emission;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Sources;

// Expressions of the scalar types.
internal sealed partial class SourceGenerator
{
    private string Bool(int depth) => Next(15) switch
    {
        0 => $"({Of(PffType.Bool, depth)} && {Of(PffType.Bool, depth)})",
        1 => $"({Of(PffType.Bool, depth)} || {Of(PffType.Bool, depth)})",
        2 => $"!{Of(PffType.Bool, depth)}",
        3 => Comparison(depth),
        4 => Equality(depth),
        5 => Next(3) switch
        {
            0 => $"({Of(PffType.Int, depth)} in {Of(Ints, depth)})",
            1 => $"({Of(PffType.Text, depth)} in {Of(IntByText, depth)})",
            _ => $"({Of(PffType.Text, depth)} in {Of(Texts, depth)})",
        },
        6 => $"{Of(PffType.Text, depth)}.{Pick(["contains", "startsWith", "endsWith"])}({Of(PffType.Text, depth)})",
        7 => $"{Of(PffType.Text, depth)}.matches({Pick(["'a+'", "'^[a-z]*$'", "r'\\d'", "'(?i)K'", "'('"])})",
        8 or 9 => Quantifier(depth),
        10 => $"has({Of(TestFrames.Inner, depth)}.{Pick(["rate", "tags", "note", "amount"])})",
        11 => $"{Of(TestFrames.Inner, depth)}.open",
        12 => $"{Of(OptionalInt, depth)}.hasValue()",
        13 => $"({Of(MaybeInt, depth)} == null)",
        _ => Next(3) switch
        {
            0 => $"math.{Pick(["isNaN", "isInf", "isFinite"])}({Of(PffType.Double, depth)})",
            1 => $"sets.{Pick(["contains", "equivalent", "intersects"])}({Of(Ints, depth)}, {Of(Ints, depth)})",
            _ => $"bool({Of(PffType.Text, depth)})",
        },
    };

    private string Comparison(int depth)
    {
        var type = Pick([PffType.Int, PffType.Double, PffType.Text, PffType.Bool, PffType.Decimal, PffType.Timestamp, PffType.Duration]);
        var isNumber = type == PffType.Int || type == PffType.Double || type == PffType.Decimal;
        var other = isNumber && Next(3) == 0 ? Pick([PffType.Int, PffType.Double, PffType.Decimal]) : type;
        return $"({Of(type, depth)} {Pick(["<", "<=", ">", ">="])} {Of(other, depth)})";
    }

    private string Equality(int depth)
    {
        var type = Pick(ResultTypes);
        var other = Next(8) == 0 ? PffType.Dyn : type;
        return $"({Of(type, depth)} {Pick(["==", "!="])} {Of(other, depth)})";
    }

    private string Quantifier(int depth)
    {
        var element = Element();
        var range = Of(new ListType(element), depth);
        return Next(5) switch
        {
            0 => With(element, x => $"{range}.any({x} => {Of(PffType.Bool, depth)})"),
            1 => With(element, x => $"{range}.all({x} => {Of(PffType.Bool, depth)})"),
            2 => With(PffType.Int, i => With(element, x => $"{range}.{Pick(["exists", "all", "existsOne"])}({(i == x ? "y" : i)}, {x}, {Of(PffType.Bool, depth)})")),
            _ => With(element, x => $"{range}.{Pick(["exists", "all", "exists_one"])}({x}, {Of(PffType.Bool, depth)})"),
        };
    }

    private string Int(int depth) => Next(17) switch
    {
        0 or 1 or 2 => $"({Of(PffType.Int, depth)} {Pick(["+", "-", "*", "/", "%"])} {Of(PffType.Int, depth)})",
        3 => $"-{Of(PffType.Int, depth)}",
        4 => $"{Pick(["size", "len"])}({Of(Pick<PffType>([PffType.Text, Ints, Texts, IntByText, Inners]), depth)})",
        5 => $"int({Of(Pick<PffType>([PffType.Text, PffType.Double, PffType.Decimal, PffType.Timestamp, PffType.Duration]), depth)})",
        6 => $"{Of(PffType.Text, depth)}.{Pick(["indexOf", "lastIndexOf"])}({Of(PffType.Text, depth)}{(Next(2) == 0 ? "" : ", " + Of(PffType.Int, depth))})",
        7 => $"{Of(PffType.Timestamp, depth)}.{Getter()}({Pick(["", "", "'America/Sao_Paulo'", "'-03:30'", "'UTC'", "'x'"])})",
        8 => $"{Of(PffType.Duration, depth)}.{Pick(["getHours", "getMinutes", "getSeconds", "getMilliseconds"])}()",
        9 => $"math.{Pick(["bitAnd", "bitOr", "bitXor", "bitShiftLeft", "bitShiftRight", "greatest", "least"])}({Of(PffType.Int, depth)}, {Of(PffType.Int, depth)})",
        10 => $"math.{Pick(["abs", "sign", "bitNot"])}({Of(PffType.Int, depth)})",
        11 => $"{Of(Ints, depth)}.sum()",
        12 => SumOf(PffType.Int, depth),
        13 => Element() is var element && Next(2) == 0
            ? $"{Of(new ListType(element), depth)}.count()"
            : CountOf(depth),
        14 => $"{Of(Ints, depth)}[{Of(PffType.Int, depth)}]",
        15 => $"{Of(IntByText, depth)}[{Of(PffType.Text, depth)}]",
        _ => Pick([$"{Of(TestFrames.Inner, depth)}.amount", "v15.count", "(v15.count ?? 1)"]),
    };

    private string CountOf(int depth)
    {
        var element = Element();
        var range = Of(new ListType(element), depth);
        return With(element, x => $"{range}.count({x} => {Of(PffType.Bool, depth)})");
    }

    private string SumOf(PffType type, int depth)
    {
        var element = Element();
        var range = Of(new ListType(element), depth);
        return With(element, x => $"{range}.sum({x} => {Of(type, depth)})");
    }

    private string Getter() => Pick(
    [
        "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds",
    ]);

    private string Double(int depth) => Next(7) switch
    {
        0 or 1 => $"({Of(PffType.Double, depth)} {Pick(["+", "-", "*", "/"])} {Of(PffType.Double, depth)})",
        2 => $"-{Of(PffType.Double, depth)}",
        3 => $"double({Of(Pick<PffType>([PffType.Int, PffType.Text, PffType.Decimal]), depth)})",
        4 => $"math.{Pick(["ceil", "floor", "round", "trunc", "abs", "sign", "sqrt"])}({Of(PffType.Double, depth)})",
        5 => Next(2) == 0 ? SumOf(PffType.Double, depth) : $"{Of(Doubles, depth)}[{Of(PffType.Int, depth)}]",
        _ => $"({Of(TestFrames.Inner, depth)}.rate ?? {Of(PffType.Double, depth)})",
    };

    private string Decimal(int depth) => Next(7) switch
    {
        0 or 1 => $"({Of(PffType.Decimal, depth)} {Pick(["+", "-", "*", "/", "%"])} {Of(Next(3) == 0 ? PffType.Int : PffType.Decimal, depth)})",
        2 => $"-{Of(PffType.Decimal, depth)}",
        3 => $"decimal({Of(Pick<PffType>([PffType.Int, PffType.Text, PffType.Double]), depth)})",
        4 => $"math.{Pick(["ceil", "floor", "round", "trunc", "abs"])}({Of(PffType.Decimal, depth)})",
        5 => $"math.{Pick(["ceil", "floor", "round", "trunc"])}({Of(PffType.Decimal, depth)}, {Of(PffType.Int, depth)})",
        _ => SumOf(PffType.Decimal, depth),
    };

    private string Text(int depth) => Next(16) switch
    {
        0 => $"({Of(PffType.Text, depth)} + {Of(PffType.Text, depth)})",
        1 or 2 => Interpolated(depth),
        3 => $"string({Of(Pick<PffType>([PffType.Int, PffType.Double, PffType.Bool, PffType.Decimal, PffType.Timestamp, PffType.Duration]), depth)})",
        4 => $"{Of(PffType.Text, depth)}.charAt({Of(PffType.Int, depth)})",
        5 => $"{Of(PffType.Text, depth)}.substring({Of(PffType.Int, depth)}{(Next(2) == 0 ? "" : ", " + Of(PffType.Int, depth))})",
        6 => $"{Of(PffType.Text, depth)}.replace({Of(PffType.Text, depth)}, {Of(PffType.Text, depth)}{(Next(2) == 0 ? "" : ", " + Of(PffType.Int, depth))})",
        7 => $"{Of(PffType.Text, depth)}.{Pick(["lowerAscii", "upperAscii", "trim", "reverse"])}()",
        8 => $"{Of(Texts, depth)}.join({(Next(2) == 0 ? "" : Of(PffType.Text, depth))})",
        9 => $"'%s|%s'.format([{Any(depth)}, {Any(depth)}])",
        10 => $"'{Pick(["%d", "%x", "%o", "%b", "%.2f", "%e"])}'.format([{Of(Pick<PffType>([PffType.Int, PffType.Double]), depth)}])",
        11 => $"strings.quote({Of(PffType.Text, depth)})",
        12 => $"{Of(Texts, depth)}[{Of(PffType.Int, depth)}]",
        13 => $"{Of(TextByInt, depth)}[{Of(PffType.Int, depth)}]",
        14 => Next(2) == 0
            ? $"regex.replace({Of(PffType.Text, depth)}, {Pick(["'a'", "'(.)b'", "'x*'"])}, {Pick(["'z'", "r'\\0\\0'"])})"
            : $"base64.{Pick(["encode", "decode"])}({Of(PffType.Text, depth)})",
        _ => $"{Of(TestFrames.Inner, depth)}.name",
    };

    private string Interpolated(int depth)
    {
        var holes = Enumerable.Range(0, 1 + Next(3))
            .Select(_ => Of(Pick([PffType.Int, PffType.Text, PffType.Double, PffType.Bool, PffType.Decimal, PffType.Timestamp, PffType.Duration]), depth));
        return $"f\"{{{{a{string.Concat(holes.Select(hole => $" {{ {hole} }}"))}\"";
    }

    private string Timestamp(int depth) => Next(4) switch
    {
        0 or 1 => $"({Of(PffType.Timestamp, depth)} {Pick(["+", "-"])} {Of(PffType.Duration, depth)})",
        2 => $"timestamp({Of(Next(2) == 0 ? PffType.Int : PffType.Text, depth)})",
        _ => $"({Of(PffType.Duration, depth)} + {Of(PffType.Timestamp, depth)})",
    };

    private string Duration(int depth) => Next(5) switch
    {
        0 => $"({Of(PffType.Duration, depth)} {Pick(["+", "-"])} {Of(PffType.Duration, depth)})",
        1 => $"({Of(PffType.Timestamp, depth)} - {Of(PffType.Timestamp, depth)})",
        2 => $"-{Of(PffType.Duration, depth)}",
        3 => $"duration({Of(PffType.Text, depth)})",
        _ => SumOf(PffType.Duration, depth),
    };
}
