using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pff.Runtime.Encryption;

namespace Pff.Runtime.Caching.Disk;

/// <summary>
/// Makes an answer into the bytes that are on disk, and back: with a checksum, or encrypted with AES-256-GCM. What is around the
/// answer (its key, its times, which secret encrypts it) is bound to it, so that no answer passes for another one.
/// </summary>
internal sealed class AnswerSeal
{
    public const int SaltBytes = ContentCipher.SaltBytes;

    private const int StatusBytes = sizeof(int);

    private readonly ContentCipher? _cipher;
    private readonly byte[] _index;

    private AnswerSeal(ContentCipher? cipher, byte[] index, byte[] identity)
    {
        _cipher = cipher;
        _index = index;
        Identity = identity;
    }

    /// <summary>Tells which secret is used without telling the secret; empty where none is.</summary>
    public byte[] Identity { get; }

    public bool Encrypts => _cipher is not null;

    public static AnswerSeal Plain(byte[] salt) => new(null, salt, []);

    public static AnswerSeal Encrypting(string secret, byte[] salt)
    {
        var material = Encoding.UTF8.GetBytes(secret);
        return new(
            new ContentCipher(ContentCipher.Derive(material, salt, "pff answer 1")),
            ContentCipher.Derive(material, salt, "pff answer index 1"),
            ContentCipher.Derive(material, salt, "pff answer identity 1"));
    }

    /// <summary>The name of an answer on disk; of an encrypted one nobody without the secret can tell what was asked.</summary>
    public byte[] KeyOf(ReadOnlySpan<byte> scope, string text) => HMACSHA256.HashData(_index, (byte[])[.. scope, .. Encoding.UTF8.GetBytes(text)]);

    public byte[] Seal(in AnswerHeader header, int status, ReadOnlySpan<byte> body)
    {
        var plain = new byte[StatusBytes + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(plain, status);
        body.CopyTo(plain.AsSpan(StatusBytes));
        var around = header.ToBytes(Identity);
        return _cipher is null ? [.. SHA256.HashData((byte[])[.. around, .. plain]), .. plain] : _cipher.Encrypt(around, plain);
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
        if (_cipher is not null)
        {
            return _cipher.Decrypt(around, content);
        }

        return content.Length >= SHA256.HashSizeInBytes
            && SHA256.HashData((byte[])[.. around, .. content[SHA256.HashSizeInBytes..]]).AsSpan().SequenceEqual(content[..SHA256.HashSizeInBytes])
            ? content[SHA256.HashSizeInBytes..].ToArray()
            : null;
    }
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
