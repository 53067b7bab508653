using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;
using static Pff.Compiler.Typing.SignatureTypes;

namespace Pff.Compiler.Typing;

/// <summary>
/// The functions that are called as <c>f(x)</c>, those with a namespace (<c>math.abs(x)</c>) included. From CEL: the standard
/// library, and the math, strings, lists, sets, regex, encoders and optionals extensions.
/// </summary>
internal static class SignaturesOfFunctions
{
    private static readonly ImmutableDictionary<string, Overloads> Table = Build().ToImmutableDictionary(o => o.Name, StringComparer.Ordinal);

    public static ImmutableArray<string> Names { get; } = [.. Table.Keys.Order(StringComparer.Ordinal)];

    public static Overloads? Find(string name) => Table.GetValueOrDefault(name);

    private static IEnumerable<Overloads> Build() => [.. Conversions(), .. Math(), .. Optionals(), .. Others()];

    private static IEnumerable<Overloads> Conversions() =>
    [
        new("bool", [.. To(Builtin.ToBool, BoolT, BoolT, TextT)]),
        new("int", [.. To(Builtin.ToInt, IntT, IntT, DoubleT, DecimalT, TextT, TimestampT, DurationT)]),
        new("double", [.. To(Builtin.ToDouble, DoubleT, DoubleT, IntT, DecimalT, TextT)]),
        new("decimal", [.. To(Builtin.ToDecimal, DecimalT, DecimalT, IntT, DoubleT, TextT)]),
        new("string", [.. To(Builtin.ToText, TextT, TextT, BoolT, IntT, DoubleT, DecimalT, TimestampT, DurationT)]),
        new("timestamp", [.. To(Builtin.ToTimestamp, TimestampT, TimestampT, TextT, IntT)]),
        new("duration", [.. To(Builtin.ToDuration, DurationT, DurationT, TextT)]),
        new("type", [Of(Builtin.TypeOf, TypeT, A)]),
        new("dyn", [Of(Builtin.ToDyn, DynT, A)]),
    ];

    private static IEnumerable<Overloads> Math() =>
    [
        new("math.greatest", Extremes(Builtin.MathGreatest)),
        new("math.least", Extremes(Builtin.MathLeast)),
        new("math.ceil", [.. Same(Builtin.MathCeil, DoubleT, DecimalT), Of(Builtin.MathCeil, DecimalT, DecimalT, IntT)]),
        new("math.floor", [.. Same(Builtin.MathFloor, DoubleT, DecimalT), Of(Builtin.MathFloor, DecimalT, DecimalT, IntT)]),
        new("math.round", [.. Same(Builtin.MathRound, DoubleT, DecimalT), Of(Builtin.MathRound, DecimalT, DecimalT, IntT)]),
        new("math.trunc", [.. Same(Builtin.MathTrunc, DoubleT, DecimalT), Of(Builtin.MathTrunc, DecimalT, DecimalT, IntT)]),
        new("math.abs", [.. Same(Builtin.MathAbs, IntT, DoubleT, DecimalT)]),
        new("math.sign", [.. Same(Builtin.MathSign, IntT, DoubleT), Of(Builtin.MathSign, IntT, DecimalT)]),
        new("math.sqrt", [Of(Builtin.MathSqrt, DoubleT, DoubleT), Of(Builtin.MathSqrt, DoubleT, IntT)]),
        new("math.isNaN", [Of(Builtin.MathIsNaN, BoolT, DoubleT)]),
        new("math.isInf", [Of(Builtin.MathIsInf, BoolT, DoubleT)]),
        new("math.isFinite", [Of(Builtin.MathIsFinite, BoolT, DoubleT)]),
        new("math.bitAnd", [Of(Builtin.MathBitAnd, IntT, IntT, IntT)]),
        new("math.bitOr", [Of(Builtin.MathBitOr, IntT, IntT, IntT)]),
        new("math.bitXor", [Of(Builtin.MathBitXor, IntT, IntT, IntT)]),
        new("math.bitNot", [Of(Builtin.MathBitNot, IntT, IntT)]),
        new("math.bitShiftLeft", [Of(Builtin.MathBitShiftLeft, IntT, IntT, IntT)]),
        new("math.bitShiftRight", [Of(Builtin.MathBitShiftRight, IntT, IntT, IntT)]),
    ];

    private static IEnumerable<Overloads> Optionals() =>
    [
        new("optional.of", [Of(Builtin.OptionalOf, OptionalOfA, A)]),
        new("optional.ofNonZeroValue", [Of(Builtin.OptionalOfNonZeroValue, OptionalOfA, A)]),
        new("optional.none", [Of(Builtin.OptionalNone, OptionalOfA)]),
        new("optional.unwrap", [Of(Builtin.OptionalUnwrap, ListOfA, new ListType(OptionalOfA))]),
    ];

    private static IEnumerable<Overloads> Others() =>
    [
        new("size", Sizes),
        new("len", Sizes),
        new("matches", [Of(Builtin.Matches, BoolT, TextT, TextT)]),
        new("strings.quote", [Of(Builtin.Quote, TextT, TextT)]),
        new("lists.range", [Of(Builtin.Range, new ListType(IntT), IntT)]),
        new("sets.contains", [Of(Builtin.SetsContains, BoolT, ListOfA, ListOfA)]),
        new("sets.equivalent", [Of(Builtin.SetsEquivalent, BoolT, ListOfA, ListOfA)]),
        new("sets.intersects", [Of(Builtin.SetsIntersects, BoolT, ListOfA, ListOfA)]),
        new("regex.extract", [Of(Builtin.RegexExtract, new OptionalType(TextT), TextT, TextT)]),
        new("regex.extractAll", [Of(Builtin.RegexExtractAll, new ListType(TextT), TextT, TextT)]),
        new("regex.replace", [Of(Builtin.RegexReplace, TextT, TextT, TextT, TextT), Of(Builtin.RegexReplace, TextT, TextT, TextT, TextT, IntT)]),
        new("base64.encode", [Of(Builtin.Base64Encode, TextT, TextT)]),
        new("base64.decode", [Of(Builtin.Base64Decode, TextT, TextT)]),
    ];

    /// <summary>Of a text in code points, a list or a map.</summary>
    internal static ImmutableArray<Signature> Sizes =>
        [Of(Builtin.Size, IntT, TextT), Of(Builtin.Size, IntT, ListOfA), Of(Builtin.Size, IntT, MapOfAToB)];

    private static IEnumerable<Signature> To(Builtin function, PffType result, params ImmutableArray<PffType> from) =>
        from.Select(f => Of(function, result, f));

    private static IEnumerable<Signature> Same(Builtin function, params ImmutableArray<PffType> types) => types.Select(t => Of(function, t, t));

    /// <summary>Of numbers of one type, of a list of them, or of mixed numbers, where only the values tell the result's type.</summary>
    private static ImmutableArray<Signature> Extremes(Builtin function) =>
    [
        .. new[] { IntT, DoubleT, DecimalT }.SelectMany(t => new[]
        {
            Of(function, t, t) with { IsVariadic = true },
            Of(function, t, new ListType(t)),
        }),
        Of(function, DynT, new ListType(DynT)),
    ];
}
