using System.Globalization;
using System.Xml;

namespace Pff.Runtime.Tables.Workbooks;

internal enum NumberLook : byte
{
    Number,
    Date,

    /// <summary>A time of day or an elapsed time, without a date.</summary>
    Time,
}

/// <param name="Look">What the style shows a number as.</param>
/// <param name="Zeros">The digits to which it fills a whole number up with zeros, as codes are shown; 0 where it does not.</param>
internal readonly record struct CellStyle(NumberLook Look, int Zeros);

/// <summary>Which cell styles show a number as a date, a time or a code; the number itself does not tell.</summary>
internal sealed class NumberFormats
{
    private const int MaximumStyles = 100_000;
    private const int MostZeros = 30;
    private readonly List<CellStyle> _styles = [];

    public static NumberFormats None { get; } = new();

    /// <summary>Reads <c>styles.xml</c>.</summary>
    public static NumberFormats Read(Stream stream)
    {
        var formats = new NumberFormats();
        var custom = new Dictionary<int, CellStyle>();
        using var reader = WorkbookXml.Open(stream);
        var isInCellFormats = false;
        while (reader.Read())
        {
            if (reader.LocalName == "cellXfs")
            {
                isInCellFormats = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            }
            else if (WorkbookXml.IsElement(reader, "numFmt") && IdOf(reader) is { } id && custom.Count < MaximumStyles)
            {
                custom[id] = StyleOf(reader.GetAttribute("formatCode") ?? "");
            }
            else if (isInCellFormats && WorkbookXml.IsElement(reader, "xf") && formats._styles.Count < MaximumStyles)
            {
                var number = IdOf(reader) ?? 0;
                formats._styles.Add(custom.TryGetValue(number, out var style) ? style : new CellStyle(LookOf(number), Zeros: 0));
            }
        }

        return formats;
    }

    public CellStyle this[int style] => style >= 0 && style < _styles.Count ? _styles[style] : default;

    /// <summary>The looks of the numbered formats that are not written down (ECMA-376 part 1, 18.8.30).</summary>
    internal static NumberLook LookOf(int builtIn) => builtIn switch
    {
        >= 14 and <= 17 or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => NumberLook.Date,
        >= 18 and <= 21 or (>= 32 and <= 35) or (>= 45 and <= 47) or 55 or 56 => NumberLook.Time,
        _ => NumberLook.Number,
    };

    /// <summary>Looks for the letters of date parts outside quotes, escapes and brackets, in the format for positive numbers.</summary>
    internal static NumberLook LookOf(string code)
    {
        var hasDate = false;
        var hasTime = false;
        var hasMonthOrMinute = false;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (char.ToLowerInvariant(code[i]))
            {
                case '"':
                    i = EndOf(code, i, '"');
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    var end = EndOf(code, i, ']');
                    hasTime |= end > i + 1 && code[i + 1] is 'h' or 'H' or 'm' or 'M' or 's' or 'S' && IsOneLetter(code.AsSpan(i + 1, end - i - 1));
                    i = end;
                    break;
                case 'a' when code.AsSpan(i).StartsWith("AM/PM", StringComparison.OrdinalIgnoreCase):
                    hasTime = true;
                    i += 4;
                    break;
                case 'y' or 'd':
                    hasDate = true;
                    break;
                case 'h' or 's':
                    hasTime = true;
                    break;
                case 'm':
                    hasMonthOrMinute = true;
                    break;
            }
        }

        return hasDate || (hasMonthOrMinute && !hasTime) ? NumberLook.Date : hasTime ? NumberLook.Time : NumberLook.Number;
    }

    /// <summary>
    /// To how many digits a format such as <c>00000000000</c> or <c>000"."000"."000-00</c> fills a whole number up: one that has
    /// zeros for digits and besides only what is shown as it stands. Anything else, such as <c>0.00</c> or <c>#,##0</c>, is
    /// about an amount.
    /// </summary>
    internal static int ZerosOf(string code)
    {
        var zeros = 0;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '0':
                    zeros++;
                    break;
                case '"':
                    i = EndOf(code, i, '"');
                    break;
                case '[' when i + 1 < code.Length && code[i + 1] == '$':
                    i = EndOf(code, i, ']');
                    break;
                case '\\' or '_':
                    i++;
                    break;
                case '-' or '(' or ')' or ' ' or '/':
                    break;
                default:
                    return 0;
            }
        }

        return zeros is > 1 and <= MostZeros ? zeros : 0;
    }

    private static CellStyle StyleOf(string code)
    {
        var look = LookOf(code);
        return new CellStyle(look, look == NumberLook.Number ? ZerosOf(code) : 0);
    }

    private static bool IsOneLetter(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(text[0]) < 0;

    private static int EndOf(string code, int start, char closing)
    {
        var end = code.IndexOf(closing, start + 1);
        return end < 0 ? code.Length : end;
    }

    private static int? IdOf(XmlReader reader) =>
        int.TryParse(reader.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
