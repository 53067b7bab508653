using System.Security.Cryptography;
using System.Text;

namespace Pff.Runtime.Encryption;

/// <summary>
/// Encrypts contents with AES-256-GCM. What stands around a content is bound to it, so that no content passes for another one.
/// For many threads.
/// </summary>
internal sealed class ContentCipher(byte[] key)
{
    /// <summary>Less is guessed too easily.</summary>
    public const int ShortestSecret = 32;

    public const int SaltBytes = 32;

    public const int KeyBytes = 32;

    private static readonly int _nonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int _tagBytes = AesGcm.TagByteSizes.MaxSize;

    /// <summary>A key for one purpose; nobody can tell from it the secret, nor the key for another purpose or of another salt.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, string purpose)
    {
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt, Encoding.UTF8.GetBytes(purpose));
        return key;
    }

    /// <returns>A nonce, the tag, and the content.</returns>
    public byte[] Encrypt(ReadOnlySpan<byte> around, ReadOnlySpan<byte> plain)
    {
        var content = new byte[_nonceBytes + _tagBytes + plain.Length];
        RandomNumberGenerator.Fill(content.AsSpan(0, _nonceBytes));
        using var cipher = new AesGcm(key, _tagBytes);
        cipher.Encrypt(content.AsSpan(0, _nonceBytes), plain, content.AsSpan(_nonceBytes + _tagBytes), content.AsSpan(_nonceBytes, _tagBytes), around);
        return content;
    }

    /// <returns>Null where the bytes are not what was encrypted with this around it.</returns>
    public byte[]? Decrypt(ReadOnlySpan<byte> around, ReadOnlySpan<byte> content)
    {
        if (content.Length < _nonceBytes + _tagBytes)
        {
            return null;
        }

        var plain = new byte[content.Length - _nonceBytes - _tagBytes];
        using var cipher = new AesGcm(key, _tagBytes);
        try
        {
            cipher.Decrypt(content[.._nonceBytes], content[(_nonceBytes + _tagBytes)..], content.Slice(_nonceBytes, _tagBytes), plain, around);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
