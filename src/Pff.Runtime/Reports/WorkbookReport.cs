using System.IO.Compression;
using System.Text;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>
/// An <c>.xlsx</c> written in one pass: the sheets of rows, a sheet of writes of unknown effect where there are any, and the
/// summary, which is written last and shown first.
/// </summary>
internal sealed class WorkbookReport : ReportSheet
{
    /// <summary>As many rows as a sheet can have.</summary>
    private const long MaximumRows = 1_048_576;

    /// <summary>Column widths stand before the rows in the file, so they are judged by the first of them.</summary>
    private const int SampleRows = 100;

    private readonly ZipArchive _archive;
    private readonly ReportColumns _columns;
    private readonly bool _isPortuguese;
    private readonly List<string> _sheets = [];
    private readonly List<Value[]> _sample = [];
    private StreamWriter? _writer;
    private SheetXml? _sheet;
    private long _row;
    private int _columnCount;
    private bool _isInUnknownWrites;

    public WorkbookReport(Stream stream, ReportColumns columns, Language language)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        _columns = columns;
        _isPortuguese = language == Language.Portuguese;
    }

    public override void Add(in ReportRow row, ReadOnlySpan<Value> cells)
    {
        if (_writer is null)
        {
            _sample.Add(cells.ToArray());
            if (_sample.Count == SampleRows)
            {
                StartRows();
            }

            return;
        }

        WriteRow(cells);
    }

    public override void StartUnknownWrites()
    {
        if (_writer is null)
        {
            StartRows();
        }

        EndSheet();
    }

    public override void Add(UnknownWrite write)
    {
        if (!_isInUnknownWrites || _row == MaximumRows)
        {
            _isInUnknownWrites = true;
            EndSheet();
            var names = new[] { "row", "step", "method", "idempotency_key" };
            StartSheet(Numbered(_isPortuguese ? "Escritas incertas" : "Unknown writes"), names, [10, 10, 32, 40]);
        }

        _sheet!.StartRow(++_row);
        _sheet.Cell(Value.Of(write.Key.Row));
        _sheet.Text(write.StepId);
        _sheet.Text(write.Method);
        _sheet.Text(write.IdempotencyKey ?? "");
        _sheet.EndRow();
    }

    public override void Finish(RunReportSummary summary)
    {
        EndSheet();
        WriteSummary(summary);
        Part("[Content_Types].xml", WorkbookReportParts.ContentTypes(_sheets.Count));
        Part("_rels/.rels", WorkbookReportParts.RootRelationships);
        Part("xl/workbook.xml", WorkbookReportParts.Workbook(_sheets));
        Part("xl/_rels/workbook.xml.rels", WorkbookReportParts.WorkbookRelationships(_sheets.Count));
        Part("xl/styles.xml", WorkbookReportParts.Styles);
        _archive.Dispose();
    }

    public override void Dispose()
    {
        _writer?.Dispose();
        _archive.Dispose();
        base.Dispose();
    }

    private void StartRows()
    {
        StartRowSheet();
        foreach (var cells in _sample)
        {
            WriteRow(cells);
        }

        _sample.Clear();
    }

    private void StartRowSheet()
    {
        var widths = new double[_columns.Names.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            var longest = _sample.Count == 0 ? 0 : _sample.Max(cells => CellText.Of(cells[i]).Length);
            widths[i] = Math.Clamp(Math.Max(longest, _columns.Names[i].Length + 3) * 1.1, 8, 60);
        }

        StartSheet(Numbered(_isPortuguese ? "Linhas" : "Rows"), _columns.Names, widths);
    }

    private void WriteRow(ReadOnlySpan<Value> cells)
    {
        if (_row == MaximumRows)
        {
            EndSheet();
            StartRowSheet();
        }

        _sheet!.StartRow(++_row);
        for (var i = 0; i < cells.Length; i++)
        {
            _sheet.Cell(cells[i], i == _columns.OutcomeIndex ? StyleOf(cells[i].AsText) : CellStyle.None);
        }

        _sheet.EndRow();
    }

    private static CellStyle StyleOf(string outcome) => outcome switch
    {
        "succeeded" => CellStyle.Good,
        "failed" => CellStyle.Bad,
        "unknown" => CellStyle.Doubtful,
        _ => CellStyle.Muted,
    };

    /// <summary>Begins a sheet with a frozen row of headers.</summary>
    private void StartSheet(string name, IReadOnlyList<string> headers, IReadOnlyList<double> widths)
    {
        _sheets.Add(name);
        var entry = NewEntry($"xl/worksheets/sheet{_sheets.Count}.xml");
        _writer = new StreamWriter(entry.Open(), new UTF8Encoding(false), 64 * 1024);
        _writer.Write(WorkbookReportParts.SheetStart(widths, isFrozen: headers.Count > 0));
        _sheet = new SheetXml(_writer);
        _columnCount = headers.Count;
        _row = 0;
        if (headers.Count > 0)
        {
            _sheet.StartRow(++_row);
            foreach (var header in headers)
            {
                _sheet.Text(header, CellStyle.Header);
            }

            _sheet.EndRow();
        }
    }

    private void EndSheet()
    {
        if (_writer is null)
        {
            return;
        }

        _writer.Write("</sheetData>");
        if (_columnCount > 0)
        {
            _writer.Write($"<autoFilter ref=\"A1:{SheetXml.ColumnName(_columnCount - 1)}{_row}\"/>");
        }

        _writer.Write("</worksheet>");
        _writer.Dispose();
        _writer = null;
        _sheet = null;
    }

    private string Numbered(string name)
    {
        var same = _sheets.Count(sheet => sheet == name || sheet.StartsWith(name + " ", StringComparison.Ordinal));
        return same == 0 ? name : $"{name} {same + 1}";
    }

    private void WriteSummary(RunReportSummary summary)
    {
        StartSheet(_isPortuguese ? "Resumo" : "Summary", [], [22, 16, 100]);
        var sheet = _sheet!;
        Line(sheet, s => s.Text(summary.PlanName, CellStyle.Title));
        Pair(sheet, _isPortuguese ? "sequência" : "sequence", s => s.Text(summary.Sequence));
        Pair(sheet, _isPortuguese ? "execução" : "run", s => s.Text(summary.RunId));
        if (summary.Elapsed is { } elapsed)
        {
            Pair(sheet, _isPortuguese ? "segundos" : "seconds", s => s.Cell(Value.Of(Math.Round(elapsed.TotalSeconds, 3))));
            Pair(sheet, _isPortuguese ? "linhas por segundo" : "rows per second", s => s.Cell(Value.Of(Math.Round(summary.RowsPerSecond ?? 0, 1))));
        }

        _row++;
        Pair(sheet, _isPortuguese ? "linhas" : "rows", s => s.Cell(Value.Of(summary.Total)));
        foreach (var (_, name, count, meaning) in SummaryText.Outcomes(summary, _isPortuguese))
        {
            Pair(sheet, name, s => s.Cell(Value.Of(count)), meaning);
        }

        _row++;
        Pair(sheet, _isPortuguese ? "leituras" : "reads", s => s.Cell(Value.Of(summary.Reads)));
        Pair(sheet, _isPortuguese ? "escritas" : "writes", s => s.Cell(Value.Of(summary.Writes)));
        Pair(sheet, _isPortuguese ? "requisições" : "requests", s => s.Cell(Value.Of(summary.Attempts)));
        WriteFailures(sheet, summary);
        EndSheet();
    }

    private void WriteFailures(SheetXml sheet, RunReportSummary summary)
    {
        if (summary.Failures.IsEmpty)
        {
            return;
        }

        _row++;
        Line(sheet, s =>
        {
            s.Text(_isPortuguese ? "falha" : "failure", CellStyle.Header);
            s.Text(_isPortuguese ? "linhas" : "rows", CellStyle.Header);
            s.Text(_isPortuguese ? "exemplo" : "example", CellStyle.Header);
        });
        foreach (var group in summary.Failures)
        {
            var example = group.Example.In(_isPortuguese ? Language.Portuguese : Language.English);
            Pair(sheet, group.Code, s => s.Cell(Value.Of(group.Count)), $"{(_isPortuguese ? "linha" : "row")} {group.ExampleRow}: {example}");
        }
    }

    private void Line(SheetXml sheet, Action<SheetXml> cells)
    {
        sheet.StartRow(++_row);
        cells(sheet);
        sheet.EndRow();
    }

    private void Pair(SheetXml sheet, string label, Action<SheetXml> value, string note = "") => Line(sheet, s =>
    {
        s.Text(label);
        value(s);
        if (note.Length > 0)
        {
            s.Text(note);
        }
    });

    private void Part(string name, string content)
    {
        using var writer = new StreamWriter(NewEntry(name).Open(), new UTF8Encoding(false));
        writer.Write(content);
    }

    /// <summary>Without the time of day, so that the same run gives the same bytes.</summary>
    private ZipArchiveEntry NewEntry(string name)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry;
    }
}
