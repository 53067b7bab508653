using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>
/// Texts as base64 of their UTF-8 bytes (RFC 4648). CEL's <c>base64.*</c> go between bytes and text; the language has no
/// bytes, so that here both sides are text.
/// </summary>
public static class Base64
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Value Encode(string text) =>
        text.Length > Limits.MaxTextLength / 4 ? Faults.TextTooLong : Value.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    /// <summary>With or without the padding at the end. Bytes that are no UTF-8 are a fault.</summary>
    public static Value Decode(string text)
    {
        var padded = text.EndsWith('=') ? text : text + new string('=', (4 - (text.Length % 4)) % 4);
        var bytes = new byte[padded.Length];

        // The framework skips blanks; base64 has none.
        if (text.AsSpan().ContainsAny(" \t\r\n") || !Convert.TryFromBase64String(padded, bytes, out var length))
        {
            return Faults.InvalidBase64(text);
        }

        try
        {
            return Value.Of(Strict.GetString(bytes, 0, length));
        }
        catch (DecoderFallbackException)
        {
            return Faults.InvalidBase64(text);
        }
    }
}
