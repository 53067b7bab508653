using Parquet;
using Parquet.Schema;
using Pff.Core.Plan;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>
/// Parquet, with the numbers of a report as 64-bit integers and every other column as text: what a column of the input or
/// of the sequence has may change from row to row, and a column of Parquet has one type.
/// </summary>
internal sealed class ParquetReport : ReportSheet
{
    private const int RowsInGroup = 20_000;

    private readonly Stream _stream;
    private readonly DataField[] _fields;
    private readonly List<long?>?[] _numbers;
    private readonly List<string>?[] _texts;
    private ParquetWriter? _writer;
    private int _rows;

    public ParquetReport(Stream stream, ReportColumns columns)
    {
        _stream = stream;
        _fields = [.. columns.Names.Select((name, index) => columns.IsNumber(index) ? new DataField<long?>(name) : (DataField)new DataField<string>(name))];
        _numbers = [.. _fields.Select((_, index) => columns.IsNumber(index) ? new List<long?>(RowsInGroup) : null)];
        _texts = [.. _fields.Select((_, index) => columns.IsNumber(index) ? null : new List<string>(RowsInGroup))];
    }

    public override void Add(in ReportRow row, ReadOnlySpan<Value> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            _numbers[i]?.Add(cells[i].TryGetInt(out var number) ? number : null);

            // The library takes null for a text that is not there.
            _texts[i]?.Add(cells[i].IsAbsent ? null! : CellText.Of(cells[i]));
        }

        if (++_rows == RowsInGroup)
        {
            WriteGroup();
        }
    }

    public override void Finish(RunReportSummary summary)
    {
        if (_rows > 0 || _writer is null)
        {
            WriteGroup();
        }

        _writer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void WriteGroup()
    {
        _writer ??= ParquetWriter.CreateAsync(
            new ParquetSchema(_fields), _stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }).GetAwaiter().GetResult();
        using var group = _writer.CreateRowGroup();
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_numbers[i] is { } numbers)
            {
                group.WriteAsync<long>(_fields[i], numbers.ToArray()).GetAwaiter().GetResult();
                numbers.Clear();
            }
            else if (_texts[i] is { } texts)
            {
                group.WriteAsync(_fields[i], texts).GetAwaiter().GetResult();
                texts.Clear();
            }
        }

        _rows = 0;
    }
}
