namespace Pff.Runtime.Tables.Workbooks;

/// <summary>The text of one cell while it is read; reused from cell to cell, bounded.</summary>
internal sealed class TextBuffer(int maximumLength)
{
    private char[] _characters = new char[256];
    private int _length;

    /// <summary>Some of the text was dropped.</summary>
    public bool IsTooLong { get; private set; }

    public ReadOnlySpan<char> Content => _characters.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        IsTooLong = false;
    }

    /// <summary>Adds all of the text node at which the reader stands.</summary>
    public void AddValue(System.Xml.XmlReader reader)
    {
        while (true)
        {
            if (_length == _characters.Length)
            {
                Array.Resize(ref _characters, _characters.Length * 2);
            }

            var read = reader.ReadValueChunk(_characters, _length, _characters.Length - _length);
            if (read == 0)
            {
                return;
            }

            _length += read;
            if (_length > maximumLength)
            {
                _length = 0;
                IsTooLong = true;
            }
        }
    }

    /// <summary>
    /// Decodes <c>_xHHHH_</c>, by which Office writes characters that XML does not allow (ECMA-376 part 1, 22.4.2.4).
    /// </summary>
    public void DecodeEscapes()
    {
        var content = _characters.AsSpan(0, _length);
        if (content.IndexOf("_x", StringComparison.Ordinal) < 0)
        {
            return;
        }

        var written = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var isEscape = content[i] == '_' && i + 6 < content.Length && content[i + 1] == 'x' && content[i + 6] == '_';
            if (isEscape && ushort.TryParse(content.Slice(i + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                // Half of a surrogate pair is no character, and would poison whatever it is written to.
                content[written++] = char.IsSurrogate((char)code) ? '\uFFFD' : (char)code;
                i += 6;
            }
            else
            {
                content[written++] = content[i];
            }
        }

        _length = written;
    }
}
