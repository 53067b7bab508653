using System.Globalization;

namespace Pff.Runtime.Journal;

/// <summary>
/// What a run is called: <c>20261122-154233-k3f9</c>, its start in UTC to the second and, in four characters, where in that
/// second. Ids therefore sort as the runs began, and the newest is the last: <c>pff undo last</c> must never take a run
/// that began earlier in the same second.
/// </summary>
internal static class RunId
{
    /// <summary>In the order of their code points, and without letters and digits that look alike.</summary>
    private const string Alphabet = "23456789abcdefghjkmnpqrstvwxyz";

    private const int SuffixLength = 4;

    private const string Second = "yyyyMMdd-HHmmss";

    /// <summary>How many ids a second has: 810,000, a little more than a microsecond each.</summary>
    private static readonly long _idsPerSecond = (long)Math.Pow(Alphabet.Length, SuffixLength);

    /// <summary>When the run began, to the second; null where the text is no id.</summary>
    public static DateTimeOffset? StartOf(string id) =>
        DateTimeOffset.TryParseExact(
            id.Length > SuffixLength ? id[..^(SuffixLength + 1)] : id, Second, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? start
            : null;

    /// <param name="next">How many ids after that of the start: for the one after a taken one.</param>
    public static string Of(DateTimeOffset start, int next)
    {
        var (second, ticks) = Math.DivRem(start.UtcTicks, TimeSpan.TicksPerSecond);
        var (carry, place) = Math.DivRem((ticks * _idsPerSecond / TimeSpan.TicksPerSecond) + next, _idsPerSecond);
        var instant = new DateTime((second + carry) * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var suffix = string.Create(SuffixLength, place, static (span, rest) =>
        {
            for (var i = span.Length - 1; i >= 0; i--)
            {
                (rest, var digit) = Math.DivRem(rest, Alphabet.Length);
                span[i] = Alphabet[(int)digit];
            }
        });
        return instant.ToString(Second, CultureInfo.InvariantCulture) + "-" + suffix;
    }
}
