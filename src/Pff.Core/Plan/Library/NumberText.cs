using System.Globalization;
using System.Numerics;
using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>Numbers as text, and back.</summary>
public static class NumberText
{
    private const int MaxPlainExponent = 21;
    private const int MinPlainExponent = -7;

    public static string Write(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Write(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The shortest text that reads back as the same double: <c>0.1</c>, <c>3</c>, <c>6.02214e+23</c>, <c>NaN</c>,
    /// <c>-Infinity</c>.
    /// </summary>
    public static string Write(double value)
    {
        if (!double.IsFinite(value))
        {
            return NameOfNonFinite(value);
        }

        var (sign, digits, point) = ShortestDigits(value);
        if (point is > MinPlainExponent + 1 and <= MaxPlainExponent)
        {
            return sign + Plain(digits, point);
        }

        return Scientific(sign, digits, point);
    }

    /// <summary>The same for a finite number, always with an exponent.</summary>
    public static string WriteWithExponent(double value)
    {
        var (sign, digits, point) = ShortestDigits(value);
        return Scientific(sign, digits, point);
    }

    /// <summary>The same number without an exponent, however long that is.</summary>
    public static string WritePlain(double value)
    {
        if (!double.IsFinite(value))
        {
            return NameOfNonFinite(value);
        }

        var (sign, digits, point) = ShortestDigits(value);
        return sign + Plain(digits, point);
    }

    public static string NameOfNonFinite(double value) =>
        double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    /// <summary>With a fixed number of digits after the point, exact halves to even.</summary>
    public static string WriteFixed(double value, int precision)
    {
        if (!double.IsFinite(value))
        {
            return NameOfNonFinite(value);
        }

        var (mantissa, exponent) = NumberOrder.Split(Math.Abs(value));
        var scaled = DivideToEven(mantissa * BigInteger.Pow(10, precision), exponent);
        var digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        var sign = double.IsNegative(value) ? "-" : "";
        return precision == 0 ? sign + digits : $"{sign}{digits.AsSpan(0, digits.Length - precision)}.{digits.AsSpan(digits.Length - precision)}";
    }

    /// <summary>With one digit before the point, a fixed number after it and an exponent, exact halves to even.</summary>
    public static string WriteScientific(double value, int precision)
    {
        if (!double.IsFinite(value))
        {
            return NameOfNonFinite(value);
        }

        var sign = double.IsNegative(value) ? "-" : "";
        var exponent = value == 0 ? 0 : ShortestDigits(value).Point - 1;
        var digits = Digits(value, precision - exponent);
        if (digits.Length > precision + 1)
        {
            // Rounding went up to the next power of ten.
            exponent++;
            digits = Digits(value, precision - exponent);
        }

        digits = digits.PadRight(precision + 1, '0');
        var fraction = digits.AsSpan(1, precision);
        return $"{sign}{digits[0]}{(precision == 0 ? "" : ".")}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}";
    }

    /// <summary>Decimal digits with a sign, in 64 bits.</summary>
    public static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static bool TryParse(string text, out decimal value) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out value);

    /// <summary>A number, <c>NaN</c>, <c>Inf</c> or <c>Infinity</c> in any case; false also where it is too large.</summary>
    public static bool TryParse(string text, out double value)
    {
        var unsigned = text.AsSpan(text.Length > 0 && text[0] is '+' or '-' ? 1 : 0);
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, styles, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>The digits of the shortest form, and how many of them stand before the point (less than 1 for zeros after it).</summary>
    private static (string Sign, string Digits, int Point) ShortestDigits(double value)
    {
        var sign = double.IsNegative(value) ? "-" : "";
        if (value == 0)
        {
            return (sign, "0", 1);
        }

        // "E16" rounds; "R" is the shortest form, with or without an exponent.
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var before = point >= 0 ? point : text.Length;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (sign, digits.Trim('0'), before - leading + exponent);
    }

    private static string Scientific(string sign, string digits, int point)
    {
        var exponent = point - 1;
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}";
    }

    private static string Plain(string digits, int point)
    {
        var text = new StringBuilder();
        if (point <= 0)
        {
            return text.Append("0.").Append('0', -point).Append(digits).ToString();
        }

        if (point >= digits.Length)
        {
            return text.Append(digits).Append('0', point - digits.Length).ToString();
        }

        return text.Append(digits.AsSpan(0, point)).Append('.').Append(digits.AsSpan(point)).ToString();
    }

    /// <summary>The value times 10^scale, rounded.</summary>
    private static string Digits(double value, int scale)
    {
        var (mantissa, exponent) = NumberOrder.Split(Math.Abs(value));
        if (scale >= 0)
        {
            return DivideToEven(mantissa * BigInteger.Pow(10, scale), exponent).ToString(CultureInfo.InvariantCulture);
        }

        var divisor = BigInteger.Pow(10, -scale);
        var (dividend, by) = exponent >= 0 ? (mantissa << exponent, divisor) : (mantissa, divisor << -exponent);
        return RoundToEven(dividend, by).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>number * 2^exponent, exact halves to even.</summary>
    private static BigInteger DivideToEven(BigInteger number, int exponent) =>
        exponent >= 0 ? number << exponent : RoundToEven(number, BigInteger.One << -exponent);

    private static BigInteger RoundToEven(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        var half = (rest << 1).CompareTo(divisor);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
