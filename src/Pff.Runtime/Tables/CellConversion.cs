using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables;

/// <summary>Why a cell is not what the manifest declares.</summary>
internal enum ConversionError
{
    None,
    WrongType,

    /// <summary>A number with more digits than a spreadsheet keeps, where every digit counts.</summary>
    Inexact,
}

/// <summary>
/// Cells into the types that a manifest declares. Never guesses: <c>12,50</c> is no decimal and <c>03/04/2026</c> no date,
/// because what they mean depends on who wrote them.
/// </summary>
internal static class CellConversion
{
    public const double LargestExactInSpreadsheet = 1e15;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <param name="cell">Not absent, null or a fault.</param>
    /// <param name="type">The declared type.</param>
    /// <param name="value">The cell in that type where there is no error.</param>
    public static ConversionError TryConvert(in Value cell, InputType type, out Value value)
    {
        value = default;
        switch (type)
        {
            case InputType.Text:
                return ToText(cell, out value);
            case InputType.Int:
                return ToInt(cell, out value);
            case InputType.Double:
                return Checked(ToDouble(cell, out value));
            case InputType.Decimal:
                return ToDecimal(cell, out value);
            case InputType.Bool:
                return Checked(ToBool(cell, out value));
            case InputType.Timestamp:
                return Checked(ToTimestamp(cell, out value));
            case InputType.Duration:
                return Checked(ToDuration(cell, out value));
            case InputType.Any:
                value = cell.Kind == ValueKind.Decimal ? Value.Of((double)cell.AsDecimal) : cell;
                return ConversionError.None;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    /// <summary>How a good cell looks, as the end of "the column must be …".</summary>
    public static LocalizedText Expected(InputType type) => type switch
    {
        InputType.Text => new("a text", "um texto"),
        InputType.Int => new("a whole number like 1234", "um número inteiro como 1234"),
        InputType.Double => new("a number like 1234.56 (with a point)", "um número como 1234.56 (com ponto)"),
        InputType.Decimal => new("a decimal like 1234.56 (with a point, without thousands separators)", "um decimal como 1234.56 (com ponto, sem separador de milhar)"),
        InputType.Bool => new("true or false", "true ou false (ou verdadeiro, falso)"),
        InputType.Timestamp => new("a date like 2026-11-22 or 2026-11-22T15:42:33Z", "uma data como 2026-11-22 ou 2026-11-22T15:42:33Z"),
        InputType.Duration => new("a duration like 90s, 1h30m or 01:30:00", "uma duração como 90s, 1h30m ou 01:30:00"),
        InputType.Any => new("a value", "um valor"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static ConversionError Checked(bool isGood) => isGood ? ConversionError.None : ConversionError.WrongType;

    private static ConversionError ToText(in Value cell, out Value value)
    {
        value = default;
        if (cell.TryGetDouble(out var number) && Math.Abs(number) >= LargestExactInSpreadsheet)
        {
            return ConversionError.Inexact;
        }

        if (cell.Kind is ValueKind.Json)
        {
            return ConversionError.WrongType;
        }

        value = cell.Kind == ValueKind.Text ? cell : Value.Of(CellText.Of(cell));
        return ConversionError.None;
    }

    private static ConversionError ToInt(in Value cell, out Value value)
    {
        value = default;
        switch (cell.Kind)
        {
            case ValueKind.Int:
                value = cell;
                return ConversionError.None;
            case ValueKind.Double when Math.Abs(cell.AsDouble) >= LargestExactInSpreadsheet:
                return ConversionError.Inexact;
            case ValueKind.Double when Math.Floor(cell.AsDouble) == cell.AsDouble:
                value = Value.Of((long)cell.AsDouble);
                return ConversionError.None;
            case ValueKind.Decimal when decimal.Truncate(cell.AsDecimal) == cell.AsDecimal && Math.Abs(cell.AsDecimal) <= long.MaxValue:
                value = Value.Of((long)cell.AsDecimal);
                return ConversionError.None;
            case ValueKind.Text when long.TryParse(cell.AsText.AsSpan().Trim(), NumberStyles.AllowLeadingSign, Invariant, out var parsed):
                value = Value.Of(parsed);
                return ConversionError.None;
            default:
                return ConversionError.WrongType;
        }
    }

    private static bool ToDouble(in Value cell, out Value value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = cell.Kind switch
        {
            ValueKind.Double => cell,
            ValueKind.Int => Value.Of((double)cell.AsInt),
            ValueKind.Decimal => Value.Of((double)cell.AsDecimal),
            ValueKind.Text when double.TryParse(cell.AsText.AsSpan().Trim(), Styles, Invariant, out var parsed) && double.IsFinite(parsed) =>
                Value.Of(parsed),
            _ => default,
        };
        return !value.IsAbsent;
    }

    private static ConversionError ToDecimal(in Value cell, out Value value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        value = default;
        switch (cell.Kind)
        {
            case ValueKind.Decimal:
                value = cell;
                break;
            case ValueKind.Int:
                value = Value.Of((decimal)cell.AsInt);
                break;
            case ValueKind.Double when Math.Abs(cell.AsDouble) >= LargestExactInSpreadsheet:
                return ConversionError.Inexact;
            case ValueKind.Double:
                value = Value.Of((decimal)cell.AsDouble);
                break;
            case ValueKind.Text when decimal.TryParse(cell.AsText.AsSpan().Trim(), Styles, Invariant, out var parsed):
                value = Value.Of(parsed);
                break;
        }

        return Checked(!value.IsAbsent);
    }

    private static bool ToBool(in Value cell, out Value value)
    {
        value = default;
        if (cell.Kind == ValueKind.Bool)
        {
            value = cell;
        }
        else if (cell.TryGetText(out var text))
        {
            value = text.Trim().ToUpperInvariant() switch
            {
                "TRUE" or "VERDADEIRO" => Value.True,
                "FALSE" or "FALSO" => Value.False,
                _ => default,
            };
        }

        return !value.IsAbsent;
    }

    private static bool ToTimestamp(in Value cell, out Value value)
    {
        value = default;
        if (cell.Kind == ValueKind.Timestamp)
        {
            value = cell;
        }
        else if (cell.TryGetText(out var text) && TimeText.TryParseTimestamp(text.AsSpan().Trim(), out var timestamp))
        {
            value = Value.Of(timestamp);
        }

        return !value.IsAbsent;
    }

    private static bool ToDuration(in Value cell, out Value value)
    {
        value = default;
        if (cell.Kind == ValueKind.Duration)
        {
            value = cell;
        }
        else if (cell.TryGetText(out var text) && TimeText.TryParseDuration(text.AsSpan().Trim(), out var duration))
        {
            value = Value.Of(duration);
        }

        return !value.IsAbsent;
    }
}
