using System.Buffers;
using System.Globalization;

namespace Pff.Core.Plan.Decoding;

/// <summary>Durations as JSON Schema's <c>duration</c> writes them: RFC 3339 appendix A, of ISO 8601.</summary>
internal static class IsoDuration
{
    private const int MaximumLength = 64;
    private static readonly SearchValues<char> AmountCharacters = SearchValues.Create("0123456789.");

    /// <summary>
    /// <c>P1DT2H30M0.5S</c> or <c>P2W</c>. False for anything else, and for years and months, which have no fixed length.
    /// </summary>
    public static bool TryParse(string text, out Duration value)
    {
        value = default;
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        rest = isNegative ? rest[1..] : rest;
        if (rest.Length is < 3 or > MaximumLength || rest[0] != 'P')
        {
            return false;
        }

        rest = rest[1..];
        var isTime = false;
        var last = int.MaxValue;
        decimal seconds = 0;
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T' && !isTime && rest.Length > 1)
            {
                isTime = true;
                rest = rest[1..];
                continue;
            }

            var length = rest.IndexOfAnyExcept(AmountCharacters);
            if (length <= 0
                || ScaleOf(rest[length], isTime) is not { } scale
                || scale >= last
                || !decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || amount > 1_000_000_000_000m
                || (amount != decimal.Truncate(amount) && scale != 1))
            {
                return false;
            }

            seconds += amount * scale;
            last = scale;
            rest = rest[(length + 1)..];
        }

        // CEL's range of durations is a little over 292 years.
        if (last == int.MaxValue || seconds > 9_223_372_036m)
        {
            return false;
        }

        seconds = isNegative ? -seconds : seconds;
        var whole = decimal.Truncate(seconds);
        value = new Duration((long)whole, (int)((seconds - whole) * 1_000_000_000m));
        return true;
    }

    private static int? ScaleOf(char unit, bool isTime) => (unit, isTime) switch
    {
        ('W', false) => 7 * 24 * 3600,
        ('D', false) => 24 * 3600,
        ('H', true) => 3600,
        ('M', true) => 60,
        ('S', true) => 1,
        _ => null,
    };
}
