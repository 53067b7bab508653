using System.Globalization;

namespace Pff.Runtime.Control;

/// <summary>The hours of a day in which a run may send, such as <c>22:00-06:00 America/Sao_Paulo</c>.</summary>
public sealed class TimeWindow
{
    private readonly TimeOnly _from;
    private readonly TimeOnly _to;
    private readonly TimeZoneInfo _zone;

    private TimeWindow(TimeOnly from, TimeOnly to, TimeZoneInfo zone)
    {
        _from = from;
        _to = to;
        _zone = zone;
    }

    /// <summary>Null where the text is no window.</summary>
    /// <param name="text">Two times of day with a hyphen, and the name of a time zone behind a blank where it is not <paramref name="local"/>.</param>
    public static TimeWindow? Parse(string text, TimeZoneInfo local)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var zone = local;
        if (parts.Length == 0 || (parts.Length == 2 && !TimeZoneInfo.TryFindSystemTimeZoneById(parts[1], out zone)))
        {
            return null;
        }

        var times = parts[0].Split('-');
        return times.Length == 2
            && TimeOnly.TryParseExact(times[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && TimeOnly.TryParseExact(times[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            && from != to
                ? new TimeWindow(from, to, zone)
                : null;
    }

    /// <summary>The end of the window is outside of it; one that ends before it begins goes over midnight.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        var time = TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(now, _zone).TimeOfDay);
        return _from < _to ? time >= _from && time < _to : time >= _from || time < _to;
    }
}
