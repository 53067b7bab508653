using System.Buffers.Binary;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables.Packing;

/// <summary>
/// A gzip file ends with the checksum and length of what it unpacks to. The library ends quietly where a file was cut off,
/// and rows would be missing without a word, so the end is compared here.
/// </summary>
internal static class GzipTrailer
{
    private const int Length = 8;

    /// <param name="file">The packed file.</param>
    /// <param name="open">Unpacks it from its beginning.</param>
    public static bool IsKept(FileStream file, Func<Stream> open)
    {
        if (file.Length < Length)
        {
            return false;
        }

        Span<byte> trailer = stackalloc byte[Length];
        file.Position = file.Length - Length;
        file.ReadExactly(trailer);
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        var (total, found) = Sum(open, skipped: 0);

        // Of several files put together, the trailer is that of the last; the library has compared the others.
        return (found == checksum && (uint)total == size) || (size < total && Sum(open, total - size).Checksum == checksum);
    }

    private static (long Total, uint Checksum) Sum(Func<Stream> open, long skipped)
    {
        using var stream = open();
        var buffer = new byte[64 * 1024];
        var (total, checksum) = (0L, 0u);
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            var start = (int)Math.Clamp(skipped - total, 0, read);
            checksum = Crc32.Append(checksum, buffer.AsSpan(start, read - start));
            total += read;
        }

        return (total, checksum);
    }
}
