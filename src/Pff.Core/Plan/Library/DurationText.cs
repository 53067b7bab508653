using System.Globalization;

namespace Pff.Core.Plan.Library;

/// <summary>Durations as text: <c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>.</summary>
public static class DurationText
{
    private const int MaxLength = 200;

    /// <summary>In seconds with a fraction as long as needed: <c>5400s</c>, <c>-1.5s</c>.</summary>
    public static string Write(Duration value)
    {
        var sign = value.Seconds < 0 || value.Nanoseconds < 0 ? "-" : "";
        var seconds = UInt128.CreateTruncating(Int128.Abs(value.Seconds)).ToString(CultureInfo.InvariantCulture);
        return sign + seconds + TimestampText.Fraction(Math.Abs(value.Nanoseconds)) + "s";
    }

    /// <summary>
    /// Reads a sign and a sequence of numbers with units h, m, s, ms, us (or µs) and ns. Parts of a nanosecond are cut
    /// off. False where the text is anything else; <paramref name="isOutOfRange"/> where it only is too long a time.
    /// </summary>
    public static bool TryParse(string text, out Duration value, out bool isOutOfRange)
    {
        value = default;
        isOutOfRange = false;
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text.Length is 0 or > MaxLength || at == text.Length)
        {
            return false;
        }

        if (text.AsSpan(at) is "0")
        {
            return true;
        }

        Int128 total = 0;
        while (at < text.Length)
        {
            if (!TryPart(text, ref at, out var part))
            {
                return false;
            }

            // Kept within reach of the range, so that it cannot overflow itself.
            total = Int128.Min(total + part, (Int128)ulong.MaxValue);
        }

        var duration = TimeMath.OfDuration(text[0] == '-' ? -total : total);
        isOutOfRange = duration.IsFault;
        value = isOutOfRange ? default : duration.AsDuration;
        return !isOutOfRange;
    }

    private static bool TryPart(string text, ref int at, out Int128 nanoseconds)
    {
        nanoseconds = 0;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        var whole = text.AsSpan(start, at - start);
        var fraction = ReadOnlySpan<char>.Empty;
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            fraction = text.AsSpan(start, at - start);
        }

        if ((whole.IsEmpty && fraction.IsEmpty) || !TryUnit(text, ref at, out var unit))
        {
            return false;
        }

        nanoseconds = Scale(whole, fraction, unit);
        return true;
    }

    private static Int128 Scale(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, long unit)
    {
        whole = whole.TrimStart('0');
        if (whole.Length > 19)
        {
            return ulong.MaxValue;
        }

        var nanoseconds = (whole.IsEmpty ? 0 : Int128.Parse(whole, CultureInfo.InvariantCulture)) * unit;

        // No unit has more than 13 digits of nanoseconds, so that later digits of the fraction change nothing.
        Int128 part = 0;
        Int128 scale = 1;
        foreach (var digit in fraction[..Math.Min(fraction.Length, 18)])
        {
            part = (part * 10) + (digit - '0');
            scale *= 10;
        }

        return nanoseconds + (part * unit / scale);
    }

    private static bool TryUnit(string text, ref int at, out long nanoseconds)
    {
        foreach (var (name, scale) in (ReadOnlySpan<(string, long)>)
            [("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
             ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000)])
        {
            if (text.AsSpan(at).StartsWith(name, StringComparison.Ordinal))
            {
                at += name.Length;
                nanoseconds = scale;
                return true;
            }
        }

        nanoseconds = 0;
        return false;
    }
}
