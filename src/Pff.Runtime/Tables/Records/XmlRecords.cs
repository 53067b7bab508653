using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables.Records;

/// <summary>
/// The elements below the root that are called as most of them are. Attributes and elements are columns, those inside of
/// others as <c>outer.inner</c>; what occurs several times in one record is a JSON list of texts. XML has texts only.
/// </summary>
internal sealed class XmlRecords : IKeyedRecords
{
    private const int MaximumDepth = 32;

    private readonly RowLimitStream _stream;
    private readonly XmlReader _reader;
    private readonly string _record;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, Value>> _current = [];
    private readonly List<(string Key, List<string> Texts)> _found = [];

    public XmlRecords(Stream stream, string record, TableOptions options)
    {
        (_stream, _reader) = OpenReader(stream, options);
        _record = record;
        Advance();
    }

    public IReadOnlyList<KeyValuePair<string, Value>> Current => _current;

    public LocalizedText? Problem => null;

    /// <summary>The name that most elements below the root have; of several, the first.</summary>
    /// <returns>Null where there is no element below the root.</returns>
    public static string? FindRecord(Stream stream, TableOptions options, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var order = new List<string>();
        var (limit, reader) = OpenReader(stream, options);
        using (reader)
        {
            while (reader.Read())
            {
                if (reader.Depth > MaximumDepth)
                {
                    throw TooDeep();
                }

                if (reader.NodeType != XmlNodeType.Element || reader.Depth != 1)
                {
                    continue;
                }

                cancellation.ThrowIfCancellationRequested();
                limit.StartRecord();
                if (!counts.TryGetValue(reader.LocalName, out var count))
                {
                    order.Add(reader.LocalName);
                }

                counts[reader.LocalName] = count + 1;
                if (order.Count > options.MaximumColumns)
                {
                    throw new TableException("its elements are all called differently", "os elementos dela têm todos nomes diferentes");
                }
            }
        }

        return order.Count == 0 ? null : order.MaxBy(name => counts[name]);
    }

    public bool Read()
    {
        _current.Clear();
        _found.Clear();
        _index.Clear();
        while (!_reader.EOF)
        {
            if (_reader.NodeType != XmlNodeType.Element || _reader.Depth != 1)
            {
                Advance();
                continue;
            }

            if (_reader.LocalName != _record)
            {
                _reader.Skip();
                continue;
            }

            _stream.StartRecord();
            ReadElement(string.Empty);
            foreach (var (key, texts) in _found)
            {
                _current.Add(new(key, texts.Count == 1 ? CellOf.Text(texts[0]) : ListOf(texts)));
            }

            return true;
        }

        return false;
    }

    public void Dispose() => _reader.Dispose();

    private static (RowLimitStream Stream, XmlReader Reader) OpenReader(Stream stream, TableOptions options)
    {
        stream.Position = 0;
        var limit = new RowLimitStream(stream, options.MaximumRowLength);

        // A declaration may name an encoding that only this provider knows.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return (limit, XmlReader.Create(limit, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        }));
    }

    private static TableException TooDeep() =>
        new($"it is nested more than {MaximumDepth} deep", $"tem mais de {MaximumDepth} níveis aninhados");

    /// <summary>Reads the element at which the reader stands, and moves behind it.</summary>
    /// <param name="name">Of its column; empty for the record itself.</param>
    private void ReadElement(string name)
    {
        var depth = _reader.Depth;
        if (depth > MaximumDepth)
        {
            throw TooDeep();
        }

        var isEmpty = _reader.IsEmptyElement;
        var hasParts = ReadAttributes(name);
        var text = new StringBuilder();
        Advance();
        while (!isEmpty && !(_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth))
        {
            if (_reader.EOF)
            {
                throw new TableException("it ends too early", "termina cedo demais");
            }

            if (_reader.NodeType == XmlNodeType.Element)
            {
                hasParts = true;
                ReadElement(Inside(name, _reader.LocalName));
                continue;
            }

            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text.Append(_reader.Value);
            }

            Advance();
        }

        if (!isEmpty)
        {
            Advance();
        }

        if (text.Length > 0 || !hasParts)
        {
            Add(name.Length == 0 ? _record : name, text.ToString());
        }
    }

    private bool ReadAttributes(string name)
    {
        var hasSome = false;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.Prefix != "xmlns" && _reader.Name != "xmlns")
            {
                hasSome = true;
                Add(Inside(name, _reader.LocalName), _reader.Value);
            }
        }

        _reader.MoveToElement();
        return hasSome;
    }

    private static string Inside(string outer, string name) => outer.Length == 0 ? name : $"{outer}.{name}";

    private void Add(string key, string text)
    {
        if (!_index.TryGetValue(key, out var index))
        {
            index = _index[key] = _found.Count;
            _found.Add((key, []));
        }

        _found[index].Texts.Add(text.Trim());
    }

    private static Value ListOf(List<string> texts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }

        return Value.Of(new JsonValue(buffer.WrittenMemory.ToArray()));
    }

    private void Advance()
    {
        try
        {
            _reader.Read();
        }
        catch (XmlException exception)
        {
            throw new TableException($"it is not well-formed (line {exception.LineNumber})", $"não é bem formada (linha {exception.LineNumber})");
        }
    }
}
