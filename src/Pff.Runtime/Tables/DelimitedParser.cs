namespace Pff.Runtime.Tables;

internal enum DelimitedProblem
{
    None,

    /// <summary>Text after a closing quote: this record is unclear, the next is not.</summary>
    TextAfterQuote,

    /// <summary>A quote that nothing closes has swallowed the rest of the file.</summary>
    UnclosedQuote,

    /// <summary>The record is longer than allowed, so where the next begins is not known.</summary>
    TooLong,
}

/// <summary>
/// Delimited text as RFC 4180 has it: quoted fields may hold delimiters, line ends and doubled quotes. A quote inside an
/// unquoted field is taken as it is, as spreadsheet programs do; lines end with CRLF, LF or CR.
/// </summary>
internal sealed class DelimitedParser(TextReader reader, char delimiter, int maximumRowLength) : IDisposable
{
    private readonly record struct Field(int Start, int Length, bool HasDoubledQuotes);

    private readonly List<Field> _fields = [];
    private char[] _buffer = new char[32 * 1024];
    private int _start;
    private int _end;
    private bool _isEndOfText;

    public int FieldCount => _fields.Count;

    public DelimitedProblem Problem { get; private set; }

    /// <summary>The line where the record starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    private long _nextLine = 1;

    /// <summary>Moves to the next record; false at the end. After <see cref="DelimitedProblem.UnclosedQuote"/> or
    /// <see cref="DelimitedProblem.TooLong"/> there is no next.</summary>
    public bool Read()
    {
        Line = _nextLine;
        while (true)
        {
            if (TryParse(out var next))
            {
                _start = next;
                return true;
            }

            if (_isEndOfText)
            {
                return false;
            }

            if (!Fill())
            {
                Problem = DelimitedProblem.TooLong;
                _fields.Clear();
                _isEndOfText = true;
                _start = _end;
                return true;
            }
        }
    }

    public int LengthOf(int index) => _fields[index].Length;

    public string TextOf(int index)
    {
        var field = _fields[index];
        var span = _buffer.AsSpan(field.Start, field.Length);
        if (span.IsEmpty)
        {
            return string.Empty;
        }

        return field.HasDoubledQuotes ? span.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : span.ToString();
    }

    public bool IsBlank(int index)
    {
        var field = _fields[index];
        return _buffer.AsSpan(field.Start, field.Length).IsWhiteSpace();
    }

    public void Dispose() => reader.Dispose();

    /// <summary>Parses one record from <see cref="_start"/>; false where it needs more text, or there is none.</summary>
    private bool TryParse(out int next)
    {
        _fields.Clear();
        Problem = DelimitedProblem.None;
        _nextLine = Line;
        next = _start;
        if (_start == _end)
        {
            return false;
        }

        var at = _start;
        while (true)
        {
            var isComplete = at < _end && _buffer[at] == '"' ? ParseQuoted(ref at) : ParseBare(ref at);
            if (!isComplete)
            {
                return false;
            }

            if (at == _end)
            {
                next = at;
                return _isEndOfText;
            }

            if (_buffer[at] == delimiter)
            {
                at++;
                if (at == _end && !_isEndOfText)
                {
                    return false;
                }

                continue;
            }

            return TryEndLine(at, out next);
        }
    }

    /// <summary>A CR at the end of the buffer may be half of a CRLF.</summary>
    private bool TryEndLine(int at, out int next)
    {
        next = at + 1;
        _nextLine++;
        if (_buffer[at] != '\r')
        {
            return true;
        }

        if (next < _end)
        {
            next += _buffer[next] == '\n' ? 1 : 0;
            return true;
        }

        return _isEndOfText;
    }

    private bool ParseBare(ref int at)
    {
        var start = at;
        var length = _buffer.AsSpan(at, _end - at).IndexOfAny(delimiter, '\n', '\r');
        if (length < 0)
        {
            at = _end;
            _fields.Add(new Field(start, _end - start, false));
            return _isEndOfText;
        }

        at += length;
        _fields.Add(new Field(start, length, false));
        return true;
    }

    private bool ParseQuoted(ref int at)
    {
        var start = at + 1;
        var hasDoubled = false;
        at = start;
        while (true)
        {
            var offset = _buffer.AsSpan(at, _end - at).IndexOf('"');
            if (offset < 0)
            {
                if (_isEndOfText)
                {
                    Problem = DelimitedProblem.UnclosedQuote;
                    at = _end;
                    _fields.Add(new Field(start, 0, false));
                }

                return _isEndOfText;
            }

            at += offset;
            if (at + 1 == _end && !_isEndOfText)
            {
                return false;
            }

            if (at + 1 < _end && _buffer[at + 1] == '"')
            {
                hasDoubled = true;
                at += 2;
                continue;
            }

            break;
        }

        var content = _buffer.AsSpan(start, at - start);
        _fields.Add(new Field(start, content.Length, hasDoubled));
        _nextLine += content.Count('\n');
        at++;
        if (at < _end && _buffer[at] != delimiter && _buffer[at] is not ('\n' or '\r'))
        {
            Problem = DelimitedProblem.TextAfterQuote;
            var rest = _buffer.AsSpan(at, _end - at).IndexOfAny(delimiter, '\n', '\r');
            at = rest < 0 ? _end : at + rest;
            return rest >= 0 || _isEndOfText;
        }

        return at < _end || _isEndOfText;
    }

    /// <summary>Reads more text behind what is not yet parsed; false where the record has grown too long.</summary>
    private bool Fill()
    {
        var rest = _end - _start;
        if (rest == _buffer.Length)
        {
            if (_buffer.Length >= maximumRowLength)
            {
                return false;
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maximumRowLength));
        }
        else
        {
            _buffer.AsSpan(_start, rest).CopyTo(_buffer);
            _start = 0;
            _end = rest;
        }

        var read = reader.ReadBlock(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isEndOfText = read == 0;
        return true;
    }
}
