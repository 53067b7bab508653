using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Execution;

/// <summary>
/// The idempotency key of a write: a UUID (RFC 9562, version 8) made of the run and the call's place in it, so that
/// every attempt, and a resumed run, gives the same one, and no other call does; or of the run and the values that the
/// method names, so that two rows which want the same effect have it once.
/// </summary>
internal static class IdempotencyKeys
{
    private const int PlaceBytes = sizeof(long) + sizeof(long);

    public static string Of(string runId, CallKey key)
    {
        Span<byte> name = stackalloc byte[256];
        if (Encoding.UTF8.GetMaxByteCount(runId.Length) + PlaceBytes > name.Length)
        {
            name = new byte[Encoding.UTF8.GetMaxByteCount(runId.Length) + PlaceBytes];
        }

        BinaryPrimitives.WriteInt64BigEndian(name, key.Row);
        var place = sizeof(long) + WriteOrdinal(name[sizeof(long)..], key.Ordinal);
        var length = place + Encoding.UTF8.GetBytes(runId, name[place..]);

        return Format(name[..length]);
    }

    /// <summary>The key of the values, or null where one of them has no text, as a secret has none.</summary>
    public static string? OfValues(string runId, MethodDescriptor method, ReadOnlySpan<Value> arguments)
    {
        using var name = new MemoryStream();
        using var writer = new BinaryWriter(name);
        writer.Write(runId);
        writer.Write(method.Api);
        writer.Write(method.Name);
        foreach (var index in method.IdempotencyParameters)
        {
            var text = ValueText.Write(arguments[index]);
            if (text.IsFault)
            {
                return null;
            }

            writer.Write(text.AsText);
        }

        writer.Flush();
        return Format(name.GetBuffer().AsSpan(0, (int)name.Length));
    }

    private static string Format(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }

    /// <summary>Four bytes outside of parallel branches and eight inside: of one run, names of one length never meet the others.</summary>
    private static int WriteOrdinal(Span<byte> name, long ordinal)
    {
        if (ordinal < CallKey.BranchStride)
        {
            BinaryPrimitives.WriteUInt32BigEndian(name, (uint)ordinal);
            return sizeof(uint);
        }

        BinaryPrimitives.WriteInt64BigEndian(name, ordinal);
        return sizeof(long);
    }
}
