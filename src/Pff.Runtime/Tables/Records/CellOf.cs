using System.Globalization;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables.Records;

/// <summary>What libraries give, as cells: exact numbers stay exact, and nothing is absent.</summary>
internal static class CellOf
{
    public static Value Text(string? text) => string.IsNullOrWhiteSpace(text) ? default : Value.Of(text);

    /// <summary>As JSON does it, because no input type holds bytes.</summary>
    public static Value Bytes(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? default : Value.Of(Convert.ToBase64String(bytes));

    public static Value Number(ulong number) => number <= long.MaxValue ? Value.Of((long)number) : Value.Of((decimal)number);

    /// <summary>A number that is none is a missing one in the programs that write it.</summary>
    public static Value Number(double number) => double.IsFinite(number) ? Value.Of(number) : default;

    /// <summary>A number of a spreadsheet; with the zeros in front that its format shows it is a code, and a text.</summary>
    public static Value Whole(long number, int zeros) =>
        zeros > 0 && number >= 0 ? Value.Of(number.ToString("D" + zeros.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : Value.Of(number);

    /// <summary>The shortest decimal of a single, because its double has digits that nobody wrote.</summary>
    public static Value Number(float number) =>
        float.IsFinite(number) ? Value.Of(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : default;

    /// <summary>A time without a zone is UTC, as in texts.</summary>
    public static Value Time(DateTime time) => Value.Of(TimeText.OfTicks(time.Kind == DateTimeKind.Local ? time.ToUniversalTime().Ticks : time.Ticks));

    public static Value Span(TimeSpan span) => Value.Of(TimeText.DurationOfTicks(span.Ticks));
}
