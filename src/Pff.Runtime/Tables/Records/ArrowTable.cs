using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Records;

/// <summary>Arrow's IPC format, as a file or as a stream; one record batch is in memory at a time.</summary>
internal sealed class ArrowTable : RecordTable
{
    private const string Format = "Arrow";

    private readonly ArrowStreamReader _reader;
    private readonly int[] _columns;
    private readonly Func<int, Value>[] _cells;
    private RecordBatch? _batch;
    private int _row;

    private ArrowTable(ArrowStreamReader reader, int[] columns, string path, TableOptions options)
        : base(path, Format, options)
    {
        _reader = reader;
        _columns = columns;
        _cells = new Func<int, Value>[columns.Length];
    }

    public static Result<TableFormat> Open(string path, Stream stream, TableOptions options) => Guard(path, Format, owned =>
    {
        Span<byte> start = stackalloc byte[6];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var codecs = new CompressionCodecFactory();
        var reader = start[..length].SequenceEqual("ARROW1"u8)
            ? new ArrowFileReader(stream, allocator: null, codecs, leaveOpen: true)
            : new ArrowStreamReader(stream, allocator: null, codecs, leaveOpen: true);
        owned.Push(reader);
        var fields = reader.Schema.FieldsList;
        int[] columns = [.. Enumerable.Range(0, fields.Count).Where(index => ArrowColumn.CanRead(fields[index].DataType))];
        return columns.Length switch
        {
            0 => RuntimeFailures.NoHeaders(path),
            var count when count > options.MaximumColumns => RuntimeFailures.TooManyColumns(path, options.MaximumColumns),
            _ => new ArrowTable(reader, columns, path, options) { Headers = [.. columns.Select(index => (fields[index].Name ?? "").Trim())] },
        };
    });

    public override void Dispose()
    {
        if (_batch is not null)
        {
            Free(_batch);
        }

        Free(_reader);
        base.Dispose();
    }

    protected override bool Read(Value[] cells, out LocalizedText? problem)
    {
        problem = null;
        while (_batch is null || _row >= _batch.Length)
        {
            _batch?.Dispose();
            _batch = _reader.ReadNextRecordBatch();
            if (_batch is null)
            {
                return false;
            }

            _row = 0;
            for (var i = 0; i < _columns.Length; i++)
            {
                _cells[i] = ArrowColumn.Of(_batch.Column(_columns[i]));
            }
        }

        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _cells[i](_row);
        }

        _row++;
        return true;
    }
}
