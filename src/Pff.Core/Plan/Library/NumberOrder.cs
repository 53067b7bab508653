using System.Numerics;

namespace Pff.Core.Plan.Library;

/// <summary>
/// Numbers of different types compared by the numbers they stand for, without rounding. The one exception is CEL's:
/// the double 2^63, to which the largest int converts, counts as that int. Doubles here are never NaN.
/// </summary>
internal static class NumberOrder
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo96 = 79228162514264337593543950336.0;

    public static bool IsNumber(ValueKind kind) => kind is ValueKind.Int or ValueKind.Double or ValueKind.Decimal;

    /// <summary>Negative, zero or positive, or null where one is NaN.</summary>
    public static int? Compare(in Value left, in Value right)
    {
        if (IsNaN(left) || IsNaN(right))
        {
            return null;
        }

        return (left.Kind, right.Kind) switch
        {
            (ValueKind.Int, ValueKind.Int) => left.AsInt.CompareTo(right.AsInt),
            (ValueKind.Int, ValueKind.Double) => Compare(left.AsInt, right.AsDouble),
            (ValueKind.Int, ValueKind.Decimal) => ((decimal)left.AsInt).CompareTo(right.AsDecimal),
            (ValueKind.Double, ValueKind.Int) => -Compare(right.AsInt, left.AsDouble),
            (ValueKind.Double, ValueKind.Double) => left.AsDouble.CompareTo(right.AsDouble),
            (ValueKind.Double, ValueKind.Decimal) => -Compare(right.AsDecimal, left.AsDouble),
            (ValueKind.Decimal, ValueKind.Int) => left.AsDecimal.CompareTo(right.AsInt),
            (ValueKind.Decimal, ValueKind.Double) => Compare(left.AsDecimal, right.AsDouble),
            (ValueKind.Decimal, ValueKind.Decimal) => left.AsDecimal.CompareTo(right.AsDecimal),
            _ => throw new InvalidOperationException("only numbers are compared here"),
        };
    }

    public static int Compare(long left, double right)
    {
        if (right >= TwoTo63)
        {
            return right == TwoTo63 && left == long.MaxValue ? 0 : -1;
        }

        if (right < -TwoTo63)
        {
            return 1;
        }

        var whole = (long)right;
        return left != whole ? left.CompareTo(whole) : 0.0.CompareTo(right - whole);
    }

    public static int Compare(decimal left, double right)
    {
        if (right == TwoTo63)
        {
            return left.CompareTo(long.MaxValue);
        }

        if (right is >= TwoTo96 or <= -TwoTo96)
        {
            return right > 0 ? -1 : 1;
        }

        // Both as fractions with the denominator 10^scale * 2^shift.
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(left, parts);
        var scale = (parts[3] >> 16) & 0xff;
        var digits = (new BigInteger((uint)parts[2]) << 64) | (new BigInteger((uint)parts[1]) << 32) | (uint)parts[0];
        if (parts[3] < 0)
        {
            digits = -digits;
        }

        var (mantissa, exponent) = Split(right);
        var other = mantissa * BigInteger.Pow(10, scale);
        return exponent >= 0 ? digits.CompareTo(other << exponent) : (digits << -exponent).CompareTo(other);
    }

    /// <summary>The same for numbers that compare as equal.</summary>
    public static int HashOf(in Value number)
    {
        var asDouble = number.Kind switch
        {
            ValueKind.Int => number.AsInt,
            ValueKind.Double => number.AsDouble,
            _ => OfDecimal(number.AsDecimal),
        };
        return asDouble == 0 ? 0 : asDouble.GetHashCode();
    }

    /// <summary>The number as mantissa * 2^exponent, exactly; for finite numbers.</summary>
    public static (BigInteger Mantissa, int Exponent) Split(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = bits & 0xfffffffffffffL;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        return (bits < 0 ? -mantissa : mantissa, exponent - 1075);
    }

    private static bool IsNaN(in Value value) => value.TryGetDouble(out var number) && double.IsNaN(number);

    /// <summary>The double nearest to a decimal; the framework's own conversion may miss it by one place.</summary>
    private static double OfDecimal(decimal number) =>
        decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : double.Parse(number.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
