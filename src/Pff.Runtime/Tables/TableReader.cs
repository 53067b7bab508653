using System.Collections.Immutable;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Inspection;
using Pff.Runtime.Tables.Packing;

namespace Pff.Runtime.Tables;

/// <summary>
/// An input file as a table: headers, then rows, streamed in bounded memory. The file is held open from its hash to its
/// last row, so that what was hashed is what is read.
/// </summary>
public sealed class TableReader : IDisposable
{
    private readonly TableFormat _format;
    private readonly TableFile _file;
    private bool _isRead;

    private TableReader(TableFile file, TableFormat format)
    {
        _file = file;
        _format = format;
    }

    /// <summary>The extensions that can be read, as messages name them.</summary>
    public static ImmutableArray<string> SupportedExtensions { get; } =
        [".xlsx", ".xls", ".csv", ".tsv", ".psv", ".jsonl", ".json", ".yaml", ".xml", ".parquet", ".arrow", ".db"];

    /// <summary>The headers in the file's order, surrounding blanks removed; a column without one is an empty text.</summary>
    public ImmutableArray<string> Headers => _format.Headers;

    /// <summary>Of the file's bytes, as they are on the disk, lower-case hexadecimal.</summary>
    public string Sha256 => _file.Sha256;

    /// <summary>About how many rows there are, for progress; null where the file does not tell.</summary>
    public long? ApproximateRowCount => _format.ApproximateRowCount;

    /// <summary>The format's name: the extension without its dot, of what is packed with the packing (<c>csv.gz</c>).</summary>
    public string FormatName => _file.FormatName;

    /// <summary>How a text is encoded; null for a format that is no text, or says it itself.</summary>
    public string? EncodingName => _file.EncodingName;

    /// <summary>Whether the encoding is a guess, because nothing in the file says it.</summary>
    public bool IsEncodingGuessed => _file.IsEncodingGuessed;

    /// <summary>Between the fields of delimited text; else null.</summary>
    public char? Delimiter => _format.Delimiter;

    /// <summary>The sheet says that a filter is on, which hides rows; rows hidden by hand are known when they are read.</summary>
    public bool IsFiltered => _format.IsFiltered;

    /// <summary>The rows read so far that the spreadsheet does not show; null for none.</summary>
    public TableProblem? HiddenRows =>
        _format.FirstHiddenRow is { } first ? TableProblems.HiddenRows(_format.HiddenRows, first) : null;

    /// <summary>The extension of how a table is packed, by its first bytes; empty where it is not. An <c>.xlsx</c> is a zip itself.</summary>
    public static string PackingOf(ReadOnlySpan<byte> start, string format)
    {
        var extension = PackedContent.ExtensionOf(start);
        return extension == ".zip" && format == "xlsx" ? string.Empty : extension;
    }

    /// <summary>Reads the file once for its hash and its encoding, then its headers.</summary>
    /// <returns>The table, or PFF3030 to PFF3039 or PFF3201 to PFF3213.</returns>
    public static Result<TableReader> Open(string path, TableOptions options, CancellationToken cancellation)
    {
        if (!TableFile.Open(path, options, cancellation).IsSuccess(out var file, out var failure))
        {
            return failure;
        }

        TableFormat? format = null;
        try
        {
            return TableFormat.Open(file.Content, file.Options, cancellation).IsSuccess(out format, out failure)
                ? new TableReader(file, format)
                : MisnamedFile.Explain(path, failure);
        }
        catch (IOException exception)
        {
            return RuntimeFailures.InputUnreadable(path, exception.Message, exception.Message);
        }
        finally
        {
            if (format is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>
    /// The rows, once. A row that cannot be read has its <see cref="InputRow.Failure"/>; where the rest of the file cannot
    /// be read, the last row says so (PFF3229) and stands for the rest.
    /// </summary>
    public IEnumerable<InputRow> ReadRows()
    {
        if (_isRead)
        {
            throw new InvalidOperationException("a table is read once; open it again");
        }

        _isRead = true;
        return _format.ReadRows();
    }

    public void Dispose()
    {
        _format.Dispose();
        _file.Dispose();
    }
}
