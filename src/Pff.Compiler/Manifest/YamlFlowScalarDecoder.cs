using System.Globalization;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// Decodes a plain or quoted scalar (YAML 1.2.2, sections 7.3 and 6.5) with the place of each code unit. It is only
/// given scalars that the parser accepted, so it has no errors of its own; the caller compares the text with the parser's.
/// </summary>
internal sealed class YamlFlowScalarDecoder
{
    private readonly string _content;
    private readonly int _end;
    private readonly char _quote;
    private readonly OffsetTextBuilder _text;
    private int _at;

    private YamlFlowScalarDecoder(string content, TextSpan span, char quote)
    {
        _content = content;
        _quote = quote;
        _at = span.Start + (quote == '\0' ? 0 : 1);
        _end = span.End - (quote == '\0' ? 0 : 1);
        _text = new OffsetTextBuilder(_at);
    }

    /// <param name="source">The text that contains the scalar.</param>
    /// <param name="span">The scalar, with its quotes.</param>
    /// <param name="quote">The quote that encloses it, or NUL for a plain scalar.</param>
    public static EmbeddedText Decode(SourceText source, TextSpan span, char quote)
    {
        var decoder = new YamlFlowScalarDecoder(source.Content, span, quote);
        decoder.Run();
        return decoder._text.ToEmbeddedText(source);
    }

    private void Run()
    {
        while (_at < _end)
        {
            var unit = _content[_at];
            if (IsBlank(unit) || IsBreak(unit))
            {
                AppendWhitespace(joinsLines: false);
            }
            else if (_quote == '\'' && unit == '\'')
            {
                _text.Append('\'', _at, _at + 2);
                _at += 2;
            }
            else if (_quote == '"' && unit == '\\')
            {
                AppendEscape();
            }
            else
            {
                _text.Append(unit, _at, _at + 1);
                _at++;
            }
        }
    }

    /// <summary>
    /// Blanks inside a line stay; one line break becomes a space, more become one break less, and the blanks around
    /// them go. After an escaped line break nothing is left of the first break.
    /// </summary>
    private void AppendWhitespace(bool joinsLines)
    {
        var start = _at;
        var firstBreak = joinsLines ? '\n' : '\0';
        var laterBreaks = new OffsetTextBuilder(start);
        while (_at < _end && (IsBlank(_content[_at]) || IsBreak(_content[_at])))
        {
            if (IsBlank(_content[_at]))
            {
                _at++;
                continue;
            }

            var breakStart = _at;
            var lineBreak = ReadBreak(_content, ref _at);
            if (firstBreak == '\0')
            {
                firstBreak = lineBreak;
            }
            else
            {
                laterBreaks.Append(lineBreak, breakStart, _at);
            }
        }

        if (firstBreak == '\0')
        {
            for (var i = start; i < _at; i++)
            {
                _text.Append(_content[i], i, i + 1);
            }
        }
        else if (!joinsLines && firstBreak != '\n')
        {
            // A line or paragraph separator is content, not a break to fold.
            _text.Append(firstBreak, start, start + 1);
            _text.Append(laterBreaks);
        }
        else if (laterBreaks.Length > 0)
        {
            _text.Append(laterBreaks);
        }
        else if (!joinsLines)
        {
            _text.Append(' ', start, _at);
        }
    }

    private void AppendEscape()
    {
        var start = _at;
        var code = _at + 1 < _end ? _content[_at + 1] : '\\';
        if (IsBreak(code))
        {
            _at++;
            ReadBreak(_content, ref _at);
            AppendWhitespace(joinsLines: true);
            return;
        }

        _at = Math.Min(_at + 2, _end);
        if (code is not ('x' or 'u' or 'U'))
        {
            _text.Append(SimpleEscape(code), start, _at);
            return;
        }

        var point = ReadHexadecimal(code switch { 'x' => 2, 'u' => 4, _ => 8 });
        if (point is >= 0xD800 and <= 0xDBFF && _at + 1 < _end && _content[_at] == '\\' && _content[_at + 1] is 'u' or 'U')
        {
            var digits = _content[_at + 1] == 'u' ? 4 : 8;
            _at += 2;
            var low = ReadHexadecimal(digits);
            _text.Append([(char)point, (char)low], start, _at);
        }
        else if (point is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            _text.Append('\uFFFD', start, _at);
        }
        else
        {
            _text.Append(char.ConvertFromUtf32((int)point), start, _at);
        }
    }

    private long ReadHexadecimal(int digits)
    {
        var length = Math.Min(digits, _end - _at);
        var isNumber = uint.TryParse(
            _content.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        _at += length;
        return isNumber ? value : -1;
    }

    private static char SimpleEscape(char code) => code switch
    {
        '0' => '\0',
        'a' => '\a',
        'b' => '\b',
        't' or '\t' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        'e' => '\x1B',
        'N' => '\x85',
        '_' => '\xA0',
        'L' => '\x2028',
        'P' => '\x2029',
        _ => code,
    };

    public static bool IsBlank(char unit) => unit is ' ' or '\t';

    public static bool IsBreak(char unit) => unit is '\r' or '\n' or '\x85' or '\x2028' or '\x2029';

    /// <summary>Moves past one line break and gives what it reads as: CR, LF, CRLF and NEL are all LF.</summary>
    public static char ReadBreak(string content, ref int at)
    {
        var unit = content[at++];
        if (unit == '\r' && at < content.Length && content[at] == '\n')
        {
            at++;
        }

        return unit is '\x2028' or '\x2029' ? unit : '\n';
    }
}
