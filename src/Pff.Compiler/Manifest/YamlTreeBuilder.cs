using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pff.Compiler.Manifest;

/// <summary>Builds the tree from the parser's events, once.</summary>
/// <param name="input">What the parser is given.</param>
/// <param name="diagnostics">Where diagnostics go.</param>
/// <param name="depth">How many nodes are around what is read.</param>
internal sealed class YamlTreeBuilder(YamlInput input, DiagnosticBag diagnostics, int depth = 0)
{
    /// <summary>More than these help nobody and only cost time.</summary>
    private const int MaximumDiagnostics = 100;

    private readonly SourceText _source = input.Source;
    private readonly Parser _parser = new(new Scanner(input.Open()));
    private int _depth = depth;
    private readonly Stack<int> _flowStarts = new();
    private int _parentIndent = -1;
    private bool _isStopped;

    /// <summary>Set where the parse stopped at a template without quotes: the value that should be quoted.</summary>
    public TextSpan? Unquoted { get; private set; }

    public YamlDocument Build()
    {
        YamlNode? root = null;
        while (MoveNext() && _parser.Current is not StreamEnd)
        {
            switch (_parser.Current)
            {
                case StreamStart or DocumentEnd or Comment:
                    break;
                case DocumentStart when root is null:
                    break;
                case DocumentStart second:
                    Report(CompilerDiagnostics.SeveralDocuments(_source, Within(second.Start, second.End)));
                    return new YamlDocument(_source, root, IsComplete: true);
                default:
                    root = ReadNode();
                    break;
            }
        }

        if (!_isStopped && root is null or YamlScalar { IsNull: true })
        {
            Report(CompilerDiagnostics.EmptyDocument(_source));
            return new YamlDocument(_source, null, IsComplete: false);
        }

        return new YamlDocument(_source, root, !_isStopped);
    }

    /// <summary>The next event, or false at the end or at an error, which is then reported.</summary>
    private bool MoveNext()
    {
        if (_isStopped)
        {
            return false;
        }

        try
        {
            if (_parser.MoveNext())
            {
                return true;
            }
        }
        catch (YamlException exception)
        {
            ReportSyntaxError(exception.Message, Within(exception.Start, exception.End));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser has states that its makers thought impossible; to the user they are syntax errors.
            ReportSyntaxError(string.Empty, new TextSpan(LastOffset, 0));
        }

        _isStopped = true;
        return false;
    }

    /// <summary>The node whose first event is the current one.</summary>
    private YamlNode ReadNode()
    {
        switch (_parser.Current)
        {
            case Scalar scalar:
                return ReadScalar(scalar);
            case SequenceStart sequence:
                return ReadSequence(sequence);
            case MappingStart mapping:
                return ReadMapping(mapping);
            case AnchorAlias alias:
                var span = Within(alias.Start, alias.End);
                Report(CompilerDiagnostics.AnchorOrAlias(_source, span, "*" + alias.Value));
                return new YamlInvalid(_source, span);
            default:
                return new YamlInvalid(_source, new TextSpan(input.Start, 0));
        }
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        var start = SkipProperties(scalar, Offset(scalar.Start));
        var span = TextSpan.FromBounds(start, Math.Max(start, Offset(scalar.End)));
        if (input.TryGetTemplate(start, out var template))
        {
            var text = EmbeddedText.Whole(_source).Slice(template.Start, template.Length);
            return new YamlScalar(_source, template, YamlScalarKind.Text, text);
        }

        var content = YamlScalarContent.Of(_source, span, scalar, _parentIndent);
        var kind = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? YamlCoreSchema.KindOf(scalar.Value) : YamlScalarKind.Text;
        if (!scalar.Tag.IsEmpty)
        {
            kind = YamlTags.KindOf(scalar.Tag.Value, scalar.Value) ?? ReportTag(scalar, "text", kind);
        }

        return new YamlScalar(_source, YamlScalarContent.WithoutTail(_source.Content, span, scalar.Style), kind, content);
    }

    private YamlNode ReadSequence(SequenceStart sequence)
    {
        var start = Enter(sequence, sequence.Style == SequenceStyle.Flow, "seq", out var outerIndent);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        var end = Math.Min(start + 1, _source.Content.Length);
        while (MoveNext() && _parser.Current is not SequenceEnd)
        {
            if (_parser.Current is not Comment)
            {
                items.Add(ReadNode());
                end = Math.Max(end, items[^1].Span.End);
            }
        }

        end = Leave(sequence.Style == SequenceStyle.Flow, end, outerIndent);
        return new YamlSequence(_source, TextSpan.FromBounds(start, end), items.ToImmutable());
    }

    private YamlNode ReadMapping(MappingStart mapping)
    {
        var isFlow = mapping.Style == MappingStyle.Flow;
        var braces = Offset(mapping.Start);
        if (isFlow && IsTemplateStart(braces))
        {
            Unquoted ??= UnquotedTemplate.Extent(_source.Content, braces, braces, _flowStarts.Count > 0);
            _isStopped = true;
            return new YamlInvalid(_source, Unquoted.Value);
        }

        var start = Enter(mapping, isFlow, "map", out var outerIndent);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var lines = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        var end = start;
        while (MoveNext() && _parser.Current is not MappingEnd)
        {
            if (_parser.Current is Comment)
            {
                continue;
            }

            var key = ReadNode();
            end = Math.Max(end, key.Span.End);
            if (!MoveNext() || _parser.Current is MappingEnd)
            {
                AddEntry(entries, lines, key, new YamlInvalid(_source, new TextSpan(key.Span.End, 0)));
                break;
            }

            var value = ReadNode();
            end = Math.Max(end, value.Span.End);
            AddEntry(entries, lines, key, value);
        }

        end = Leave(isFlow, end, outerIndent);
        return new YamlMapping(_source, TextSpan.FromBounds(start, end), entries.ToImmutable());
    }

    private void AddEntry(
        ImmutableArray<YamlEntry>.Builder entries, Dictionary<string, TextSpan> seen, YamlNode key, YamlNode value)
    {
        if (key is not YamlScalar name)
        {
            if (key is not YamlInvalid)
            {
                Report(CompilerDiagnostics.KeyIsNotText(key));
            }
        }
        else if (name.Text == "<<" && _source.Content[name.Span.Start] == '<')
        {
            Report(CompilerDiagnostics.AnchorOrAlias(_source, name.Span, "<<"));
        }
        else if (!seen.TryAdd(name.Text, name.Span))
        {
            Report(CompilerDiagnostics.DuplicateKey(name, seen[name.Text]));
        }
        else
        {
            entries.Add(new YamlEntry(name, value));
        }
    }

    private int Enter(NodeEvent node, bool isFlow, string tag, out int outerIndent)
    {
        var start = SkipProperties(node, Offset(node.Start));
        outerIndent = _parentIndent;
        _parentIndent = isFlow ? _parentIndent : Column(start);
        if (isFlow)
        {
            _flowStarts.Push(start);
        }

        if (!node.Tag.IsEmpty && !YamlTags.IsCollection(node.Tag.Value, tag))
        {
            ReportTag(node, tag, YamlScalarKind.Text);
        }

        if (++_depth > YamlReader.MaximumDepth)
        {
            Report(CompilerDiagnostics.YamlTooDeep(_source, new TextSpan(start, 1), YamlReader.MaximumDepth));
            _isStopped = true;
        }

        return start;
    }

    private int Leave(bool isFlow, int end, int outerIndent)
    {
        _depth--;
        _parentIndent = outerIndent;
        if (!isFlow || _isStopped)
        {
            return end;
        }

        // A pair inside a list ([a: 1]) is a mapping without brackets of its own.
        var start = _flowStarts.Pop();
        var bracket = Offset(_parser.Current!.Start);
        var isClosed = bracket < _source.Content.Length && _source.Content[bracket] is '}' or ']' && _source.Content[start] is '{' or '[';
        return isClosed ? Math.Max(end, bracket + 1) : end;
    }

    /// <summary>Where the content of a node starts, behind its anchor, which is refused here, and its tag.</summary>
    private int SkipProperties(NodeEvent node, int start)
    {
        var content = _source.Content;
        if (!node.Anchor.IsEmpty)
        {
            var anchor = content.IndexOf("&" + node.Anchor.Value, start, StringComparison.Ordinal);
            var name = new TextSpan(anchor < 0 ? start : anchor, node.Anchor.Value.Length + 1);
            Report(CompilerDiagnostics.AnchorOrAlias(_source, name, "&" + node.Anchor.Value));
        }

        var end = Math.Max(start, node is Scalar ? Offset(node.End) : content.Length);
        var properties = (node.Anchor.IsEmpty ? 0 : 1) + (node.Tag.IsEmpty ? 0 : 1);
        while (properties > 0 && start < end && content[start] is '&' or '!')
        {
            properties--;
            while (start < end && !char.IsWhiteSpace(content[start]) && content[start] != ',')
            {
                start++;
            }

            while (start < end && char.IsWhiteSpace(content[start]))
            {
                start++;
            }
        }

        return start;
    }

    private YamlScalarKind ReportTag(NodeEvent node, string expected, YamlScalarKind kind)
    {
        var start = _source.Content.IndexOf('!', Offset(node.Start));
        var end = Math.Max(start, 0);
        while (end < _source.Content.Length && !char.IsWhiteSpace(_source.Content[end]) && _source.Content[end] != ',')
        {
            end++;
        }

        Report(CompilerDiagnostics.Tag(_source, TextSpan.FromBounds(Math.Max(start, 0), end), expected));
        return kind;
    }

    private void ReportSyntaxError(string message, TextSpan span)
    {
        var unquoted = UnquotedTemplate.Before(_source.Content, span.Start, _flowStarts.Count > 0)
            ?? UnquotedTemplate.Before(_source.Content, span.End, _flowStarts.Count > 0);
        if (unquoted is { } value && !input.IsMasked(value))
        {
            Unquoted ??= value;
            return;
        }

        var opening = _flowStarts.Count > 0 ? _flowStarts.Peek() : -1;
        Report(YamlSyntaxErrors.Explain(_source, message, span, LastOffset, opening));
    }

    private void Report(Diagnostic diagnostic)
    {
        if (diagnostics.Count < MaximumDiagnostics)
        {
            diagnostics.Add(diagnostic);
        }
    }

    private int LastOffset => _parser.Current is { } last ? Offset(last.End) : input.Start;

    private bool IsTemplateStart(int start) =>
        start + 1 < _source.Content.Length && _source.Content[start] == '{' && _source.Content[start + 1] == '{';

    private int Offset(Mark mark) => (int)Math.Clamp(mark.Index + input.Start, 0, _source.Content.Length);

    private int Column(int offset) => _source.GetPosition(offset).Column - (_source.GetPosition(offset).Line == 0 ? input.Start : 0);

    private TextSpan Within(Mark start, Mark end) => TextSpan.FromBounds(Offset(start), Offset(end));
}
