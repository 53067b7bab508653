using System.Globalization;

namespace Pff.Compiler.Catalogs;

/// <summary>How catalogues write times, sizes and percentages.</summary>
internal static class CatalogueValues
{
    private const int MaximumTextLength = 32;

    /// <summary><c>250ms</c>, <c>5s</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>, <c>1d</c>, or several as in <c>1m30s</c>; <c>0</c> needs no unit.</summary>
    /// <param name="text">As written.</param>
    /// <param name="milliseconds">Whole milliseconds, up to 24 days.</param>
    public static bool TryDuration(string text, out int milliseconds)
    {
        milliseconds = 0;
        if (text == "0")
        {
            return true;
        }

        var rest = text.AsSpan();
        decimal total = 0;
        if (rest.Length is 0 or > MaximumTextLength)
        {
            return false;
        }

        while (rest.Length > 0)
        {
            if (!TryNumber(ref rest, out var number))
            {
                return false;
            }

            var unit = rest.IndexOfAnyInRange('0', '9') is var end and >= 0 ? rest[..end] : rest;
            decimal factor = unit switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, "d" => 86_400_000, _ => 0 };
            total += number * factor;
            if (factor == 0 || total > int.MaxValue)
            {
                return false;
            }

            rest = rest[unit.Length..];
        }

        milliseconds = (int)total;
        return total == milliseconds;
    }

    /// <summary>Bytes: <c>4096</c>, <c>64KiB</c>, <c>16MiB</c>, <c>1GiB</c>, or with powers of ten <c>10kB</c>, <c>10MB</c>, <c>1GB</c>.</summary>
    public static bool TrySize(string text, out long bytes)
    {
        bytes = 0;
        var rest = text.AsSpan();
        if (rest.Length is 0 or > MaximumTextLength || !TryNumber(ref rest, out var number))
        {
            return false;
        }

        decimal factor = rest.Trim() switch
        {
            "" or "B" => 1,
            "kB" or "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            _ => 0,
        };
        if (factor == 0 || number > long.MaxValue / factor)
        {
            return false;
        }

        bytes = (long)(number * factor);
        return true;
    }

    /// <summary><c>20%</c>, from 0 to 100.</summary>
    public static bool TryPercentage(string text, out double percent)
    {
        percent = 0;
        var rest = text.AsSpan();
        if (rest.Length is 0 or > MaximumTextLength || !TryNumber(ref rest, out var number) || rest is not "%" || number > 100)
        {
            return false;
        }

        percent = (double)number;
        return true;
    }

    /// <summary>An identifier as APIs and types have them.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(u => char.IsAsciiLetterOrDigit(u) || u is '_' or '-');

    public static bool IsEnvironmentVariable(string text) =>
        text.Length is > 0 and <= 100 && !char.IsAsciiDigit(text[0]) && text.All(u => char.IsAsciiLetterOrDigit(u) || u == '_');

    /// <summary>A token of RFC 9110, section 5.6.2.</summary>
    public static bool IsHeaderName(string text) =>
        text.Length is > 0 and <= 100 && text.All(u => char.IsAsciiLetterOrDigit(u) || "!#$%&'*+-.^_`|~".Contains(u));

    /// <summary>What RFC 9110, section 5.5, allows without obsolete octets.</summary>
    public static bool IsHeaderValue(string text) => text.Trim() == text && text.All(u => u is >= ' ' and <= '~');

    private static bool TryNumber(ref ReadOnlySpan<char> text, out decimal number)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.'))
        {
            length++;
        }

        var digits = text[..length];
        text = text[length..];
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && digits is not ['.', ..] and not [.., '.'];
    }
}
