using System.IO.Compression;
using System.Xml;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Workbooks;

/// <summary>The first visible sheet of an <c>.xlsx</c>; its headers are the first row that is not blank.</summary>
internal sealed class WorkbookTable : TableFormat
{
    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly SharedStrings? _strings;
    private readonly SheetReader _sheet;
    private readonly TableOptions _options;
    private readonly long _headerRow;

    private WorkbookTable(string path, ZipArchive archive, SharedStrings? strings, SheetReader sheet, TableOptions options)
    {
        _path = path;
        _archive = archive;
        _strings = strings;
        _sheet = sheet;
        _options = options;
        _headerRow = sheet.RowNumber;
    }

    public static Result<TableFormat> Open(string path, Stream stream, TableOptions options)
    {
        Span<byte> start = stackalloc byte[4];
        var length = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        switch (start[..length])
        {
            case [0xD0, 0xCF, 0x11, 0xE0]:
                return RuntimeFailures.EncryptedWorkbook(path);
            case [0x50, 0x4B, 0x03, 0x04]:
                break;
            default:
                return RuntimeFailures.DamagedWorkbook(path, "it is not a zip archive", "não é um arquivo zip");
        }

        var owned = new Stack<IDisposable>();
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            owned.Push(archive);
            var opened = OpenParts(path, archive, options, owned);
            if (opened.Value is not null)
            {
                owned.Clear();
            }

            return opened;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return Describe(path, exception);
        }
        finally
        {
            while (owned.TryPop(out var item))
            {
                item.Dispose();
            }
        }
    }

    public override IEnumerable<InputRow> ReadRows()
    {
        var last = 0L;
        while (true)
        {
            var row = ReadRow(last + 1);
            if (row is null)
            {
                yield break;
            }

            last = row.Number;
            if (row.Failure is not null || !IsBlank(row.Cells.Span))
            {
                if (_sheet.IsHidden)
                {
                    CountHidden(row.Number);
                }

                yield return row;
            }

            if (row.Failure is { Code: "PFF3229" })
            {
                yield break;
            }
        }
    }

    public override void Dispose()
    {
        _sheet.Dispose();
        _strings?.Dispose();
        _archive.Dispose();
        base.Dispose();
    }

    private static Result<TableFormat> OpenParts(string path, ZipArchive archive, TableOptions options, Stack<IDisposable> owned)
    {
        var parts = new WorkbookParts(archive, options);
        parts.Find();
        if (parts.Sheet is null)
        {
            return options.Sheet is { } wanted && parts.SheetNames.Count > 0
                ? RuntimeFailures.MissingSheet(path, wanted, parts.SheetNames)
                : RuntimeFailures.DamagedWorkbook(path, "it has no visible sheet", "não tem planilha visível");
        }

        foreach (var part in new[] { parts.Styles, parts.SharedStrings, parts.Sheet })
        {
            if (part is not null)
            {
                parts.Verify(part);
            }
        }

        SharedStrings? strings = null;
        if (parts.SharedStrings is not null)
        {
            using var stream = parts.Open(parts.SharedStrings);
            strings = SharedStrings.Read(stream, options);
            owned.Push(strings);
        }

        var formats = NumberFormats.None;
        if (parts.Styles is not null)
        {
            using var stream = parts.Open(parts.Styles);
            formats = NumberFormats.Read(stream);
        }

        var sheet = new SheetReader(WorkbookXml.Open(parts.Open(parts.Sheet)), strings, formats, parts.CountsFrom1904, options);
        owned.Push(sheet);
        while (sheet.Read())
        {
            if (sheet.HasTooManyColumns)
            {
                return RuntimeFailures.TooManyColumns(path, options.MaximumColumns);
            }

            var headers = sheet.Cells.ConvertAll(cell => CellText.Of(cell).Trim());
            var count = headers.FindLastIndex(header => header.Length > 0) + 1;
            if (count > 0)
            {
                return new WorkbookTable(path, archive, strings, sheet, options)
                {
                    Headers = [.. headers.Take(count)],
                    IsFiltered = sheet.IsFiltered,
                    ApproximateRowCount = sheet.LastRow is { } last && last >= sheet.RowNumber ? last - sheet.RowNumber : null,
                };
            }
        }

        return RuntimeFailures.NoHeaders(path);
    }

    private InputRow? ReadRow(long next)
    {
        try
        {
            if (!_sheet.Read())
            {
                return null;
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            var message = Describe(_path, exception).Message;
            var problem = new LocalizedText(message.English.TrimEnd('.'), message.Portuguese.TrimEnd('.'));
            return Failed(next, RowInputFailures.InputEnds(next, problem));
        }

        var number = _sheet.RowNumber - _headerRow;
        if (_sheet.TooLongColumn >= 0 && _sheet.TooLongColumn < Headers.Length)
        {
            return Failed(number, RowInputFailures.CellTooLong(number, Headers[_sheet.TooLongColumn], _options.MaximumCellLength));
        }

        var cells = new Value[Headers.Length];
        var count = Math.Min(cells.Length, _sheet.Cells.Count);
        _sheet.Cells.CopyTo(0, cells, 0, count);
        return new InputRow(number, cells);
    }

    private static bool IsDamage(Exception exception) =>
        exception is XmlException or InvalidDataException or IOException or UnpackingException or NotSupportedException or ArgumentException;

    private static RuntimeFailure Describe(string path, Exception exception) => exception switch
    {
        UnpackingException unpacking => RuntimeFailures.UnpacksTooLarge(path, unpacking.Part),
        XmlException xml => RuntimeFailures.DamagedWorkbook(
            path, $"its XML is not well-formed (line {xml.LineNumber})", $"o XML dela não é bem formado (linha {xml.LineNumber})"),
        _ => RuntimeFailures.DamagedWorkbook(path, "its zip archive is damaged", "o arquivo zip dela está danificado"),
    };
}
