using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Records;

/// <summary>A record of a format whose records name their own columns.</summary>
internal interface IKeyedRecords : IDisposable
{
    /// <summary>The columns of the record and their cells, valid until the next.</summary>
    IReadOnlyList<KeyValuePair<string, Value>> Current { get; }

    /// <summary>Why the record cannot be read, or null.</summary>
    LocalizedText? Problem { get; }

    /// <exception cref="Exception">Any, where the file is damaged.</exception>
    bool Read();
}

/// <summary>The headers are the keys of all records, found by a first pass, because any record may lack some.</summary>
internal sealed class KeyedTable : RecordTable
{
    private readonly IKeyedRecords _records;
    private readonly Dictionary<string, int> _columns;

    private KeyedTable(IKeyedRecords records, Dictionary<string, int> columns, string path, string format, TableOptions options)
        : base(path, format, options)
    {
        _records = records;
        _columns = columns;
    }

    /// <param name="path">As messages name the file.</param>
    /// <param name="format">As messages name the format.</param>
    /// <param name="options">Limits.</param>
    /// <param name="open">Reads the file from its beginning.</param>
    /// <param name="cancellation">Between records.</param>
    public static Result<TableFormat> Open(
        string path, string format, TableOptions options, Func<IKeyedRecords> open, CancellationToken cancellation) =>
        Guard(path, format, owned =>
        {
            var columns = new Dictionary<string, int>(StringComparer.Ordinal);
            long count = 0;
            using (var records = open())
            {
                for (; records.Read(); count++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    foreach (var (key, _) in records.Current)
                    {
                        columns.TryAdd(key, columns.Count);
                    }

                    if (columns.Count > options.MaximumColumns)
                    {
                        return RuntimeFailures.TooManyColumns(path, options.MaximumColumns);
                    }
                }
            }

            return columns.Count == 0
                ? RuntimeFailures.NoHeaders(path)
                : new KeyedTable(open(), columns, path, format, options)
                {
                    Headers = [.. columns.Keys.Select(key => key.Trim())],
                    ApproximateRowCount = count,
                };
        });

    public override void Dispose()
    {
        Free(_records);
        base.Dispose();
    }

    protected override bool Read(Value[] cells, out LocalizedText? problem)
    {
        problem = null;
        if (!_records.Read())
        {
            return false;
        }

        problem = _records.Problem;
        foreach (var (key, cell) in _records.Current)
        {
            if (_columns.TryGetValue(key, out var column))
            {
                cells[column] = cell;
            }
        }

        return true;
    }
}
