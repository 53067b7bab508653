using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Records;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables;

internal enum TableKind
{
    Workbook,
    LegacyWorkbook,
    Comma,
    Tab,
    Pipe,
    JsonLines,
    Json,
    Yaml,
    Xml,
    Sqlite,
    Parquet,
    Arrow,
}

/// <summary>An input's content, ready to be read.</summary>
/// <param name="Path">As messages name the file.</param>
/// <param name="Kind">Its format.</param>
/// <param name="Stream">Belongs to the caller.</param>
/// <param name="File">Where it is on the disk; of what was packed, only a format that needs one has one.</param>
/// <param name="Scan">What is known of its bytes.</param>
internal sealed record TableContent(string Path, TableKind Kind, Stream Stream, string? File, FileScan Scan);

/// <summary>One file format, opened on a stream that belongs to the caller.</summary>
internal abstract class TableFormat : IDisposable
{
    public required ImmutableArray<string> Headers { get; init; }

    public long? ApproximateRowCount { get; init; }

    /// <summary>Between the fields of delimited text.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The sheet says that a filter is on, which hides rows.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>How many rows the spreadsheet does not show, of those that were read.</summary>
    public long HiddenRows { get; private set; }

    /// <summary>The first of them, or null.</summary>
    public long? FirstHiddenRow { get; private set; }

    /// <summary>The kind that a file's extension names, or null.</summary>
    public static TableKind? KindOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".XLSX" => TableKind.Workbook,
        ".XLS" => TableKind.LegacyWorkbook,
        ".CSV" => TableKind.Comma,
        ".TSV" => TableKind.Tab,
        ".PSV" => TableKind.Pipe,
        ".JSONL" => TableKind.JsonLines,
        ".JSON" => TableKind.Json,
        ".YAML" or ".YML" => TableKind.Yaml,
        ".XML" => TableKind.Xml,
        ".DB" or ".SQLITE" or ".SQLITE3" => TableKind.Sqlite,
        ".PARQUET" => TableKind.Parquet,
        ".ARROW" or ".ARROWS" or ".FEATHER" => TableKind.Arrow,
        _ => null,
    };

    public static bool IsText(TableKind kind) =>
        kind is TableKind.Comma or TableKind.Tab or TableKind.Pipe or TableKind.JsonLines or TableKind.Json or TableKind.Yaml or TableKind.Xml;

    public static Result<TableFormat> Open(TableContent content, TableOptions options, CancellationToken cancellation)
    {
        var (path, kind, stream, file, scan) = content;
        if (scan.EncodingError is { } error && TakesEncodingOfFile(kind))
        {
            if (!scan.CouldBeWestern || kind is TableKind.JsonLines or TableKind.Json)
            {
                return RuntimeFailures.InvalidEncoding(path, error);
            }

            scan = scan.AsWestern();
        }

        return kind switch
        {
            TableKind.Workbook => WorkbookTable.Open(path, stream, options),
            TableKind.LegacyWorkbook => LegacyWorkbookTable.Open(path, stream, options),
            TableKind.Comma => DelimitedTable.Open(path, stream, scan, options, options.Delimiter),
            TableKind.Tab => DelimitedTable.Open(path, stream, scan, options, '\t'),
            TableKind.Pipe => DelimitedTable.Open(path, stream, scan, options, '|'),
            TableKind.JsonLines => JsonTable.Open(path, stream, scan, isLines: true, options, cancellation),
            TableKind.Json => JsonTable.Open(path, stream, scan, isLines: false, options, cancellation),
            TableKind.Yaml => KeyedTable.Open(path, "YAML", options, () => new YamlRecords(stream, scan, options), cancellation),
            TableKind.Xml => OpenXml(path, stream, options, cancellation),
            TableKind.Sqlite => SqliteTable.Open(path, file!, options),
            TableKind.Parquet => ParquetTable.Open(path, stream, options),
            TableKind.Arrow => ArrowTable.Open(path, stream, options),
            _ => throw new ArgumentOutOfRangeException(nameof(content), kind, null),
        };
    }

    /// <summary>An XML file says itself how it is encoded.</summary>
    private static bool TakesEncodingOfFile(TableKind kind) => IsText(kind) && kind is not TableKind.Xml;

    private static Result<TableFormat> OpenXml(string path, Stream stream, TableOptions options, CancellationToken cancellation) =>
        RecordTable.Guard(path, "XML", _ => XmlRecords.FindRecord(stream, options, cancellation) is { } record
            ? KeyedTable.Open(path, "XML", options, () => new XmlRecords(stream, record, options), cancellation)
            : RuntimeFailures.NoHeaders(path));

    public abstract IEnumerable<InputRow> ReadRows();

    public virtual void Dispose()
    {
    }

    protected void CountHidden(long row)
    {
        HiddenRows++;
        FirstHiddenRow ??= row;
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
