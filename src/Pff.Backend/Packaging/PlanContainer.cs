using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>
/// The bytes of a <c>.pffplan</c>, documented in <c>docs/formats/pffplan.md</c>:
/// magic (8), format version (4), total length (8), SHA-256 of everything else (32), build (2 + n), core contract (16),
/// model (4 + n), assembly (4 + n). Integers are little-endian.
/// </summary>
internal static class PlanContainer
{
    public const int MaximumBytes = 256 * 1024 * 1024;

    private const int VersionAt = 8;
    private const int LengthAt = 12;
    private const int HashAt = 20;
    private const int BuildAt = HashAt + SHA256.HashSizeInBytes;

    // The first byte is no ASCII and the last is a line feed, so that a transfer that "repairs" text shows at once.
    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'F', (byte)'F', (byte)'P', (byte)'L', (byte)'N', 0x0A];

    public static byte[] Pack(ReadOnlySpan<byte> model, ReadOnlySpan<byte> assembly, out string hash)
    {
        var build = Encoding.UTF8.GetBytes(BuildIdentity.Version);
        var bytes = new byte[BuildAt + 2 + build.Length + 16 + 4 + model.Length + 4 + assembly.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionAt), PlanModel.CurrentFormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthAt), bytes.Length);

        var rest = bytes.AsSpan(BuildAt);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)build.Length);
        build.CopyTo(rest[2..]);
        rest = rest[(2 + build.Length)..];
        BuildIdentity.CoreContract.TryWriteBytes(rest);
        rest = Append(rest[16..], model);
        Append(rest, assembly);

        HashOf(bytes, bytes.AsSpan(HashAt, SHA256.HashSizeInBytes));
        hash = Convert.ToHexStringLower(bytes.AsSpan(HashAt, SHA256.HashSizeInBytes));
        return bytes;
    }

    /// <summary>Checks everything about the container and finds its parts.</summary>
    public static PlanFailure? Unpack(byte[] bytes, out ReadOnlyMemory<byte> model, out ReadOnlyMemory<byte> assembly, out string hash)
    {
        model = assembly = default;
        hash = string.Empty;
        if (CheckHeader(bytes) is { } failure)
        {
            return failure;
        }

        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        HashOf(bytes, actual);
        if (!actual.SequenceEqual(bytes.AsSpan(HashAt, SHA256.HashSizeInBytes)))
        {
            return PlanFailures.Tampered();
        }

        hash = Convert.ToHexStringLower(actual);
        ReadOnlyMemory<byte> rest = bytes.AsMemory(BuildAt);
        var buildLength = BinaryPrimitives.ReadUInt16LittleEndian(rest.Span);
        if (rest.Length < 2 + buildLength + 16)
        {
            return Damaged();
        }

        var build = Encoding.UTF8.GetString(rest.Span.Slice(2, buildLength));
        var contract = new Guid(rest.Span.Slice(2 + buildLength, 16));
        if (contract != BuildIdentity.CoreContract)
        {
            return PlanFailures.OtherBuild(Describe(build, contract), Describe(BuildIdentity.Version, BuildIdentity.CoreContract));
        }

        rest = rest[(2 + buildLength + 16)..];
        return TryTake(ref rest, out model) && TryTake(ref rest, out assembly) && rest.IsEmpty ? null : Damaged();
    }

    private static PlanFailure? CheckHeader(byte[] bytes)
    {
        var shared = Math.Min(bytes.Length, Magic.Length);
        if (shared == 0 || !bytes.AsSpan(0, shared).SequenceEqual(Magic[..shared]))
        {
            return PlanFailures.NotAPlan();
        }

        if (bytes.Length >= LengthAt)
        {
            var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(VersionAt));
            if (version != PlanModel.CurrentFormatVersion)
            {
                return PlanFailures.OtherFormatVersion(version, PlanModel.CurrentFormatVersion);
            }
        }

        if (bytes.Length < BuildAt + 2)
        {
            return PlanFailures.Truncated(bytes.Length, bytes.Length >= HashAt ? StatedLength(bytes) : BuildAt);
        }

        var length = StatedLength(bytes);
        return bytes.Length < length ? PlanFailures.Truncated(bytes.Length, length)
            : bytes.Length > length ? PlanFailures.Tampered()
            : null;
    }

    private static long StatedLength(byte[] bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(LengthAt));

    private static string Describe(string build, Guid contract) => $"{build} ({contract.ToString("N")[..8]})";

    private static PlanFailure Damaged() => PlanFailures.Unreadable("its parts do not fit together", "as partes não se encaixam");

    private static void HashOf(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes[..HashAt]);
        hash.AppendData(bytes[BuildAt..]);
        hash.GetHashAndReset(destination);
    }

    private static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, part.Length);
        part.CopyTo(destination[4..]);
        return destination[(4 + part.Length)..];
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> part)
    {
        part = default;
        if (rest.Length < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        if (length < 0 || length > rest.Length - 4)
        {
            return false;
        }

        part = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return true;
    }
}
