using System.Globalization;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables;

/// <summary>Cells as a person would write them.</summary>
internal static class CellText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The cell as text; empty where it has none.</summary>
    public static string Of(in Value cell) => cell.Kind switch
    {
        ValueKind.Text => cell.AsText,
        ValueKind.Int => cell.AsInt.ToString(Invariant),
        ValueKind.Double => OfDouble(cell.AsDouble),
        ValueKind.Decimal => cell.AsDecimal.ToString(Invariant),
        ValueKind.Bool => cell.AsBool ? "true" : "false",
        ValueKind.Timestamp => OfTimestamp(cell.AsTimestamp),
        ValueKind.Duration => OfDuration(cell.AsDuration),
        ValueKind.Json => System.Text.Encoding.UTF8.GetString(cell.As<JsonValue>().Utf8.Span),
        ValueKind.Secret => "(secret)",
        _ => string.Empty,
    };

    /// <summary>Without an exponent where 15 digits say it, because that is how a spreadsheet shows it.</summary>
    public static string OfDouble(double number)
    {
        if (Math.Abs(number) is < 1e15 and >= 1e-6 or 0)
        {
            return ((decimal)number).ToString("0.#############################", Invariant);
        }

        return number.ToString("R", Invariant);
    }

    /// <summary><c>2026-11-22</c> at midnight, else <c>2026-11-22T15:42:33Z</c>, with a fraction where there is one.</summary>
    public static string OfTimestamp(Timestamp timestamp)
    {
        var instant = DateTimeOffset.FromUnixTimeSeconds(timestamp.Seconds).UtcDateTime;
        if (timestamp.Nanoseconds == 0)
        {
            return instant.ToString(instant.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ssZ", Invariant);
        }

        var fraction = timestamp.Nanoseconds.ToString("D9", Invariant).TrimEnd('0');
        return string.Create(Invariant, $"{instant:yyyy-MM-ddTHH:mm:ss}.{fraction}Z");
    }

    /// <summary>As a spreadsheet shows a time: <c>15:42:00</c>, hours not limited to a day, with a fraction where there is one.</summary>
    public static string OfDuration(Duration duration)
    {
        var isNegative = duration.Seconds < 0 || duration.Nanoseconds < 0;
        var seconds = Math.Abs(duration.Seconds);
        var fraction = duration.Nanoseconds == 0
            ? ""
            : "." + Math.Abs(duration.Nanoseconds).ToString("D9", Invariant).TrimEnd('0');
        return string.Create(Invariant, $"{(isNegative ? "-" : "")}{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}{fraction}");
    }
}
