namespace Pff.Core.Plan.Library;

/// <summary>How two values stand to each other.</summary>
public enum Order
{
    Less,
    Equal,
    Greater,

    /// <summary>One of the numbers is NaN: every comparison is false.</summary>
    Unordered,

    /// <summary>Values of kinds between which there is no order: NoSuchOverload.</summary>
    Incomparable,
}

/// <summary>CEL's order: numbers of any type, texts by code points, bools with false first, timestamps, durations.</summary>
public static class Ordering
{
    public static Order Compare(in Value left, in Value right)
    {
        var kind = left.Kind;
        if (NumberOrder.IsNumber(kind))
        {
            return NumberOrder.IsNumber(right.Kind) ? OfNumbers(NumberOrder.Compare(left, right)) : Order.Incomparable;
        }

        if (kind != right.Kind)
        {
            return Order.Incomparable;
        }

        return kind switch
        {
            ValueKind.Bool => Of(left.AsBool.CompareTo(right.AsBool)),
            ValueKind.Text => Of(CompareText(left.AsText, right.AsText)),
            ValueKind.Timestamp => Of(Compare(left.AsTimestamp, right.AsTimestamp)),
            ValueKind.Duration => Of(Compare(left.AsDuration, right.AsDuration)),
            _ => Order.Incomparable,
        };
    }

    public static Value Less(in Value left, in Value right) => Decide(Builtin.Less, left, right);

    public static Value LessOrEqual(in Value left, in Value right) => Decide(Builtin.LessOrEqual, left, right);

    public static Value Greater(in Value left, in Value right) => Decide(Builtin.Greater, left, right);

    public static Value GreaterOrEqual(in Value left, in Value right) => Decide(Builtin.GreaterOrEqual, left, right);

    /// <summary>Compares by Unicode code points, which is not the order of UTF-16 code units above U+FFFF.</summary>
    public static int CompareText(string left, string right)
    {
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Rank(left[at]).CompareTo(Rank(right[at]));

        // Surrogates stand for code points above all other code units.
        static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
    }

    public static int Compare(Timestamp left, Timestamp right) =>
        left.Seconds != right.Seconds ? left.Seconds.CompareTo(right.Seconds) : left.Nanoseconds.CompareTo(right.Nanoseconds);

    public static int Compare(Duration left, Duration right) =>
        left.Seconds != right.Seconds ? left.Seconds.CompareTo(right.Seconds) : left.Nanoseconds.CompareTo(right.Nanoseconds);

    private static Value Decide(Builtin comparison, in Value left, in Value right)
    {
        var order = Compare(left, right);
        return order switch
        {
            Order.Incomparable => Faults.NoSuchOverload(comparison, left, right),
            Order.Unordered => Value.False,
            _ => Value.Of(comparison switch
            {
                Builtin.Less => order == Order.Less,
                Builtin.LessOrEqual => order != Order.Greater,
                Builtin.Greater => order == Order.Greater,
                _ => order != Order.Less,
            }),
        };
    }

    private static Order OfNumbers(int? comparison) => comparison is { } sign ? Of(sign) : Order.Unordered;

    private static Order Of(int comparison) => comparison switch
    {
        < 0 => Order.Less,
        0 => Order.Equal,
        _ => Order.Greater,
    };
}
