using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pff.Runtime.Caching.Disk;

/// <summary>
/// Makes an answer into the bytes that are on disk, and back: with a checksum, or encrypted with AES-256-GCM. What is around the
/// answer (its key, its times, which secret encrypts it) is bound to it, so that no answer passes for another one.
/// </summary>
internal sealed class AnswerSeal
{
    /// <summary>Less is guessed too easily.</summary>
    public const int ShortestSecret = 32;

    public const int SaltBytes = 32;

    private const int KeyBytes = 32;
    private const int StatusBytes = sizeof(int);

    private readonly byte[]? _key;
    private readonly byte[] _index;

    private AnswerSeal(byte[]? key, byte[] index, byte[] identity)
    {
        _key = key;
        _index = index;
        Identity = identity;
    }

    /// <summary>Tells which secret is used without telling the secret; empty where none is.</summary>
    public byte[] Identity { get; }

    public bool Encrypts => _key is not null;

    public static AnswerSeal Plain(byte[] salt) => new(null, salt, []);

    public static AnswerSeal Encrypting(string secret, byte[] salt)
    {
        var material = Encoding.UTF8.GetBytes(secret);
        return new(Derive(material, salt, "pff answer 1"), Derive(material, salt, "pff answer index 1"), Derive(material, salt, "pff answer identity 1"));
    }

    /// <summary>The name of an answer on disk; of an encrypted one nobody without the secret can tell what was asked.</summary>
    public byte[] KeyOf(ReadOnlySpan<byte> scope, string text) => HMACSHA256.HashData(_index, (byte[])[.. scope, .. Encoding.UTF8.GetBytes(text)]);

    public byte[] Seal(in AnswerHeader header, int status, ReadOnlySpan<byte> body)
    {
        var plain = new byte[StatusBytes + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(plain, status);
        body.CopyTo(plain.AsSpan(StatusBytes));
        var around = header.ToBytes(Identity);
        if (_key is null)
        {
            return [.. SHA256.HashData((byte[])[.. around, .. plain]), .. plain];
        }

        var (nonceBytes, tagBytes) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var content = new byte[nonceBytes + tagBytes + plain.Length];
        RandomNumberGenerator.Fill(content.AsSpan(0, nonceBytes));
        using var cipher = new AesGcm(_key, tagBytes);
        cipher.Encrypt(content.AsSpan(0, nonceBytes), plain, content.AsSpan(nonceBytes + tagBytes), content.AsSpan(nonceBytes, tagBytes), around);
        return content;
    }

    /// <returns>False where the bytes are not what was sealed.</returns>
    public bool TryOpen(in AnswerHeader header, ReadOnlySpan<byte> content, out int status, out byte[] body)
    {
        (status, body) = (0, []);
        if (Open(header, content) is not { Length: >= StatusBytes } plain)
        {
            return false;
        }

        status = BinaryPrimitives.ReadInt32LittleEndian(plain);
        body = plain[StatusBytes..];
        return true;
    }

    private byte[]? Open(in AnswerHeader header, ReadOnlySpan<byte> content)
    {
        var around = header.ToBytes(Identity);
        if (_key is null)
        {
            return content.Length >= SHA256.HashSizeInBytes
                && SHA256.HashData((byte[])[.. around, .. content[SHA256.HashSizeInBytes..]]).AsSpan().SequenceEqual(content[..SHA256.HashSizeInBytes])
                ? content[SHA256.HashSizeInBytes..].ToArray()
                : null;
        }

        var (nonceBytes, tagBytes) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (content.Length < nonceBytes + tagBytes)
        {
            return null;
        }

        var plain = new byte[content.Length - nonceBytes - tagBytes];
        using var cipher = new AesGcm(_key, tagBytes);
        try
        {
            cipher.Decrypt(content[..nonceBytes], content[(nonceBytes + tagBytes)..], content.Slice(nonceBytes, tagBytes), plain, around);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(byte[] material, byte[] salt, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, KeyBytes, salt, Encoding.ASCII.GetBytes(purpose));
}

/// <summary>What is known of an answer on disk without opening it.</summary>
/// <param name="Stamp">Of the fence on disk when the answer was asked for.</param>
/// <param name="StoredAt">In milliseconds of Unix time, as is <paramref name="ExpiresAt"/>.</param>
internal readonly record struct AnswerHeader(byte[] Key, long Stamp, long StoredAt, long ExpiresAt)
{
    public byte[] ToBytes(ReadOnlySpan<byte> identity)
    {
        Span<byte> numbers = stackalloc byte[3 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, Stamp);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[sizeof(long)..], StoredAt);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[(2 * sizeof(long))..], ExpiresAt);
        return [.. Key, .. numbers, .. identity];
    }
}
