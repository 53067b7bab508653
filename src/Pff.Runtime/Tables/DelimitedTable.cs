using System.Text;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables;

/// <summary><c>.csv</c>, <c>.tsv</c> and <c>.psv</c>: every cell is a text.</summary>
internal sealed class DelimitedTable : TableFormat
{
    private const int SampleLength = 64 * 1024;
    private readonly DelimitedParser _parser;
    private readonly TableOptions _options;

    private static ReadOnlySpan<char> Candidates => [',', ';', '\t', '|'];

    private DelimitedTable(DelimitedParser parser, TableOptions options)
    {
        _parser = parser;
        _options = options;
    }

    /// <param name="path">As messages name the file.</param>
    /// <param name="stream">The file.</param>
    /// <param name="scan">What is known of its bytes.</param>
    /// <param name="options">Limits.</param>
    /// <param name="delimiter">Null to find it in the first line.</param>
    public static Result<TableFormat> Open(string path, Stream stream, FileScan scan, TableOptions options, char? delimiter)
    {
        if (StartsLikeArchive(stream))
        {
            return RuntimeFailures.InputUnreadable(
                path, "it is not text but a spreadsheet or archive under another name", "não é texto, e sim uma planilha ou arquivo compactado com outro nome");
        }

        try
        {
            var (found, skipsFirst) = delimiter is { } given ? (given, false) : DetectDelimiter(stream, scan);
            var parser = new DelimitedParser(OpenText(stream, scan), found, options.MaximumRowLength);
            var hasHeaders = parser.Read() && (!skipsFirst || parser.Read());
            while (hasHeaders && IsBlankRecord(parser))
            {
                hasHeaders = parser.Read();
            }

            if (!hasHeaders)
            {
                return RuntimeFailures.NoHeaders(path);
            }

            if (parser.Problem != DelimitedProblem.None)
            {
                var problem = Describe(parser.Problem, parser.Line, options);
                return RuntimeFailures.InputUnreadable(path, "in its headers, " + problem.English, "nos cabeçalhos, " + problem.Portuguese);
            }

            if (parser.FieldCount > options.MaximumColumns)
            {
                return RuntimeFailures.TooManyColumns(path, options.MaximumColumns);
            }

            return new DelimitedTable(parser, options)
            {
                Headers = [.. Enumerable.Range(0, parser.FieldCount).Select(index => parser.TextOf(index).Trim())],
                ApproximateRowCount = Math.Max(0, scan.LineCount - parser.Line),
                Delimiter = found,
            };
        }
        catch (DecoderFallbackException)
        {
            return RuntimeFailures.InvalidEncoding(path, new EncodingError(0, 1, 0));
        }
    }

    public override IEnumerable<InputRow> ReadRows()
    {
        for (long number = 1; ; number++)
        {
            var row = ReadRow(number);
            if (row is null)
            {
                yield break;
            }

            if (row.Failure is not null || !IsBlank(row.Cells.Span))
            {
                yield return row;
            }

            if (row.Failure is { Code: "PFF3229" })
            {
                yield break;
            }
        }
    }

    public override void Dispose()
    {
        _parser.Dispose();
        base.Dispose();
    }

    private InputRow? ReadRow(long number)
    {
        try
        {
            if (!_parser.Read())
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is DecoderFallbackException or IOException)
        {
            return Failed(number, RowInputFailures.InputEnds(number, new("it is not well-formed text", "não é um texto bem formado")));
        }

        switch (_parser.Problem)
        {
            case DelimitedProblem.None:
                break;
            case DelimitedProblem.TextAfterQuote:
                return Failed(number, RowInputFailures.MalformedRow(number, Describe(_parser.Problem, _parser.Line, _options)));
            default:
                return Failed(number, RowInputFailures.InputEnds(number, Describe(_parser.Problem, _parser.Line, _options)));
        }

        if (IsBlankRecord(_parser))
        {
            return new InputRow(number, ReadOnlyMemory<Value>.Empty);
        }

        if (_parser.FieldCount != Headers.Length)
        {
            return Failed(number, RowInputFailures.Ragged(number, Headers.Length, _parser.FieldCount));
        }

        var cells = new Value[Headers.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            if (_parser.LengthOf(i) > _options.MaximumCellLength)
            {
                return Failed(number, RowInputFailures.CellTooLong(number, Headers[i], _options.MaximumCellLength));
            }

            if (!_parser.IsBlank(i))
            {
                cells[i] = Value.Of(_parser.TextOf(i));
            }
        }

        return new InputRow(number, cells);
    }

    private static bool IsBlankRecord(DelimitedParser parser) =>
        parser.Problem == DelimitedProblem.None && parser.FieldCount == 1 && parser.IsBlank(0);

    private static LocalizedText Describe(DelimitedProblem problem, long line, TableOptions options) => problem switch
    {
        DelimitedProblem.TextAfterQuote => new(
            $"on line {line} a closing quote is followed by more text",
            $"na linha {line} do arquivo há texto depois de aspas que fecham"),
        DelimitedProblem.UnclosedQuote => new(
            $"a quote opened on or after line {line} is never closed",
            $"aspas abertas na linha {line} do arquivo, ou depois, nunca se fecham"),
        DelimitedProblem.TooLong => new(
            $"the row on line {line} is longer than {options.MaximumRowLength} characters; a quote may not be closed",
            $"a linha {line} do arquivo tem mais de {options.MaximumRowLength} caracteres; talvez aspas não se fechem"),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, null),
    };

    private static StreamReader OpenText(Stream stream, FileScan scan)
    {
        stream.Position = scan.MarkLength;
        return new StreamReader(stream, TextEncodings.Of(scan.Encoding), detectEncodingFromByteOrderMarks: false, 32 * 1024, leaveOpen: true);
    }

    /// <summary>A zip or an OLE file under a text's name would give nonsense headers.</summary>
    private static bool StartsLikeArchive(Stream stream)
    {
        Span<byte> start = stackalloc byte[4];
        stream.Position = 0;
        var length = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        return start[..length] is [0x50, 0x4B, 0x03, 0x04] or [0xD0, 0xCF, 0x11, 0xE0];
    }

    /// <summary>
    /// The candidate that occurs most often outside quotes in the first line that is not blank. A first line
    /// <c>sep=;</c>, as spreadsheet programs write it, decides and is not a header.
    /// </summary>
    private static (char Delimiter, bool SkipsFirst) DetectDelimiter(Stream stream, FileScan scan)
    {
        var sample = new char[SampleLength];
        using var reader = OpenText(stream, scan);
        var text = sample.AsSpan(0, reader.ReadBlock(sample)).TrimStart("\r\n");
        if (text.Length > 4 && text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text[5..] is [] or ['\r' or '\n', ..])
        {
            return (text[4], true);
        }

        Span<int> counts = stackalloc int[Candidates.Length];
        var isQuoted = false;
        foreach (var character in text)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && character is '\r' or '\n')
            {
                break;
            }
            else if (!isQuoted && Candidates.IndexOf(character) is >= 0 and var index)
            {
                counts[index]++;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return (Candidates[best], false);
    }
}
