using System.Globalization;

namespace Pff.Core.Plan.Library;

/// <summary>Timestamps as RFC 3339 text.</summary>
public static class TimestampText
{
    private const long UnixEpochTicks = 621355968000000000;

    /// <summary>In UTC, with as many digits of the fraction as are needed: <c>2009-02-13T23:31:30.5Z</c>.</summary>
    public static string Write(Timestamp value)
    {
        var date = new DateTime(UnixEpochTicks + (value.Seconds * TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        var text = date.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return value.Nanoseconds == 0 ? text + "Z" : text + Fraction(value.Nanoseconds) + "Z";
    }

    /// <summary>A point and the digits of a fraction of a second, without zeros at the end; nothing for 0.</summary>
    public static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');

    /// <summary>
    /// Reads a date and time with an offset: <c>2009-02-13T23:31:30.123456789-02:00</c>. Digits of the fraction beyond
    /// the ninth are cut off. False where the text is anything else, or outside the years 1 to 9999 in UTC.
    /// </summary>
    public static bool TryParse(string text, out Timestamp value)
    {
        value = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryDigits(text, 0, 4, out var year) || !TryDigits(text, 5, 2, out var month) || !TryDigits(text, 8, 2, out var day)
            || !TryDigits(text, 11, 2, out var hour) || !TryDigits(text, 14, 2, out var minute) || !TryDigits(text, 17, 2, out var second))
        {
            return false;
        }

        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var at = 19;
        if (!TryFraction(text, ref at, out var nanoseconds) || !TryOffset(text, at, out var offsetSeconds))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - UnixEpochTicks;
        var seconds = (ticks / TimeSpan.TicksPerSecond) - offsetSeconds;
        value = new Timestamp(seconds, nanoseconds);
        return seconds is >= TimeMath.MinTimestampSeconds and <= TimeMath.MaxTimestampSeconds;
    }

    /// <summary>An offset as seconds east of UTC: <c>Z</c> or <c>±HH:MM</c> at the end of the text.</summary>
    private static bool TryOffset(string text, int at, out int seconds)
    {
        seconds = 0;
        if (at == text.Length - 1 && text[at] == 'Z')
        {
            return true;
        }

        if (at != text.Length - 6 || text[at] is not ('+' or '-') || text[at + 3] != ':'
            || !TryDigits(text, at + 1, 2, out var hours) || !TryDigits(text, at + 4, 2, out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 60) + minutes) * 60;
        seconds = text[at] == '-' ? -seconds : seconds;
        return true;
    }

    private static bool TryFraction(string text, ref int at, out int nanoseconds)
    {
        nanoseconds = 0;
        if (at >= text.Length || text[at] != '.')
        {
            return true;
        }

        var digits = 0;
        for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
        {
            if (digits < 9)
            {
                nanoseconds = (nanoseconds * 10) + (text[at] - '0');
            }
        }

        for (var i = digits; i < 9; i++)
        {
            nanoseconds *= 10;
        }

        return digits > 0;
    }

    private static bool TryDigits(string text, int start, int count, out int number)
    {
        number = 0;
        for (var i = start; i < start + count; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }

            number = (number * 10) + (text[i] - '0');
        }

        return true;
    }
}
