using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>
/// Reads an OpenAPI document in YAML. Unlike manifests, documents of others may be large and may use anchors and merge
/// keys; what an alias names is shared, so that it costs nothing until it is written out, and that is counted.
/// </summary>
internal sealed class YamlDocumentReader
{
    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly Parser _parser;
    private readonly int _bomLength;
    private readonly Dictionary<string, DocumentNode> _anchors = new(StringComparer.Ordinal);
    private int _depth;
    private int _nodeCount;

    private YamlDocumentReader(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _bomLength = source.Content.StartsWith('\uFEFF') ? 1 : 0;
        _parser = new Parser(new Scanner(new StringReader(source.Content[_bomLength..])));
    }

    /// <returns>Null where the text is wrong; a diagnostic then says so.</returns>
    public static DocumentNode? Read(SourceText source, DiagnosticBag diagnostics)
    {
        var reader = new YamlDocumentReader(source, diagnostics);
        try
        {
            reader._parser.Consume<StreamStart>();
            if (!reader._parser.TryConsume<DocumentStart>(out _))
            {
                diagnostics.Add(CompilerDiagnostics.EmptyDocument(source));
                return null;
            }

            return reader.ReadNode();
        }
        catch (DocumentRefused refused)
        {
            diagnostics.Add(refused.Diagnostic);
        }
        catch (YamlException exception)
        {
            var meaning = exception.Message;
            diagnostics.Add(CompilerDiagnostics.YamlSyntax(source, reader.Span(exception.Start, exception.End), new(meaning, meaning)));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser has states that its makers thought impossible; to the user they are syntax errors.
            diagnostics.Add(CompilerDiagnostics.YamlSyntax(source, default, new("it ends in the middle of something", "termina no meio de algo")));
        }

        return null;
    }

    private DocumentNode ReadNode()
    {
        var place = _parser.Current is { } current ? Span(current.Start, current.End) : default;
        if (++_nodeCount > DocumentLimits.MaximumNodeCount)
        {
            throw new DocumentRefused(CompilerDiagnostics.DocumentTooLarge(_source, place, DocumentLimits.MaximumNodeCount));
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var shared)
                ? shared
                : throw new DocumentRefused(CompilerDiagnostics.YamlSyntax(_source, place, new(
                    $"no anchor '&{alias.Value}' stands before this alias", $"nenhuma âncora '&{alias.Value}' está antes deste alias")));
        }

        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        if (++_depth > DocumentLimits.MaximumDepth)
        {
            throw new DocumentRefused(CompilerDiagnostics.DocumentTooDeep(_source, place, DocumentLimits.MaximumDepth));
        }

        var node = _parser.Current switch
        {
            MappingStart => ReadMap(),
            SequenceStart => ReadList(),
            _ => ReadScalar(place),
        };
        _depth--;
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private DocumentNode ReadScalar(TextSpan place)
    {
        var scalar = _parser.Consume<Scalar>();
        var kind = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? YamlCoreSchema.KindOf(scalar.Value) : YamlScalarKind.Text;
        return new DocumentScalar(
            kind switch
            {
                YamlScalarKind.Null => DocumentScalarKind.Null,
                YamlScalarKind.Bool => DocumentScalarKind.Bool,
                YamlScalarKind.Int or YamlScalarKind.Float => DocumentScalarKind.Number,
                _ => DocumentScalarKind.Text,
            },
            scalar.Value,
            place);
    }

    private DocumentList ReadList()
    {
        var start = _parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<DocumentNode>();
        while (!_parser.Accept<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        return new DocumentList(items.ToImmutable(), Span(start.Start, _parser.Consume<SequenceEnd>().End));
    }

    private DocumentMap ReadMap()
    {
        var start = _parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<DocumentEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var merged = new List<DocumentMap>();
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = ReadNode();
            if (key is not DocumentScalar name)
            {
                _diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(_source, key.Span, "a key", new("text", "um texto"), key.Description));
            }
            else if (name.Text == "<<" && value is DocumentMap map)
            {
                merged.Add(map);
            }
            else if (seen.Add(name.Text))
            {
                entries.Add(new DocumentEntry(name.Text, name.Span, value));
            }
            else
            {
                _diagnostics.Add(CompilerDiagnostics.DocumentRepeatsName(_source, name.Span, name.Text));
            }
        }

        var end = _parser.Consume<MappingEnd>();
        foreach (var entry in merged.SelectMany(m => m.Entries).Where(e => seen.Add(e.Name)))
        {
            // Each copy counts, or merge keys could double a mapping line by line.
            _nodeCount++;
            entries.Add(entry);
        }

        return new DocumentMap(entries.ToImmutable(), Span(start.Start, end.End));
    }

    private TextSpan Span(Mark start, Mark end) => TextSpan.FromBounds(Offset(start), Offset(end));

    private int Offset(Mark mark) => (int)Math.Clamp(mark.Index + _bomLength, 0, _source.Content.Length);

    /// <summary>Ends the reading of one document; never leaves this class.</summary>
    private sealed class DocumentRefused(Diagnostic diagnostic) : Exception
    {
        public Diagnostic Diagnostic { get; } = diagnostic;
    }
}
