using Parquet;
using Parquet.Schema;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Records;

/// <summary>The columns of a Parquet file that are not lists; one row group is in memory at a time.</summary>
internal sealed class ParquetTable : RecordTable
{
    private const string Format = "Parquet";

    /// <summary>Ten times the usual row group of a wide table; what a damaged file claims is more.</summary>
    private const long MaximumCells = 32_000_000;

    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly Func<int, Value>[] _columns;
    private int _group;
    private int _row;
    private int _rowsInGroup;

    private ParquetTable(ParquetReader reader, DataField[] fields, string path, TableOptions options)
        : base(path, Format, options)
    {
        _reader = reader;
        _fields = fields;
        _columns = new Func<int, Value>[fields.Length];
    }

    public static Result<TableFormat> Open(string path, Stream stream, TableOptions options) => Guard(path, Format, owned =>
    {
        var reader = ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: true).GetAwaiter().GetResult();
        DataField[] fields = [.. reader.Schema.GetDataFields().Where(field => field.MaxRepetitionLevel == 0 && ParquetColumn.CanRead(field.ClrType))];
        return fields.Length switch
        {
            0 => RuntimeFailures.NoHeaders(path),
            var count when count > options.MaximumColumns => RuntimeFailures.TooManyColumns(path, options.MaximumColumns),
            _ => new ParquetTable(reader, fields, path, options)
            {
                Headers = [.. fields.Select(field => string.Join('.', field.Path.ToList()).Trim())],
                ApproximateRowCount = Math.Max(0, reader.RowGroups.Sum(group => group.RowCount)),
            },
        };
    });

    public override void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose();
    }

    protected override bool Read(Value[] cells, out LocalizedText? problem)
    {
        problem = null;
        while (_row == _rowsInGroup)
        {
            if (_group == _reader.RowGroupCount)
            {
                return false;
            }

            OpenGroup();
        }

        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _columns[i](_row);
        }

        _row++;
        return true;
    }

    private void OpenGroup()
    {
        // What the last row group had can be collected before the next is read.
        Array.Clear(_columns);
        using var group = _reader.OpenRowGroupReader(_group++);
        if (group.RowCount < 0 || group.RowCount > MaximumCells / _fields.Length)
        {
            throw new TableException(
                $"a row group of it has {group.RowCount} rows of {_fields.Length} columns", $"um grupo de linhas tem {group.RowCount} linhas de {_fields.Length} colunas");
        }

        var rows = (int)group.RowCount;
        for (var i = 0; i < _fields.Length; i++)
        {
            _columns[i] = ParquetColumn.Read(group, _fields[i], rows);
        }

        (_row, _rowsInGroup) = (0, rows);
    }
}
