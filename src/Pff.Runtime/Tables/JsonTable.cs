using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables;

/// <summary>
/// <c>.jsonl</c> (an object a line) and <c>.json</c> (an array of objects). The headers are the keys of all objects, found
/// by a first pass, because any object may lack some.
/// </summary>
internal sealed class JsonTable : TableFormat
{
    private static readonly LocalizedText NotObject = new("a JSON object was expected", "esperava-se um objeto JSON");

    private readonly JsonElements _elements;
    private readonly JsonKeys _keys;
    private readonly bool _isLines;
    private readonly TableOptions _options;

    private JsonTable(JsonElements elements, JsonKeys keys, bool isLines, TableOptions options)
    {
        _elements = elements;
        _keys = keys;
        _isLines = isLines;
        _options = options;
    }

    public static Result<TableFormat> Open(
        string path, Stream stream, FileScan scan, bool isLines, TableOptions options, CancellationToken cancellation)
    {
        var keys = new JsonKeys();
        long count = 0;
        using (var elements = OpenElements(stream, scan, isLines, options))
        {
            while (elements.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (isLines && IsBlankLine(elements.Current.Span))
                {
                    continue;
                }

                // Only the first element decides what the file is; a bad one further on fails as a row.
                if (!keys.Collect(elements.Current.Span) && count == 0)
                {
                    return RuntimeFailures.MalformedJson(path, elements.Line, NotObject.English, NotObject.Portuguese);
                }

                count++;
                if (keys.Names.Count > options.MaximumColumns)
                {
                    return RuntimeFailures.TooManyColumns(path, options.MaximumColumns);
                }
            }

            if (elements.Problem != JsonElementsProblem.None)
            {
                var (english, portuguese) = Describe(elements.Problem, options);
                return RuntimeFailures.MalformedJson(path, elements.Line, english, portuguese);
            }
        }

        if (keys.Names.Count == 0)
        {
            return RuntimeFailures.NoHeaders(path);
        }

        return new JsonTable(OpenElements(stream, scan, isLines, options), keys, isLines, options)
        {
            Headers = [.. keys.Names.Select(name => name.Trim())],
            ApproximateRowCount = count,
        };
    }

    public override IEnumerable<InputRow> ReadRows()
    {
        for (long number = 1; _elements.Read(); number++)
        {
            if (_isLines && IsBlankLine(_elements.Current.Span))
            {
                continue;
            }

            var row = ReadRow(number);
            if (row.Failure is not null || !IsBlank(row.Cells.Span))
            {
                yield return row;
            }
        }
    }

    public override void Dispose()
    {
        _elements.Dispose();
        base.Dispose();
    }

    private InputRow ReadRow(long number)
    {
        var cells = new Value[Headers.Length];
        LocalizedText? problem;
        try
        {
            problem = ReadObject(number, cells, out var failure);
            if (failure is not null)
            {
                return Failed(number, failure);
            }
        }
        catch (JsonException exception)
        {
            var column = exception.BytePositionInLine + 1;
            problem = new($"it is not well-formed JSON (line {_elements.Line}, byte {column})", $"não é JSON bem formado (linha {_elements.Line} do arquivo, byte {column})");
        }

        catch (InvalidOperationException)
        {
            // The JSON library throws this for an escaped half of a surrogate pair.
            problem = new("it has half of a surrogate pair", "tem metade de um par substituto");
        }

        return problem is null ? new InputRow(number, cells) : Failed(number, RowInputFailures.MalformedRow(number, problem));
    }

    private LocalizedText? ReadObject(long number, Value[] cells, out RowFailure? failure)
    {
        failure = null;
        var bytes = _elements.Current.Span;
        var reader = new Utf8JsonReader(bytes);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return NotObject;
        }

        _keys.StartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!_keys.TryTake(ref reader, out var column))
            {
                var name = reader.GetString();
                return new($"it has the key '{name}' twice", $"tem a chave '{name}' duas vezes");
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > _options.MaximumCellLength)
            {
                failure = RowInputFailures.CellTooLong(number, Headers[column], _options.MaximumCellLength);
                return null;
            }

            if (!TryReadCell(ref reader, bytes, out cells[column]))
            {
                return new("a number in it is too large", "um número nela é grande demais");
            }
        }

        // Whatever follows the object makes the reader throw.
        reader.Read();
        return null;
    }

    private static bool TryReadCell(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, out Value cell)
    {
        cell = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                var text = reader.GetString()!;
                cell = string.IsNullOrWhiteSpace(text) ? default : Value.Of(text);
                return true;
            case JsonTokenType.Number when reader.TryGetInt64(out var integer):
                cell = Value.Of(integer);
                return true;
            case JsonTokenType.Number when reader.TryGetDecimal(out var number):
                cell = Value.Of(number);
                return true;
            case JsonTokenType.Number:
                cell = Value.Of(reader.GetDouble());
                return double.IsFinite(cell.AsDouble);
            case JsonTokenType.True or JsonTokenType.False:
                cell = Value.Of(reader.GetBoolean());
                return true;
            case JsonTokenType.Null:
                return true;
            default:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                cell = Value.Of(new JsonValue(bytes[start..(int)reader.BytesConsumed].ToArray()));
                return true;
        }
    }

    private static bool IsBlankLine(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    private static JsonElements OpenElements(Stream stream, FileScan scan, bool isLines, TableOptions options)
    {
        stream.Position = scan.MarkLength;
        var utf8 = scan.Encoding switch
        {
            TextEncoding.Utf8 => new UnownedStream(stream),
            TextEncoding.Utf16LittleEndian => Transcode(stream, bigEndian: false),
            TextEncoding.Utf16BigEndian => Transcode(stream, bigEndian: true),
            _ => throw new ArgumentOutOfRangeException(nameof(scan)),
        };
        return new JsonElements(utf8, isLines, options.MaximumRowLength);
    }

    private static Stream Transcode(Stream stream, bool bigEndian) =>
        Encoding.CreateTranscodingStream(stream, new UnicodeEncoding(bigEndian, byteOrderMark: false), Encoding.UTF8, leaveOpen: true);

    private static (string English, string Portuguese) Describe(JsonElementsProblem problem, TableOptions options) => problem switch
    {
        JsonElementsProblem.Malformed => ("it is not well-formed", "não é bem formado"),
        JsonElementsProblem.NotAnArray => ("an array of objects was expected", "esperava-se uma lista de objetos"),
        JsonElementsProblem.TextAfterArray => ("there is more after the array", "há mais texto depois da lista"),
        JsonElementsProblem.TooLong => (
            $"an object is longer than {options.MaximumRowLength} bytes", $"um objeto tem mais de {options.MaximumRowLength} bytes"),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, null),
    };
}
