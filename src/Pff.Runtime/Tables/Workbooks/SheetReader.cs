using System.Globalization;
using System.Xml;
using Pff.Core.Plan;
using Pff.Runtime.Tables.Records;

namespace Pff.Runtime.Tables.Workbooks;

/// <summary>The rows of a sheet in the order in which the file has them, cell by cell, nothing kept.</summary>
internal sealed class SheetReader(XmlReader reader, SharedStrings? strings, NumberFormats formats, bool countsFrom1904, TableOptions options)
    : IDisposable
{
    private const long TicksAt1900 = 599_264_352_000_000_000; // 1899-12-30, so that day 61 is 1900-03-01
    private const long TicksAt1904 = 600_527_520_000_000_000;
    private const double LargestSerial = 2_958_466; // 10000-01-01
    private const long MaximumRowNumber = 1L << 40;

    private readonly TextBuffer _text = new(options.MaximumCellLength);

    /// <summary>The cells of the row last read, from its first column; absent where empty.</summary>
    public List<Value> Cells { get; } = [];

    /// <summary>The row's number in the sheet, from 1, always growing.</summary>
    public long RowNumber { get; private set; }

    /// <summary>The first column whose cell is longer than allowed, from 0, or -1.</summary>
    public int TooLongColumn { get; private set; }

    /// <summary>The row has a cell beyond the last column that a table may have.</summary>
    public bool HasTooManyColumns { get; private set; }

    /// <summary>The spreadsheet does not show the row last read.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>The sheet says before its first row that a filter is on.</summary>
    public bool IsFiltered { get; private set; }

    /// <summary>The last row that the sheet claims to have, or null.</summary>
    public long? LastRow { get; private set; }

    /// <summary>Moves to the next row; false at the end of the sheet.</summary>
    /// <exception cref="XmlException">The sheet is not well-formed.</exception>
    public bool Read()
    {
        Cells.Clear();
        TooLongColumn = -1;
        HasTooManyColumns = false;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "sheetData")
            {
                return false;
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "sheetPr")
            {
                IsFiltered = IsTrue(reader.GetAttribute("filterMode"));
            }
            else if (reader.LocalName == "dimension")
            {
                LastRow = LastRowOf(reader.GetAttribute("ref"));
            }
            else if (reader.LocalName == "row")
            {
                ReadRow();
                return true;
            }
        }

        return false;
    }

    public void Dispose() => reader.Dispose();

    private void ReadRow()
    {
        var next = RowNumber + 1;
        RowNumber = long.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= next && number < MaximumRowNumber ? number : next;
        IsHidden = IsTrue(reader.GetAttribute("hidden"));
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (!WorkbookXml.IsElement(reader, "c"))
            {
                continue;
            }

            var column = ColumnOf(reader.GetAttribute("r")) ?? Cells.Count;
            var cell = ReadCell(out var isTooLong);
            if (column >= options.MaximumColumns)
            {
                HasTooManyColumns |= !cell.IsAbsent;
                continue;
            }

            if (isTooLong && TooLongColumn < 0)
            {
                TooLongColumn = column;
            }

            Put(column, cell);
        }
    }

    private void Put(int column, in Value cell)
    {
        while (Cells.Count <= column)
        {
            Cells.Add(default);
        }

        Cells[column] = cell;
    }

    /// <summary>Reads the cell at which the reader stands and moves to its end.</summary>
    private Value ReadCell(out bool isTooLong)
    {
        isTooLong = false;
        var type = reader.GetAttribute("t");
        var style = reader.GetAttribute("s");
        _text.Clear();
        if (reader.IsEmptyElement)
        {
            return default;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (WorkbookXml.IsElement(reader, "v"))
            {
                WorkbookXml.ReadText(reader, _text);
            }
            else if (WorkbookXml.IsElement(reader, "is"))
            {
                WorkbookXml.ReadRichText(reader, _text);
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                WorkbookXml.SkipToEnd(reader);
            }
        }

        isTooLong = _text.IsTooLong;
        return Interpret(type, style, ref isTooLong);
    }

    private Value Interpret(string? type, string? style, ref bool isTooLong)
    {
        var content = _text.Content;
        switch (type)
        {
            case "s":
                if (!long.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || strings is null)
                {
                    return default;
                }

                var shared = strings[index];
                isTooLong |= shared is null;
                return TextOrAbsent(shared ?? "");
            case "str":
                _text.DecodeEscapes();
                return TextOrAbsent(_text.Content.ToString());
            case "inlineStr":
                return TextOrAbsent(content.ToString());
            case "b":
                return content.IsEmpty ? default : Value.Of(content is "1" or "true");
            case "e":
                var shown = content.ToString();
                return content.IsEmpty ? default : Value.Of(new Fault(FaultKind.InvalidConversion, new(shown, shown)));
            case "d" when TimeText.TryParseTimestamp(content, out var timestamp):
                return Value.Of(timestamp);
            default:
                return Number(content, style);
        }
    }

    private static Value TextOrAbsent(string text) => string.IsNullOrWhiteSpace(text) ? default : Value.Of(text);

    private Value Number(ReadOnlySpan<char> content, string? style)
    {
        if (!double.TryParse(content, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return TextOrAbsent(content.ToString());
        }

        var (look, zeros) = style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? formats[index]
            : default;
        if (look == NumberLook.Date && number is >= 0 and < LargestSerial)
        {
            var days = !countsFrom1904 && number < 60 ? number + 1 : number;
            return Value.Of(TimeText.OfTicks((countsFrom1904 ? TicksAt1904 : TicksAt1900) + TicksOfDays(days)));
        }

        if (look == NumberLook.Time && Math.Abs(number) < LargestSerial)
        {
            return Value.Of(TimeText.DurationOfTicks(TicksOfDays(number)));
        }

        return Math.Floor(number) == number && Math.Abs(number) < CellConversion.LargestExactInSpreadsheet
            ? CellOf.Whole((long)number, zeros)
            : Value.Of(number);
    }

    private static bool IsTrue(string? text) => text is "1" or "true";

    /// <summary>To the millisecond, which is all that a day's fraction holds.</summary>
    private static long TicksOfDays(double days) => (long)Math.Round(days * 86_400_000.0) * TimeSpan.TicksPerMillisecond;

    /// <summary>The column of a reference like <c>AB12</c>, from 0; null where it has none.</summary>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var character in reference ?? "")
        {
            if (character is < 'A' or > 'Z' || column > 1_000_000)
            {
                break;
            }

            column = (column * 26) + (character - 'A' + 1);
        }

        return column == 0 ? null : column - 1;
    }

    private static long? LastRowOf(string? range)
    {
        var last = range is null ? "" : range[(range.IndexOf(':') + 1)..].TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$".ToCharArray());
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
    }
}
