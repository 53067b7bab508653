using System.Globalization;
using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>The cell styles of a report's workbook, by their index in <c>styles.xml</c>.</summary>
internal enum CellStyle
{
    None,
    Header,
    Date,
    Instant,

    /// <summary>Stays text even where somebody edits the cell.</summary>
    ForcedText,
    Good,
    Bad,
    Doubtful,
    Muted,
    Title,
}

/// <summary>Writes the cells of one sheet as text, with inline strings so that nothing needs to be kept.</summary>
internal sealed class SheetXml(TextWriter writer)
{
    /// <summary>The most characters that a cell can have.</summary>
    private const int LongestText = 32_767;

    /// <summary>A number with more digits would be rounded by whoever opens the sheet.</summary>
    private const double LargestExact = 1e15;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private long _row;
    private int _column;

    public void StartRow(long row)
    {
        _row = row;
        _column = 0;
        writer.Write("<row r=\"");
        writer.Write(row);
        writer.Write("\">");
    }

    public void EndRow() => writer.Write("</row>");

    public void Skip() => _column++;

    public void Text(string text, CellStyle style = CellStyle.None)
    {
        if (style == CellStyle.None && FormulaGuard.IsRisky(text))
        {
            style = CellStyle.ForcedText;
        }

        Start(style, "inlineStr");
        writer.Write("<is><t xml:space=\"preserve\">");
        Escape(text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…");
        writer.Write("</t></is></c>");
    }

    public void Number(string number, CellStyle style = CellStyle.None)
    {
        Start(style, null);
        writer.Write("<v>");
        writer.Write(number);
        writer.Write("</v></c>");
    }

    public void Cell(in Value cell, CellStyle style = CellStyle.None)
    {
        switch (cell.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                Skip();
                break;
            case ValueKind.Int when Math.Abs((double)cell.AsInt) < LargestExact:
            case ValueKind.Double when Math.Abs(cell.AsDouble) < LargestExact:
            case ValueKind.Decimal when HasFewDigits(cell.AsDecimal):
                Number(CellText.Of(cell), style);
                break;
            case ValueKind.Bool:
                Start(style, "b");
                writer.Write(cell.AsBool ? "<v>1</v></c>" : "<v>0</v></c>");
                break;
            case ValueKind.Timestamp when Serial(cell.AsTimestamp) is { } serial:
                Number(serial.ToString("R", Invariant), serial == Math.Floor(serial) ? CellStyle.Date : CellStyle.Instant);
                break;
            default:
                Text(CellText.Of(cell), style);
                break;
        }
    }

    /// <summary>The letters of a column, from 0.</summary>
    public static string ColumnName(int column)
    {
        var name = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }

        return name;
    }

    private static bool HasFewDigits(decimal number) =>
        number == 0 || (decimal)(double)number == number;

    /// <summary>The day number of an instant that spreadsheets can show, or null.</summary>
    private static double? Serial(Timestamp timestamp)
    {
        const long FirstSafeSecond = -2_203_891_200; // 1900-03-01, before which day numbers are off by one
        const long LastSecond = 253_402_300_799; // 9999-12-31
        return timestamp.Seconds is < FirstSafeSecond or > LastSecond
            ? null
            : 25_569 + ((timestamp.Seconds + (timestamp.Nanoseconds / 1e9)) / 86_400);
    }

    private void Start(CellStyle style, string? type)
    {
        writer.Write("<c r=\"");
        writer.Write(ColumnName(_column++));
        writer.Write(_row);
        if (style != CellStyle.None)
        {
            writer.Write("\" s=\"");
            writer.Write((int)style);
        }

        if (type is not null)
        {
            writer.Write("\" t=\"");
            writer.Write(type);
        }

        writer.Write("\">");
    }

    /// <summary>Characters that XML does not allow are written as Office does (ECMA-376 part 1, 22.4.2.4).</summary>
    private void Escape(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            switch (character)
            {
                case '&':
                    writer.Write("&amp;");
                    break;
                case '<':
                    writer.Write("&lt;");
                    break;
                case '>':
                    writer.Write("&gt;");
                    break;
                case '_' when i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_':
                    writer.Write("_x005F_");
                    break;
                case '\t' or '\n':
                    writer.Write(character);
                    break;
                case < ' ' or '\uFFFE' or '\uFFFF':
                    writer.Write(string.Create(Invariant, $"_x{(int)character:X4}_"));
                    break;
                case var _ when char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    writer.Write(character);
                    writer.Write(text[++i]);
                    break;
                case var _ when char.IsSurrogate(character):
                    writer.Write('\uFFFD');
                    break;
                default:
                    writer.Write(character);
                    break;
            }
        }
    }
}
