using System.Buffers;
using System.Text;

namespace Pff.Runtime.Http;

/// <summary>Percent-encoding, RFC 3986 section 2.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private static readonly SearchValues<char> LiteralCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%");

    /// <summary>Everything but unreserved characters is encoded, so that no value is read as a separator.</summary>
    public static void AppendValue(StringBuilder target, ReadOnlySpan<char> value) => Append(target, value, Unreserved);

    /// <summary>A piece of a path as a catalogue writes it: separators and what is encoded already stay.</summary>
    public static string EncodeLiteral(string literal)
    {
        var target = new StringBuilder(literal.Length);
        Append(target, literal, LiteralCharacters);
        return target.ToString();
    }

    private static void Append(StringBuilder target, ReadOnlySpan<char> value, SearchValues<char> kept)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!value.IsEmpty)
        {
            var plain = value.IndexOfAnyExcept(kept);
            if (plain < 0)
            {
                target.Append(value);
                return;
            }

            target.Append(value[..plain]);
            value = value[plain..];

            // A lone surrogate becomes U+FFFD, as in every UTF-8 encoder.
            Rune.DecodeFromUtf16(value, out var rune, out var length);
            foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
            {
                target.Append('%').Append(Digit(octet >> 4)).Append(Digit(octet & 15));
            }

            value = value[length..];
        }
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);
}
