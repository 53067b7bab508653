using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables;

internal enum TableKind
{
    Workbook,
    Comma,
    Tab,
    JsonLines,
    Json,
}

/// <summary>One file format, opened on a stream that belongs to the caller.</summary>
internal abstract class TableFormat : IDisposable
{
    public required ImmutableArray<string> Headers { get; init; }

    public long? ApproximateRowCount { get; init; }

    /// <summary>The kind that a file's extension names, or null.</summary>
    public static TableKind? KindOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".XLSX" => TableKind.Workbook,
        ".CSV" => TableKind.Comma,
        ".TSV" => TableKind.Tab,
        ".JSONL" => TableKind.JsonLines,
        ".JSON" => TableKind.Json,
        _ => null,
    };

    public static Result<TableFormat> Open(
        string path, Stream stream, TableKind kind, FileScan scan, TableOptions options, CancellationToken cancellation)
    {
        if (kind is not TableKind.Workbook && scan.EncodingError is { } error)
        {
            return RuntimeFailures.InvalidEncoding(path, error);
        }

        return kind switch
        {
            TableKind.Workbook => WorkbookTable.Open(path, stream, options),
            TableKind.Comma => DelimitedTable.Open(path, stream, scan, options, options.Delimiter),
            TableKind.Tab => DelimitedTable.Open(path, stream, scan, options, '\t'),
            TableKind.JsonLines => JsonTable.Open(path, stream, scan, isLines: true, options, cancellation),
            TableKind.Json => JsonTable.Open(path, stream, scan, isLines: false, options, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    public abstract IEnumerable<InputRow> ReadRows();

    public virtual void Dispose()
    {
    }

    protected static InputRow Failed(long number, RowFailure failure) => new(number, ReadOnlyMemory<Value>.Empty) { Failure = failure };

    protected static bool IsBlank(ReadOnlySpan<Value> cells)
    {
        foreach (ref readonly var cell in cells)
        {
            if (!cell.IsAbsent)
            {
                return false;
            }
        }

        return true;
    }
}
