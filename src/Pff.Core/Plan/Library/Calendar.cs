namespace Pff.Core.Plan.Library;

/// <summary>The parts of timestamps, in UTC or a given zone, and of durations.</summary>
public static class Calendar
{
    private const int NanosecondsPerMillisecond = 1_000_000;

    public static Value PartOf(Builtin getter, Timestamp timestamp)
    {
        var at = new DateTime(DateTime.UnixEpoch.Ticks + (timestamp.Seconds * TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        return Value.Of(PartOf(getter, at, timestamp.Nanoseconds));
    }

    public static Value PartOf(Builtin getter, Timestamp timestamp, string zone)
    {
        if (!TimeZones.TryGetOffset(zone, timestamp, out var offset))
        {
            return Faults.UnknownTimeZone(zone);
        }

        // In some zone the first and last hours of all time are outside the calendar.
        var seconds = timestamp.Seconds + offset;
        return seconds is < TimeMath.MinTimestampSeconds or > TimeMath.MaxTimestampSeconds
            ? Faults.Overflow("timestamp")
            : PartOf(getter, timestamp with { Seconds = seconds });
    }

    /// <summary>Hours, minutes and seconds are the whole duration in that unit; milliseconds are those of its last second.</summary>
    public static Value PartOf(Builtin getter, Duration duration) => getter switch
    {
        Builtin.GetHours => Value.Of(duration.Seconds / 3600),
        Builtin.GetMinutes => Value.Of(duration.Seconds / 60),
        Builtin.GetSeconds => Value.Of(duration.Seconds),
        Builtin.GetMilliseconds => Value.Of((long)(duration.Nanoseconds / NanosecondsPerMillisecond)),
        _ => Faults.NoSuchOverload(getter, Value.Of(duration)),
    };

    internal static Value Invoke(Builtin getter, ReadOnlySpan<Value> arguments) => arguments.Length switch
    {
        1 when arguments[0].Kind == ValueKind.Timestamp => PartOf(getter, arguments[0].AsTimestamp),
        1 when arguments[0].Kind == ValueKind.Duration => PartOf(getter, arguments[0].AsDuration),
        2 when arguments[0].Kind == ValueKind.Timestamp && arguments[1].TryGetText(out var zone) =>
            PartOf(getter, arguments[0].AsTimestamp, zone),
        _ => Faults.NoSuchOverload(getter, arguments),
    };

    private static long PartOf(Builtin getter, DateTime at, int nanoseconds) => getter switch
    {
        Builtin.GetFullYear => at.Year,
        Builtin.GetMonth => at.Month - 1,
        Builtin.GetDate => at.Day,
        Builtin.GetDayOfMonth => at.Day - 1,
        Builtin.GetDayOfWeek => (long)at.DayOfWeek,
        Builtin.GetDayOfYear => at.DayOfYear - 1,
        Builtin.GetHours => at.Hour,
        Builtin.GetMinutes => at.Minute,
        Builtin.GetSeconds => at.Second,
        Builtin.GetMilliseconds => nanoseconds / NanosecondsPerMillisecond,
        _ => throw new ArgumentOutOfRangeException(nameof(getter), getter, null),
    };
}
