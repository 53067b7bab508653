using System.Globalization;

namespace Pff.Compiler.Manifest;

/// <summary>What a plain scalar stands for: YAML 1.2.2, section 10.3.2.</summary>
internal static class YamlCoreSchema
{
    public static YamlScalarKind KindOf(ReadOnlySpan<char> text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarKind.Bool,
        _ when IsInt(text) => YamlScalarKind.Int,
        _ when IsFloat(text) => YamlScalarKind.Float,
        _ => YamlScalarKind.Text,
    };

    /// <param name="text">A text of kind <see cref="YamlScalarKind.Int"/>.</param>
    /// <param name="value">Its value, where it fits.</param>
    public static bool TryParseInt(string text, out long value)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
        }

        return text.StartsWith("0o", StringComparison.Ordinal)
            ? TryParseOctal(text.AsSpan(2), out value)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <param name="text">A text of kind <see cref="YamlScalarKind.Float"/> or <see cref="YamlScalarKind.Int"/>.</param>
    /// <param name="value">The nearest double.</param>
    public static bool TryParseDouble(string text, out double value)
    {
        var unsigned = text.TrimStart('+', '-');
        if (unsigned.Equals(".inf", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (unsigned.Equals(".nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        if (unsigned.StartsWith("0x", StringComparison.Ordinal) || unsigned.StartsWith("0o", StringComparison.Ordinal))
        {
            var isWhole = TryParseInt(text, out var whole);
            value = whole;
            return isWhole;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (value > (long.MaxValue >> 3))
            {
                return false;
            }

            value = (value << 3) + (digit - '0');
        }

        return true;
    }

    private static bool IsInt(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0o"))
        {
            return text.Length > 2 && text[2..].IndexOfAnyExceptInRange('0', '7') < 0;
        }

        if (text.StartsWith("0x"))
        {
            foreach (var digit in text[2..])
            {
                if (!char.IsAsciiHexDigit(digit))
                {
                    return false;
                }
            }

            return text.Length > 2;
        }

        var digits = WithoutSign(text);
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var rest = WithoutSign(text);
        if (rest is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        var whole = CountDigits(rest);
        rest = rest[whole..];
        var fraction = 0;
        if (rest.StartsWith("."))
        {
            fraction = CountDigits(rest[1..]);
            rest = rest[(1 + fraction)..];
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (rest.StartsWith("e", StringComparison.OrdinalIgnoreCase))
        {
            var exponent = WithoutSign(rest[1..]);
            return exponent.Length > 0 && CountDigits(exponent) == exponent.Length;
        }

        return rest.Length == 0;
    }

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
