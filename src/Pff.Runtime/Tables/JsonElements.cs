using System.Text.Json;

namespace Pff.Runtime.Tables;

internal enum JsonElementsProblem
{
    None,

    /// <summary>What stands here is not a JSON value, or not followed by what must follow.</summary>
    Malformed,
    NotAnArray,
    TextAfterArray,
    TooLong,
}

/// <summary>
/// Cuts a stream of UTF-8 into its elements: the lines of JSON Lines, or the elements of one array. Holds one element at
/// a time.
/// </summary>
internal sealed class JsonElements(Stream stream, bool isLines, int maximumLength) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isEndOfStream;
    private bool _isInArray;
    private bool _isEnded;
    private bool _isFirst = true;

    /// <summary>The element last read, valid until the next; of a line without its line end, perhaps blank.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Where the element starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    private long _nextLine = 1;

    public JsonElementsProblem Problem { get; private set; }

    /// <summary>Moves to the next element; false at the end, or where <see cref="Problem"/> says why there is no next.</summary>
    public bool Read()
    {
        if (_isEnded || Problem != JsonElementsProblem.None)
        {
            return false;
        }

        return isLines ? ReadLine() : ReadElement();
    }

    public void Dispose() => stream.Dispose();

    private bool ReadLine()
    {
        Line = _nextLine;
        while (true)
        {
            var window = _buffer.AsSpan(_start, _end - _start);
            var length = window.IndexOf((byte)'\n');
            if (length >= 0 || (_isEndOfStream && window.Length > 0))
            {
                var content = length >= 0 ? length : window.Length;
                Current = _buffer.AsMemory(_start, content > 0 && window[content - 1] == '\r' ? content - 1 : content);
                _start += length >= 0 ? length + 1 : window.Length;
                _nextLine++;
                return true;
            }

            if (_isEndOfStream)
            {
                _isEnded = true;
                return false;
            }

            if (!Fill())
            {
                return Fail(JsonElementsProblem.TooLong);
            }
        }
    }

    private bool ReadElement()
    {
        if (!_isInArray)
        {
            if (NextByte() != '[')
            {
                return Fail(JsonElementsProblem.NotAnArray);
            }

            _start++;
            _isInArray = true;
        }

        var next = NextByte();
        if (next == ']')
        {
            _start++;
            _isEnded = true;
            return NextByte() >= 0 && Fail(JsonElementsProblem.TextAfterArray);
        }

        if (!_isFirst)
        {
            if (next != ',')
            {
                return Fail(JsonElementsProblem.Malformed);
            }

            _start++;
            next = NextByte();
        }

        _isFirst = false;
        return next >= 0 ? CutElement() : Fail(JsonElementsProblem.Malformed);
    }

    private bool CutElement()
    {
        Line = _nextLine;
        while (true)
        {
            switch (Measure(out var length))
            {
                case true:
                    Current = _buffer.AsMemory(_start, length);
                    Skip(length);
                    return true;
                case false:
                    return Fail(JsonElementsProblem.Malformed);
                case null when _isEndOfStream:
                    return Fail(JsonElementsProblem.Malformed);
                case null when !Fill():
                    return Fail(JsonElementsProblem.TooLong);
            }
        }
    }

    /// <summary>True with the length of the value at the start, false where there is none, null where more bytes are needed.</summary>
    private bool? Measure(out int length)
    {
        length = 0;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isEndOfStream, default);
        try
        {
            if (!reader.Read() || !reader.TrySkip())
            {
                return null;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        length = (int)reader.BytesConsumed;
        return true;
    }

    /// <summary>The next byte that is not blank, without consuming it; -1 at the end.</summary>
    private int NextByte()
    {
        while (true)
        {
            var blanks = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n"u8);
            Skip(blanks < 0 ? _end - _start : blanks);
            if (blanks >= 0)
            {
                return _buffer[_start];
            }

            if (_isEndOfStream)
            {
                return -1;
            }

            Fill();
        }
    }

    private void Skip(int length)
    {
        _nextLine += _buffer.AsSpan(_start, length).Count((byte)'\n');
        _start += length;
    }

    private bool Fail(JsonElementsProblem problem)
    {
        Problem = problem;
        Line = _nextLine;
        return false;
    }

    private bool Fill()
    {
        var rest = _end - _start;
        if (rest == _buffer.Length)
        {
            if (_buffer.Length >= maximumLength)
            {
                return false;
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maximumLength));
        }
        else
        {
            _buffer.AsSpan(_start, rest).CopyTo(_buffer);
            _start = 0;
            _end = rest;
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isEndOfStream = read == 0;
        return true;
    }
}
