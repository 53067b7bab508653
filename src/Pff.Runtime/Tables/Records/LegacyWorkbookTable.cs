using System.Globalization;
using System.Text;
using ExcelDataReader;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables.Records;

/// <summary>The first visible sheet of an <c>.xls</c>, or the one that is named; its headers are the first row that is not blank.</summary>
internal sealed class LegacyWorkbookTable : RecordTable
{
    private const string Format = "xls";

    /// <summary>Of a sheet, by its format ([MS-XLS] section 2.1): a file that says more leads the library around for minutes.</summary>
    private const int MostColumns = 256;
    private const int MostRows = 65_536;

    private readonly IExcelDataReader _reader;

    private LegacyWorkbookTable(IExcelDataReader reader, string path, TableOptions options)
        : base(path, Format, options) => _reader = reader;

    public static Result<TableFormat> Open(string path, Stream stream, TableOptions options) => Guard(path, Format, owned =>
    {
        // Old files name their code page, and the reader asks for it by number.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        IExcelDataReader reader;
        try
        {
            reader = ExcelReaderFactory.CreateBinaryReader(new ReadBudgetStream(stream), new ExcelReaderConfiguration { LeaveOpen = true });
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException)
        {
            return RuntimeFailures.EncryptedWorkbook(path);
        }

        owned.Push(reader);
        if (FindSheet(reader, options.Sheet, out var sheets))
        {
            return ReadHeaders(reader, path, options);
        }

        return options.Sheet is { } wanted && sheets.Count > 0
            ? RuntimeFailures.MissingSheet(path, wanted, sheets)
            : RuntimeFailures.DamagedWorkbook(path, "it has no visible sheet", "não tem planilha visível");
    });

    public override void Dispose()
    {
        Free(_reader);
        base.Dispose();
    }

    protected override bool Read(Value[] cells, out LocalizedText? problem)
    {
        problem = null;
        if (!_reader.Read())
        {
            return false;
        }

        for (var i = 0; i < cells.Length && i < _reader.FieldCount; i++)
        {
            cells[i] = CellAt(_reader, i);
        }

        return true;
    }

    private static bool FindSheet(IExcelDataReader reader, string? wanted, out List<string> sheets)
    {
        sheets = [];
        do
        {
            if (reader.VisibleState == "visible")
            {
                sheets.Add(reader.Name);
                if (wanted is null || string.Equals(reader.Name, wanted, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }
        while (reader.NextResult());
        return false;
    }

    private static Result<TableFormat> ReadHeaders(IExcelDataReader reader, string path, TableOptions options)
    {
        if (reader.FieldCount > MostColumns || reader.RowCount > MostRows)
        {
            return RuntimeFailures.DamagedWorkbook(
                path,
                string.Create(CultureInfo.InvariantCulture, $"it says that a sheet has {reader.RowCount} rows and {reader.FieldCount} columns"),
                string.Create(CultureInfo.InvariantCulture, $"diz que uma planilha tem {reader.RowCount} linhas e {reader.FieldCount} colunas"));
        }

        while (reader.Read())
        {
            if (reader.FieldCount > options.MaximumColumns)
            {
                return RuntimeFailures.TooManyColumns(path, options.MaximumColumns);
            }

            var headers = Enumerable.Range(0, reader.FieldCount).Select(index => CellText.Of(CellAt(reader, index)).Trim()).ToList();
            var count = headers.FindLastIndex(header => header.Length > 0) + 1;
            if (count > 0)
            {
                return new LegacyWorkbookTable(reader, path, options)
                {
                    Headers = [.. headers.Take(count)],
                    ApproximateRowCount = Math.Max(0, reader.RowCount - reader.Depth - 1),
                };
            }
        }

        return RuntimeFailures.NoHeaders(path);
    }

    /// <summary>The library gives a cell with an error as an empty one.</summary>
    private static Value CellAt(IExcelDataReader reader, int index) => reader.GetValue(index) switch
    {
        string text => CellOf.Text(text),
        double number => Number(number, ZerosOf(reader, index)),
        int number => CellOf.Whole(number, ZerosOf(reader, index)),
        bool flag => Value.Of(flag),
        DateTime time => CellOf.Time(time),
        TimeSpan span => CellOf.Span(span),
        _ => default,
    };

    private static Value Number(double number, int zeros) =>
        zeros > 0 && Math.Floor(number) == number && Math.Abs(number) < CellConversion.LargestExactInSpreadsheet
            ? CellOf.Whole((long)number, zeros)
            : CellOf.Number(number);

    private static int ZerosOf(IExcelDataReader reader, int index) =>
        reader.GetNumberFormatString(index) is { } code ? NumberFormats.ZerosOf(code) : 0;
}
