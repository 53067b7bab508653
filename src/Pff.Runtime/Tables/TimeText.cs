using System.Globalization;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables;

/// <summary>Dates and durations as cells write them.</summary>
internal static class TimeText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly System.Buffers.SearchValues<char> NumberCharacters = System.Buffers.SearchValues.Create("0123456789.");

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-dd HH:mmK",
    ];

    /// <summary>RFC 3339, a date alone (its midnight), or a date and time without a zone (UTC).</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<char> text, out Timestamp timestamp)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isGood = DateTimeOffset.TryParseExact(text, Formats, Invariant, Styles, out var instant);
        timestamp = isGood ? OfTicks(instant.UtcTicks) : default;
        return isGood;
    }

    /// <param name="ticks">Of 100 ns since 0001-01-01T00:00:00Z.</param>
    public static Timestamp OfTicks(long ticks)
    {
        var sinceEpoch = ticks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(sinceEpoch, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? new Timestamp(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100)
            : new Timestamp(seconds, (int)rest * 100);
    }

    public static Duration DurationOfTicks(long ticks)
    {
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return new Duration(seconds, (int)rest * 100);
    }

    /// <summary><c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>, <c>5d</c>, or <c>01:30:00</c>.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out Duration duration)
    {
        duration = default;
        var isNegative = text is ['-', ..];
        text = isNegative ? text[1..] : text;
        decimal seconds;
        if (text.Contains(':') ? !TryParseClock(text, out seconds) : !TryParseUnits(text, out seconds))
        {
            return false;
        }

        // 10,000 years, as CEL bounds durations.
        if (seconds > 315_576_000_000m)
        {
            return false;
        }

        seconds = isNegative ? -seconds : seconds;
        var whole = decimal.Truncate(seconds);
        duration = new Duration((long)whole, (int)decimal.Truncate((seconds - whole) * 1_000_000_000m));
        return true;
    }

    private static bool TryParseClock(ReadOnlySpan<char> text, out decimal seconds)
    {
        seconds = 0;
        Span<Range> parts = stackalloc Range[4];
        var count = text.Split(parts, ':');
        if (count is not (2 or 3)
            || !int.TryParse(text[parts[0]], NumberStyles.None, Invariant, out var hours)
            || !int.TryParse(text[parts[1]], NumberStyles.None, Invariant, out var minutes) || minutes > 59)
        {
            return false;
        }

        decimal rest = 0;
        if (count == 3 && (!decimal.TryParse(text[parts[2]], NumberStyles.AllowDecimalPoint, Invariant, out rest) || rest >= 60))
        {
            return false;
        }

        seconds = (hours * 3600m) + (minutes * 60m) + rest;
        return true;
    }

    private static bool TryParseUnits(ReadOnlySpan<char> text, out decimal seconds)
    {
        seconds = 0;
        if (text.IsEmpty || text.Length > 64)
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, Invariant, out var number) || number > 1e15m)
            {
                return false;
            }

            text = text[digits..];
            var letters = text.IndexOfAny(NumberCharacters);
            letters = letters < 0 ? text.Length : letters;
            decimal? unit = text[..letters] switch
            {
                "d" => 86_400m,
                "h" => 3_600m,
                "m" => 60m,
                "s" => 1m,
                "ms" => 0.001m,
                "us" or "µs" => 0.000_001m,
                "ns" => 0.000_000_001m,
                _ => null,
            };
            if (unit is null)
            {
                return false;
            }

            seconds += number * unit.Value;
            text = text[letters..];
        }

        return true;
    }
}
