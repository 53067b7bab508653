namespace Pff.Core.Plan.Library;

/// <summary>CEL's <c>math.*</c>.</summary>
public static class MathFunctions
{
    /// <summary>Behind the point of a decimal.</summary>
    private const int MaximumDigits = 28;

    /// <summary>The greatest (or least) of numbers of any type, with its own type; the first of equal ones; NaN where one is.</summary>
    public static Value Extreme(Builtin function, ReadOnlySpan<Value> numbers)
    {
        if (numbers.Length == 1 && numbers[0].TryGet<ListValue>(out var list))
        {
            numbers = list.Items;
        }

        if (numbers.Length == 0)
        {
            return Faults.NoSuchOverload(function, numbers);
        }

        var best = Value.Absent;
        foreach (ref readonly var number in numbers)
        {
            var clean = Operands.Prepare(number);
            if (clean.IsFault)
            {
                return clean;
            }

            if (!NumberOrder.IsNumber(clean.Kind))
            {
                return Faults.NoSuchOverload(function, numbers);
            }

            best = best.IsAbsent || IsBetter(function, clean, best) ? clean : best;
        }

        return best;
    }

    public static double Sign(double number) => double.IsNaN(number) ? number : number > 0 ? 1 : number < 0 ? -1 : number;

    /// <summary>To the nearest whole number, halves away from zero.</summary>
    public static double Round(double number) => Math.Round(number, MidpointRounding.AwayFromZero);

    /// <summary>The bits shifted out are lost; a shift by 64 or more gives 0.</summary>
    public static Value ShiftLeft(long bits, long by) =>
        by < 0 ? Faults.NegativeShift(by) : Value.Of(by >= 64 ? 0 : bits << (int)by);

    /// <summary>Zeros are shifted in, whatever the sign.</summary>
    public static Value ShiftRight(long bits, long by) =>
        by < 0 ? Faults.NegativeShift(by) : Value.Of(by >= 64 ? 0 : bits >>> (int)by);

    internal static Value Invoke(Builtin function, ReadOnlySpan<Value> arguments)
    {
        if (function is Builtin.MathGreatest or Builtin.MathLeast)
        {
            return Extreme(function, arguments);
        }

        return arguments.Length switch
        {
            1 when arguments[0].TryGetDouble(out var number) => OfDouble(function, number, arguments),
            1 when arguments[0].TryGetInt(out var number) => OfInt(function, number, arguments),
            1 when arguments[0].Kind == ValueKind.Decimal => OfDecimal(function, arguments[0].AsDecimal, arguments),
            2 when arguments[0].Kind == ValueKind.Decimal && arguments[1].TryGetInt(out var digits) => ToDigits(function, arguments[0].AsDecimal, digits, arguments),
            2 when arguments[0].TryGetInt(out var left) && arguments[1].TryGetInt(out var right) => OfInts(function, left, right, arguments),
            _ => Faults.NoSuchOverload(function, arguments),
        };
    }

    private static bool IsBetter(Builtin function, in Value candidate, in Value best) => NumberOrder.Compare(candidate, best) switch
    {
        // NaN wins and stays, as IEEE 754's maximum and minimum have it.
        null => candidate.TryGetDouble(out var number) && double.IsNaN(number),
        < 0 => function == Builtin.MathLeast,
        > 0 => function == Builtin.MathGreatest,
        _ => false,
    };

    private static Value OfDouble(Builtin function, double number, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.MathCeil => Value.Of(Math.Ceiling(number)),
        Builtin.MathFloor => Value.Of(Math.Floor(number)),
        Builtin.MathRound => Value.Of(Round(number)),
        Builtin.MathTrunc => Value.Of(Math.Truncate(number)),
        Builtin.MathAbs => Value.Of(Math.Abs(number)),
        Builtin.MathSign => Value.Of(Sign(number)),
        Builtin.MathSqrt => Value.Of(Math.Sqrt(number)),
        Builtin.MathIsNaN => Value.Of(double.IsNaN(number)),
        Builtin.MathIsInf => Value.Of(double.IsInfinity(number)),
        Builtin.MathIsFinite => Value.Of(double.IsFinite(number)),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value OfInt(Builtin function, long number, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.MathAbs => number >= 0 ? Value.Of(number) : IntegerMath.Negate(number),
        Builtin.MathSign => Value.Of((long)Math.Sign(number)),
        Builtin.MathSqrt => Value.Of(Math.Sqrt(number)),
        Builtin.MathBitNot => Value.Of(~number),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value OfDecimal(Builtin function, decimal number, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.MathCeil => Value.Of(decimal.Ceiling(number)),
        Builtin.MathFloor => Value.Of(decimal.Floor(number)),
        Builtin.MathRound => Value.Of(decimal.Round(number, MidpointRounding.AwayFromZero)),
        Builtin.MathTrunc => Value.Of(decimal.Truncate(number)),
        Builtin.MathAbs => Value.Of(Math.Abs(number)),
        Builtin.MathSign => Value.Of((long)Math.Sign(number)),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    /// <summary>A decimal with so many digits behind the point at the most; it has no more than 28, so that no number of them is too large.</summary>
    private static Value ToDigits(Builtin function, decimal number, long digits, ReadOnlySpan<Value> arguments)
    {
        MidpointRounding? rounding = function switch
        {
            Builtin.MathCeil => MidpointRounding.ToPositiveInfinity,
            Builtin.MathFloor => MidpointRounding.ToNegativeInfinity,
            Builtin.MathRound => MidpointRounding.AwayFromZero,
            Builtin.MathTrunc => MidpointRounding.ToZero,
            _ => null,
        };
        return rounding is not { } way ? Faults.NoSuchOverload(function, arguments)
            : digits < 0 ? Faults.NegativeArgument(function, digits)
            : Value.Of(decimal.Round(number, (int)Math.Min(digits, MaximumDigits), way));
    }

    private static Value OfInts(Builtin function, long left, long right, ReadOnlySpan<Value> arguments) => function switch
    {
        Builtin.MathBitAnd => Value.Of(left & right),
        Builtin.MathBitOr => Value.Of(left | right),
        Builtin.MathBitXor => Value.Of(left ^ right),
        Builtin.MathBitShiftLeft => ShiftLeft(left, right),
        Builtin.MathBitShiftRight => ShiftRight(left, right),
        _ => Faults.NoSuchOverload(function, arguments),
    };
}
