using System.Collections.Immutable;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables;

/// <summary>
/// An input file as a table: headers, then rows, streamed in bounded memory. The file is held open from its hash to its
/// last row, so that what was hashed is what is read.
/// </summary>
public sealed class TableReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly TableFormat _format;
    private bool _isRead;

    private TableReader(FileStream stream, TableFormat format, string sha256)
    {
        _stream = stream;
        _format = format;
        Sha256 = sha256;
    }

    /// <summary>The extensions that can be read, as messages name them.</summary>
    public static ImmutableArray<string> SupportedExtensions { get; } = [".xlsx", ".csv", ".tsv", ".jsonl", ".json"];

    /// <summary>The headers in the file's order, surrounding blanks removed; a column without one is an empty text.</summary>
    public ImmutableArray<string> Headers => _format.Headers;

    /// <summary>Of the file's bytes, lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>About how many rows there are, for progress; null where the file does not tell.</summary>
    public long? ApproximateRowCount => _format.ApproximateRowCount;

    /// <summary>Reads the file once for its hash and its encoding, then its headers.</summary>
    /// <returns>The table, or PFF3201 to PFF3211.</returns>
    public static Result<TableReader> Open(string path, TableOptions options, CancellationToken cancellation)
    {
        var kind = TableFormat.KindOf(path);
        if (kind is null)
        {
            return RuntimeFailures.UnsupportedTable(path, SupportedExtensions);
        }

        FileStream? stream = null;
        try
        {
            if (Directory.Exists(path))
            {
                return RuntimeFailures.InputUnreadable(path, "it is a folder", "é uma pasta");
            }

            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            if (!stream.CanSeek)
            {
                return RuntimeFailures.InputUnreadable(path, "it is not a regular file", "não é um arquivo comum");
            }

            var scan = FileScan.Run(stream, kind.Value is not TableKind.Workbook, cancellation);
            stream.Position = 0;
            var opened = TableFormat.Open(path, stream, kind.Value, scan, options, cancellation);
            if (!opened.IsSuccess(out var format, out var failure))
            {
                return failure;
            }

            var reader = new TableReader(stream, format, scan.Sha256);
            stream = null;
            return reader;
        }
        catch (FileNotFoundException)
        {
            return RuntimeFailures.InputUnreadable(path, "there is no such file", "o arquivo não existe");
        }
        catch (DirectoryNotFoundException)
        {
            return RuntimeFailures.InputUnreadable(path, "there is no such folder", "a pasta não existe");
        }
        catch (UnauthorizedAccessException)
        {
            return RuntimeFailures.InputUnreadable(path, "access is denied", "o acesso foi negado");
        }
        catch (IOException exception)
        {
            return RuntimeFailures.InputUnreadable(path, exception.Message, exception.Message);
        }
        finally
        {
            stream?.Dispose();
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
        _stream.Dispose();
    }
}
