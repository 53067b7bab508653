using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;

namespace Pff.Runtime.Execution;

/// <summary>
/// The idempotency key of a write: a UUID (RFC 9562, version 8) made of the run and the call's place in it, so that
/// every attempt, and a resumed run, gives the same one, and no other call does.
/// </summary>
internal static class IdempotencyKeys
{
    private const int PlaceBytes = sizeof(long) + sizeof(int);

    public static string Of(string runId, CallKey key)
    {
        Span<byte> name = stackalloc byte[256];
        if (Encoding.UTF8.GetMaxByteCount(runId.Length) + PlaceBytes > name.Length)
        {
            name = new byte[Encoding.UTF8.GetMaxByteCount(runId.Length) + PlaceBytes];
        }

        BinaryPrimitives.WriteInt64BigEndian(name, key.Row);
        BinaryPrimitives.WriteInt32BigEndian(name[sizeof(long)..], key.Ordinal);
        var length = PlaceBytes + Encoding.UTF8.GetBytes(runId, name[PlaceBytes..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }
}
