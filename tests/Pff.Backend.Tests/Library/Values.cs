using CsCheck;
using Pff.Core.Plan;

namespace Pff.Backend.Tests.Library;

/// <summary>Generators of values, rich in the edges where numbers and texts go wrong.</summary>
internal static class Values
{
    public const int Iterations = 5_000;

    public static readonly Gen<long> Longs = Gen.OneOf(
        Gen.Long,
        Gen.Long[-10, 10],
        Among(long.MinValue, long.MinValue + 1, long.MaxValue, long.MaxValue - 1, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1));

    public static readonly Gen<double> Doubles = Gen.OneOf(
        Gen.Double,
        Gen.Double[-10, 10],
        Longs.Select(whole => (double)whole),
        Among(0.0, -0.0, 0.1, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, 9007199254740992.0, 0.5));

    public static readonly Gen<decimal> Decimals = Gen.OneOf(
        Gen.Decimal,
        Longs.Select(whole => (decimal)whole),
        Among(0m, 0.0m, 0.1m, 0.5m, 1.00m, decimal.MaxValue, decimal.MinValue, 9223372036854775808m));

    public static readonly Gen<Value> Numbers = Gen.OneOf(
        Longs.Select(Value.Of), Doubles.Select(Value.Of), Decimals.Select(Value.Of));

    public static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[0, 8],
        Among("a", "b", "é", "\uFFFD", "🐱", "😀", "\n", "\"", "\\", "ab", "").Array[0, 6].Select(string.Concat));

    public static readonly Gen<Timestamp> Timestamps =
        Gen.Select(Gen.Long[-62135596800, 253402300799], Gen.OneOf(Gen.Int[0, 999_999_999], Among(0, 500_000_000, 1)), (s, n) => new Timestamp(s, n));

    public static readonly Gen<Duration> Durations = Gen.Long.Select(n => new Duration(n / 1_000_000_000, (int)(n % 1_000_000_000)));

    public static readonly Gen<Value> Scalars = Gen.OneOf(
        Gen.Const(Value.Null), Gen.Bool.Select(Value.Of), Numbers, Texts.Select(Value.Of), Timestamps.Select(Value.Of), Durations.Select(Value.Of));

    /// <summary>What JSON can say: no decimals, no doubles without a JSON form, texts of whole code points.</summary>
    public static readonly Gen<Value> Json = Gen.Recursive<Value>((depth, inner) =>
    {
        var scalars = Gen.OneOf(
            Gen.Const(Value.Null),
            Gen.Bool.Select(Value.Of),
            Longs.Select(Value.Of),
            Doubles.Where(double.IsFinite).Select(Value.Of),
            WholeTexts.Select(Value.Of));
        return depth > 3 ? scalars : Gen.OneOf(scalars, Lists(inner), Records(inner));
    });

    public static readonly Gen<Value> All = Gen.Recursive<Value>((depth, inner) =>
        depth > 3 ? Scalars : Gen.OneOf(Scalars, Lists(inner), Records(inner), inner.Select(value => Value.Of(new OptionalValue(value)))));

    private static Gen<string> WholeTexts => Among("a", "b", "é", "🐱", "\n", "\"", "\\", "\u0001", " ", "0").Array[0, 6].Select(string.Concat);

    public static Gen<T> Among<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    public static string Show(Value value) => $"{value.Kind} {(ValueText.Write(value) is { IsFault: false } text ? text.AsText : value)}";

    private static Gen<Value> Lists(Gen<Value> inner) => inner.Array[0, 4].Select(items => Value.Of(new ListValue(items)));

    private static Gen<Value> Records(Gen<Value> inner) =>
        Gen.Select(Among("a", "b", "c", "d").HashSet[0, 3], inner.Array[3, 3], (names, values) =>
            Value.Of(new RecordValue([.. names], values[..names.Count])));
}
