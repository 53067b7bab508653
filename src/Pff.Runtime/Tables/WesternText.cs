namespace Pff.Runtime.Tables;

/// <summary>
/// Whether text that is not UTF-8 is Windows-1252, as spreadsheet programs of the Americas and Western Europe save CSV (and
/// ISO-8859-1, which is a part of it). It is taken only where nothing speaks against it: no byte that the encoding does not
/// have or that no text has, no character that is well-formed UTF-8, and letters in almost every place beyond ASCII.
/// </summary>
internal sealed class WesternText
{
    /// <summary>Of the bytes from 0x80 on, how many in a hundred must be letters, ordinals, quotes, dashes or currency signs.</summary>
    private const int ExpectedShare = 90;

    private long _high;
    private long _expected;
    private bool _isImpossible;
    private byte _last;

    public bool IsPlausible => !_isImpossible && _high > 0 && _expected * 100 >= _high * ExpectedShare;

    /// <param name="block">The next bytes.</param>
    /// <param name="isUtf8">Whether everything up to its end is.</param>
    public void Add(ReadOnlySpan<byte> block, bool isUtf8)
    {
        if (block.IsEmpty || _isImpossible)
        {
            return;
        }

        if (isUtf8)
        {
            // Characters beyond ASCII that are good UTF-8, and others later that are not: two encodings in one file.
            _isImpossible = !System.Text.Ascii.IsValid(block);
            _last = block[^1];
            return;
        }

        foreach (var current in block)
        {
            if (current >= 0x80)
            {
                _high++;
                _expected += IsExpected(current) ? 1 : 0;
            }

            _isImpossible |= current is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D or 0x7F or (< 0x20 and not (0x09 or 0x0A or 0x0C or 0x0D))
                || (current is >= 0x80 and <= 0xBF && _last is 0xC2 or 0xC3);
            _last = current;
        }
    }

    private static bool IsExpected(byte value) => value switch
    {
        0xD7 or 0xF7 => false,
        >= 0xC0 => true,
        0x80 or (>= 0x91 and <= 0x97) or 0x85 or 0x8A or 0x8C or 0x8E or 0x9A or 0x9C or 0x9E or 0x9F => true,
        0xA0 or 0xA1 or 0xA7 or 0xAA or 0xAB or 0xB0 or 0xB2 or 0xB3 or 0xB4 or 0xB7 or 0xBA or 0xBB or 0xBF => true,
        _ => false,
    };
}
