using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pff.Runtime.Tables.Records;

/// <summary>
/// A list of mappings, read event by event. Plain scalars have the types of YAML's core schema, except that a number with
/// a leading zero stays a text: it is a postal code or a document more often than a number.
/// </summary>
internal sealed class YamlRecords : IKeyedRecords
{
    private const int MaximumDepth = 64;
    private static readonly LocalizedText NotMapping = new("a mapping was expected", "esperava-se um mapeamento");

    private readonly RowLimitStream _stream;
    private readonly StreamReader _reader;
    private readonly Parser _parser;
    private readonly List<KeyValuePair<string, Value>> _current = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public YamlRecords(Stream stream, FileScan scan, TableOptions options)
    {
        stream.Position = scan.MarkLength;
        _stream = new RowLimitStream(stream, options.MaximumRowLength);
        _reader = new StreamReader(_stream, TextEncodings.Of(scan.Encoding), detectEncodingFromByteOrderMarks: false, 16 * 1024, leaveOpen: true);
        _parser = new Parser(_reader);
        Next();
        if (!Take<StreamStart>() || !Take<DocumentStart>())
        {
            return;
        }

        if (!Take<SequenceStart>())
        {
            throw new TableException("a list of mappings was expected", "esperava-se uma lista de mapeamentos");
        }
    }

    public IReadOnlyList<KeyValuePair<string, Value>> Current => _current;

    public LocalizedText? Problem { get; private set; }

    public bool Read()
    {
        _current.Clear();
        _keys.Clear();
        Problem = null;
        _stream.StartRecord();
        if (_parser.Current is null or StreamEnd)
        {
            return false;
        }

        if (Take<SequenceEnd>())
        {
            return Take<DocumentEnd>() && _parser.Current is not DocumentStart
                ? false
                : throw new TableException("there is more after the list", "há mais texto depois da lista");
        }

        if (!Take<MappingStart>())
        {
            Problem = NotMapping;
            Write(null, 0);
            return true;
        }

        while (!Take<MappingEnd>())
        {
            ReadEntry();
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();

    private void ReadEntry()
    {
        if (_parser.Current is not Scalar key)
        {
            Problem ??= new("a key in it is not a text", "uma chave nela não é um texto");
            Write(null, 0);
            Write(null, 0);
            return;
        }

        Next();
        if (!_keys.Add(key.Value))
        {
            Problem ??= new($"it has the key '{key.Value}' twice", $"tem a chave '{key.Value}' duas vezes");
        }

        _current.Add(new(key.Value, ReadCell()));
    }

    private Value ReadCell()
    {
        if (_parser.Current is Scalar scalar)
        {
            Next();
            return OfScalar(scalar);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(writer, 0);
        }

        return Value.Of(new JsonValue(buffer.WrittenMemory.ToArray()));
    }

    /// <summary>Reads one node, and writes it as JSON where there is a writer.</summary>
    private void Write(Utf8JsonWriter? writer, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new TableException($"it is nested more than {MaximumDepth} deep", $"tem mais de {MaximumDepth} níveis aninhados");
        }

        var current = _parser.Current;
        Next();
        switch (current)
        {
            case Scalar scalar:
                if (writer is not null)
                {
                    var value = OfScalar(scalar);
                    ValueJson.Write(writer, value.IsAbsent ? Value.Null : value);
                }

                break;
            case SequenceStart:
                writer?.WriteStartArray();
                while (!Take<SequenceEnd>())
                {
                    Write(writer, depth + 1);
                }

                writer?.WriteEndArray();
                break;
            case MappingStart:
                writer?.WriteStartObject();
                while (!Take<MappingEnd>())
                {
                    var name = _parser.Current is Scalar key ? key.Value : null;
                    Write(null, depth + 1);
                    writer?.WritePropertyName(name ?? "?");
                    Write(writer, depth + 1);
                }

                writer?.WriteEndObject();
                break;
            case AnchorAlias:
                throw new TableException("it has an alias (*name), and those are not read", "tem uma referência (*nome), e essas não são lidas");
            default:
                throw new TableException("it is not well-formed", "não é bem formada");
        }
    }

    private static Value OfScalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
        {
            return CellOf.Text(text);
        }

        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return default;
            case "true" or "True" or "TRUE":
                return Value.True;
            case "false" or "False" or "FALSE":
                return Value.False;
        }

        var digits = text.AsSpan().TrimStart("+-");
        if (digits is ['0', >= '0' and <= '9', ..] || digits.IsEmpty || digits[0] is not ((>= '0' and <= '9') or '.') || text.Length - digits.Length > 1)
        {
            return CellOf.Text(text);
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? Value.Of(integer)
            : digits.IndexOfAnyExceptInRange('.', '9') < 0 && decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var exact) ? Value.Of(exact)
            : double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Value.Of(number)
            : CellOf.Text(text);
    }

    private bool Take<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is not T)
        {
            return _parser.Current is null ? throw new TableException("it ends too early", "termina cedo demais") : false;
        }

        Next();
        return true;
    }

    private void Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException exception)
        {
            throw new TableException(
                $"it is not well-formed (line {exception.Start.Line})", $"não é bem formada (linha {exception.Start.Line})");
        }
    }
}
