using System.Text.RegularExpressions;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables.Inspection;

/// <summary>What a cell looks like, which may be more than its format says: every cell of a CSV is a text.</summary>
public enum CellShape
{
    Int,
    Decimal,
    Bool,
    Timestamp,
    Duration,
    Json,

    /// <summary>Digits with a leading zero, as codes and documents have.</summary>
    Code,

    /// <summary><c>1.234,56</c>.</summary>
    DecimalComma,

    /// <summary><c>22/11/2026</c>: its day cannot be the month.</summary>
    DayFirst,

    /// <summary><c>11/22/2026</c>: its day cannot be the month.</summary>
    MonthFirst,

    /// <summary><c>03/04/2026</c>, which may be either.</summary>
    EitherFirst,

    /// <summary>A spreadsheet's error, like <c>#N/A</c>.</summary>
    Error,
    Text,
}

/// <summary>Tells what a cell looks like.</summary>
public static partial class CellShapes
{
    private const int LongestNumber = 40;

    internal static CellShape Of(in Value cell) => cell.Kind switch
    {
        ValueKind.Int => CellShape.Int,
        ValueKind.Double when Math.Floor(cell.AsDouble) == cell.AsDouble && Math.Abs(cell.AsDouble) < CellConversion.LargestExactInSpreadsheet => CellShape.Int,
        ValueKind.Double or ValueKind.Decimal => CellShape.Decimal,
        ValueKind.Bool => CellShape.Bool,
        ValueKind.Timestamp => CellShape.Timestamp,
        ValueKind.Duration => CellShape.Duration,
        ValueKind.Json => CellShape.Json,
        ValueKind.Fault => CellShape.Error,
        _ => cell.TryGetText(out var text) ? Of(text.AsSpan().Trim()) : CellShape.Text,
    };

    /// <summary>As reports and JSON name it.</summary>
    public static string NameOf(CellShape? shape) => shape switch
    {
        null => "empty",
        CellShape.Int => "int",
        CellShape.Decimal => "decimal",
        CellShape.Bool => "bool",
        CellShape.Timestamp => "timestamp",
        CellShape.Duration => "duration",
        CellShape.Json => "json",
        CellShape.Code => "code",
        CellShape.DecimalComma => "decimal comma",
        CellShape.DayFirst => "date d/m/y",
        CellShape.MonthFirst => "date m/d/y",
        CellShape.EitherFirst => "date ?/?/y",
        CellShape.Error => "error",
        CellShape.Text => "text",
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    private static CellShape Of(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestNumber || text.IsEmpty)
        {
            return CellShape.Text;
        }

        if (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
        {
            return OfNumber(text);
        }

        return text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase)
            || text.Equals("verdadeiro", StringComparison.OrdinalIgnoreCase) || text.Equals("falso", StringComparison.OrdinalIgnoreCase)
            ? CellShape.Bool
            : CellShape.Text;
    }

    private static CellShape OfNumber(ReadOnlySpan<char> text)
    {
        var digits = text.TrimStart("+-");
        if (digits.IndexOfAnyExceptInRange('0', '9') < 0 && !digits.IsEmpty)
        {
            return digits is ['0', _, ..] || digits.Length > 18 ? CellShape.Code : CellShape.Int;
        }

        if (TimeText.TryParseTimestamp(text, out _))
        {
            return CellShape.Timestamp;
        }

        if (text.Contains('/'))
        {
            return OfDate(text);
        }

        return text.Contains(',') ? (Comma().IsMatch(text) ? CellShape.DecimalComma : CellShape.Text)
            : decimal.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out _) ? CellShape.Decimal
            : TimeText.TryParseDuration(text, out _) ? CellShape.Duration
            : CellShape.Text;
    }

    private static CellShape OfDate(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '/') != 3 || !int.TryParse(text[parts[0]], out var first) || !int.TryParse(text[parts[1]], out var second)
            || text[parts[2]] is not [>= '0' and <= '9', >= '0' and <= '9', ..])
        {
            return CellShape.Text;
        }

        return (first, second) switch
        {
            ( >= 1 and <= 12, >= 1 and <= 12) => CellShape.EitherFirst,
            ( >= 13 and <= 31, >= 1 and <= 12) => CellShape.DayFirst,
            ( >= 1 and <= 12, >= 13 and <= 31) => CellShape.MonthFirst,
            _ => CellShape.Text,
        };
    }

    [GeneratedRegex(@"\A[+-]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+),[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Comma();
}
