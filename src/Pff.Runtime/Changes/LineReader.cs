using System.Security.Cryptography;
using System.Text.Json;

namespace Pff.Runtime.Changes;

/// <summary>The lines of a file with their places, while their hash is taken.</summary>
internal sealed class LineReader(Stream stream, int maximumLength, IncrementalHash hash)
{
    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private long _consumed;

    /// <summary>Whether the file ends with the end of a line.</summary>
    public bool EndsWithLine => _start == _end;

    /// <param name="line">Without its end; good until the next call.</param>
    /// <param name="at">Its place in the file.</param>
    /// <exception cref="JsonException">It is longer than any line may be.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> line, out long at)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var length = searched + found;
                line = _buffer.AsMemory(_start, length);
                at = _consumed;
                _start += length + 1;
                _consumed += length + 1;
                return true;
            }

            searched = _end - _start;
            if (searched > maximumLength)
            {
                throw new JsonException("a line is too long");
            }

            if (!Fill())
            {
                (line, at) = (default, 0);
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        hash.AppendData(_buffer, _end, read);
        _end += read;
        return read > 0;
    }
}
