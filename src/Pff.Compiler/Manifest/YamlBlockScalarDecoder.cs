using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// Decodes a literal (<c>|</c>) or folded (<c>&gt;</c>) scalar, YAML 1.2.2 section 8.1, with the place of each code unit.
/// It is only given scalars that the parser accepted.
/// </summary>
internal sealed class YamlBlockScalarDecoder
{
    private readonly string _content;
    private readonly int _end;
    private readonly bool _folds;
    private readonly OffsetTextBuilder _text;
    private readonly OffsetTextBuilder _emptyLines;
    private int _at;
    private int _explicitIndent;
    private char _chomping = ' ';
    private (char Unit, int Start, int End)? _pendingBreak;
    private bool _previousStartsBlank;

    private YamlBlockScalarDecoder(string content, TextSpan span)
    {
        _content = content;
        _at = span.Start;
        _end = span.End;
        _folds = _at < _end && content[_at] == '>';
        _text = new OffsetTextBuilder(_at);
        _emptyLines = new OffsetTextBuilder(_at);
    }

    /// <param name="source">The text that contains the scalar.</param>
    /// <param name="span">From the <c>|</c> or <c>&gt;</c> to the end of the last line.</param>
    /// <param name="parentIndent">The column of the collection that contains the scalar, or -1 at the top.</param>
    public static EmbeddedText Decode(SourceText source, TextSpan span, int parentIndent)
    {
        var decoder = new YamlBlockScalarDecoder(source.Content, span);
        decoder.ReadHeader();
        var indent = decoder._explicitIndent > 0
            ? Math.Max(parentIndent, 0) + decoder._explicitIndent
            : Math.Max(decoder.DetectIndent(), Math.Max(parentIndent + 1, 1));
        decoder.ReadLines(indent);
        return decoder._text.ToEmbeddedText(source);
    }

    private void ReadHeader()
    {
        for (_at++; _at < _end && _content[_at] is '+' or '-' or (>= '0' and <= '9'); _at++)
        {
            if (_content[_at] is '+' or '-')
            {
                _chomping = _content[_at];
            }
            else
            {
                _explicitIndent = _content[_at] - '0';
            }
        }

        // Blanks and a comment may follow.
        while (_at < _end && !YamlFlowScalarDecoder.IsBreak(_content[_at]))
        {
            _at++;
        }

        if (_at < _end)
        {
            YamlFlowScalarDecoder.ReadBreak(_content, ref _at);
        }
    }

    /// <summary>The indentation of the first line with content.</summary>
    private int DetectIndent()
    {
        var spaces = 0;
        for (var i = _at; i < _end; i++)
        {
            if (_content[i] == ' ')
            {
                spaces++;
            }
            else if (YamlFlowScalarDecoder.IsBreak(_content[i]))
            {
                spaces = 0;
            }
            else
            {
                return spaces;
            }
        }

        return spaces;
    }

    private void ReadLines(int indent)
    {
        while (_at < _end)
        {
            var column = 0;
            while (_at < _end && column < indent && _content[_at] == ' ')
            {
                _at++;
                column++;
            }

            if (_at < _end && YamlFlowScalarDecoder.IsBreak(_content[_at]))
            {
                var start = _at;
                _emptyLines.Append(YamlFlowScalarDecoder.ReadBreak(_content, ref _at), start, _at);
            }
            else if (_at >= _end || column < indent)
            {
                break;
            }
            else
            {
                ReadContentLine();
            }
        }

        if (_chomping != '-')
        {
            AppendPendingBreak();
        }

        if (_chomping == '+')
        {
            _text.Append(_emptyLines);
        }
    }

    private void ReadContentLine()
    {
        var startsBlank = YamlFlowScalarDecoder.IsBlank(_content[_at]);
        if (_folds && _pendingBreak is { Unit: '\n' } folded && !_previousStartsBlank && !startsBlank)
        {
            if (_emptyLines.Length == 0)
            {
                _text.Append(' ', folded.Start, folded.End);
            }

            _pendingBreak = null;
        }
        else
        {
            AppendPendingBreak();
        }

        _text.Append(_emptyLines);
        _emptyLines.Clear();
        _previousStartsBlank = startsBlank;
        while (_at < _end && !YamlFlowScalarDecoder.IsBreak(_content[_at]))
        {
            _text.Append(_content[_at], _at, _at + 1);
            _at++;
        }

        if (_at < _end)
        {
            var start = _at;
            _pendingBreak = (YamlFlowScalarDecoder.ReadBreak(_content, ref _at), start, _at);
        }
    }

    private void AppendPendingBreak()
    {
        if (_pendingBreak is { } pending)
        {
            _text.Append(pending.Unit, pending.Start, pending.End);
            _pendingBreak = null;
        }
    }
}
