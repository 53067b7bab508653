using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

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
        ".CSV" => TableKind.Comma,
        ".TSV" => TableKind.Tab,
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
            TableKind.Comma => DelimitedTable.Open(path, stream, scan, options, options.Delimiter),
            TableKind.Tab => DelimitedTable.Open(path, stream, scan, options, '\t'),
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
