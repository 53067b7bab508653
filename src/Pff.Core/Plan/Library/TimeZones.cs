namespace Pff.Core.Plan.Library;

/// <summary>
/// Time zones by IANA name (<c>America/Sao_Paulo</c>, from the system's database) or fixed offset (<c>-03:00</c>).
/// </summary>
public static class TimeZones
{
    private const int MaxNameLength = 64;
    private const int MaxOffsetMinutes = (23 * 60) + 59;

    /// <summary>Seconds east of UTC at an instant; false where there is no such zone.</summary>
    public static bool TryGetOffset(string zone, Timestamp at, out int seconds)
    {
        if (zone.Length == 0 || zone == "UTC")
        {
            seconds = 0;
            return true;
        }

        if (char.IsAsciiDigit(zone[0]) || zone[0] is '+' or '-')
        {
            return TryFixedOffset(zone, out seconds);
        }

        seconds = 0;
        if (!IsName(zone) || !TryFind(zone, out var found))
        {
            return false;
        }

        var ticks = DateTime.UnixEpoch.Ticks + (at.Seconds * TimeSpan.TicksPerSecond);
        seconds = (int)found.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).TotalSeconds;
        return true;
    }

    private static bool TryFind(string name, out TimeZoneInfo zone)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!))
        {
            return true;
        }

        // Systems that leave out the old names of zones still have those that they stand for.
        var current = name switch
        {
            "US/Alaska" => "America/Anchorage",
            "US/Arizona" => "America/Phoenix",
            "US/Central" => "America/Chicago",
            "US/Eastern" => "America/New_York",
            "US/Hawaii" => "Pacific/Honolulu",
            "US/Mountain" => "America/Denver",
            "US/Pacific" => "America/Los_Angeles",
            "Brazil/Acre" => "America/Rio_Branco",
            "Brazil/DeNoronha" => "America/Noronha",
            "Brazil/East" => "America/Sao_Paulo",
            "Brazil/West" => "America/Manaus",
            _ => null,
        };
        return current is not null && TimeZoneInfo.TryFindSystemTimeZoneById(current, out zone!);
    }

    /// <summary>
    /// Only names that could be IANA's: the zone database is a folder of files, in which the name must not move, and
    /// the files with lower-case names in it tell of this machine.
    /// </summary>
    private static bool IsName(string zone)
    {
        if (zone.Length > MaxNameLength || !char.IsAsciiLetterUpper(zone[0]) || zone == "Local")
        {
            return false;
        }

        foreach (var unit in zone)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit is not ('/' or '_' or '-' or '+'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryFixedOffset(string zone, out int seconds)
    {
        seconds = 0;
        var digits = zone.AsSpan(zone[0] is '+' or '-' ? 1 : 0);
        if (digits.Length != 5 || digits[2] != ':' || !char.IsAsciiDigit(digits[0]) || !char.IsAsciiDigit(digits[1])
            || !char.IsAsciiDigit(digits[3]) || !char.IsAsciiDigit(digits[4]) || digits[3] > '5')
        {
            return false;
        }

        var minutes = ((((digits[0] - '0') * 10) + digits[1] - '0') * 60) + ((digits[3] - '0') * 10) + digits[4] - '0';
        seconds = (zone[0] == '-' ? -minutes : minutes) * 60;
        return minutes <= MaxOffsetMinutes;
    }
}
