using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;
using static Pff.Compiler.Typing.SignatureTypes;

namespace Pff.Compiler.Typing;

/// <summary>
/// The functions that are called on a receiver, <c>x.f(y)</c>: CEL's standard library and its strings, lists and optionals
/// extensions, and PFF's functions of lists that take no lambda.
/// </summary>
internal static class SignaturesOfMethods
{
    private static readonly ImmutableDictionary<string, Overloads> Table = Build().ToImmutableDictionary(o => o.Name, StringComparer.Ordinal);

    public static ImmutableArray<string> Names { get; } = [.. Table.Keys.Order(StringComparer.Ordinal)];

    public static Overloads? Find(string name) => Table.GetValueOrDefault(name);

    private static IEnumerable<Overloads> Build() => [.. Texts(), .. Calendar(), .. Optionals(), .. Lists()];

    private static IEnumerable<Overloads> Texts() =>
    [
        new("size", SignaturesOfFunctions.Sizes),
        new("contains", [Of(Builtin.Contains, BoolT, TextT, TextT)]),
        new("startsWith", [Of(Builtin.StartsWith, BoolT, TextT, TextT)]),
        new("endsWith", [Of(Builtin.EndsWith, BoolT, TextT, TextT)]),
        new("matches", [Of(Builtin.Matches, BoolT, TextT, TextT)]),
        new("charAt", [Of(Builtin.CharAt, TextT, TextT, IntT)]),
        new("indexOf", [Of(Builtin.IndexOf, IntT, TextT, TextT), Of(Builtin.IndexOf, IntT, TextT, TextT, IntT)]),
        new("lastIndexOf", [Of(Builtin.LastIndexOf, IntT, TextT, TextT), Of(Builtin.LastIndexOf, IntT, TextT, TextT, IntT)]),
        new("lowerAscii", [Of(Builtin.LowerAscii, TextT, TextT)]),
        new("upperAscii", [Of(Builtin.UpperAscii, TextT, TextT)]),
        new("replace", [Of(Builtin.Replace, TextT, TextT, TextT, TextT), Of(Builtin.Replace, TextT, TextT, TextT, TextT, IntT)]),
        new("split", [Of(Builtin.Split, new ListType(TextT), TextT, TextT), Of(Builtin.Split, new ListType(TextT), TextT, TextT, IntT)]),
        new("substring", [Of(Builtin.Substring, TextT, TextT, IntT), Of(Builtin.Substring, TextT, TextT, IntT, IntT)]),
        new("trim", [Of(Builtin.Trim, TextT, TextT)]),
        new("join", [Of(Builtin.Join, TextT, new ListType(TextT)), Of(Builtin.Join, TextT, new ListType(TextT), TextT)]),
        new("format", [Of(Builtin.Format, TextT, TextT, new ListType(DynT))]),
        new("reverse", [Of(Builtin.ReverseText, TextT, TextT), Of(Builtin.Reverse, ListOfA, ListOfA)]),
    ];

    private static IEnumerable<Overloads> Calendar() =>
    [
        OfTime("getFullYear", Builtin.GetFullYear), OfTime("getMonth", Builtin.GetMonth), OfTime("getDate", Builtin.GetDate),
        OfTime("getDayOfMonth", Builtin.GetDayOfMonth), OfTime("getDayOfWeek", Builtin.GetDayOfWeek),
        OfTime("getDayOfYear", Builtin.GetDayOfYear),
        OfTimeOrDuration("getHours", Builtin.GetHours), OfTimeOrDuration("getMinutes", Builtin.GetMinutes),
        OfTimeOrDuration("getSeconds", Builtin.GetSeconds), OfTimeOrDuration("getMilliseconds", Builtin.GetMilliseconds),
    ];

    private static IEnumerable<Overloads> Optionals() =>
    [
        new("hasValue", [Of(Builtin.OptionalHasValue, BoolT, OptionalOfA)]),
        new("value", [Of(Builtin.OptionalGetValue, A, OptionalOfA)]),
        new("unwrapOpt", [Of(Builtin.OptionalUnwrap, ListOfA, new ListType(OptionalOfA))]),
        new("or", [Of(Builtin.OptionalOr, OptionalOfA, OptionalOfA, OptionalOfA)]),
        new("orValue", [Of(Builtin.OptionalOrValue, A, OptionalOfA, A)]),
    ];

    private static IEnumerable<Overloads> Lists() =>
    [
        new("count", [Of(Builtin.Count, IntT, ListOfA), Of(Builtin.Count, IntT, MapOfAToB)]),
        new("min", [Of(Builtin.Minimum, new NullableType(A), ListOfA)]),
        new("max", [Of(Builtin.Maximum, new NullableType(A), ListOfA)]),
        new("first", [Of(Builtin.First, new NullableType(A), ListOfA)]),
        new("last", [Of(Builtin.Last, new NullableType(A), ListOfA)]),
        new("distinct", [Of(Builtin.Distinct, ListOfA, ListOfA)]),
        new("sort", [Of(Builtin.Sort, ListOfA, ListOfA)]),
        new("slice", [Of(Builtin.Slice, ListOfA, ListOfA, IntT, IntT)]),
        new("flatten", [Of(Builtin.Flatten, ListOfA, new ListType(ListOfA)), Of(Builtin.Flatten, new ListType(DynT), ListOfA), Of(Builtin.Flatten, new ListType(DynT), ListOfA, IntT)]),
        new("keys", [Of(Builtin.Keys, ListOfA, MapOfAToB)]),
        new("values", [Of(Builtin.Values, new ListType(B), MapOfAToB)]),
    ];

    private static Overloads OfTime(string name, Builtin function) =>
        new(name, [Of(function, IntT, TimestampT), Of(function, IntT, TimestampT, TextT)]);

    private static Overloads OfTimeOrDuration(string name, Builtin function) =>
        new(name, [Of(function, IntT, TimestampT), Of(function, IntT, TimestampT, TextT), Of(function, IntT, DurationT)]);
}
