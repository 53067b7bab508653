using System.Buffers;
using System.IO.Compression;

namespace Pff.Runtime.Journal;

/// <summary>Large responses are stored compressed: JSON shrinks to a fifth or less, and the disk is what commits wait for.</summary>
internal static class ResponseCodec
{
    public const int Plain = 0;
    public const int Brotli = 1;

    private const int Quality = 1;
    private const int WindowBits = 18;
    private const long LargestStored = 1L << 30;

    /// <summary>Binds bytes, length and encoding.</summary>
    public static void Bind(RecordBinder binder, ReadOnlySpan<byte> bytes, int compressFrom)
    {
        if (bytes.Length >= compressFrom)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
            try
            {
                // Where it does not shrink it does not fit, and is stored plain.
                if (BrotliEncoder.TryCompress(bytes, buffer.AsSpan(0, bytes.Length), out var written, Quality, WindowBits))
                {
                    binder.Add(buffer.AsSpan(0, written)).Add(bytes.Length).Add(Brotli);
                    return;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        binder.Add(bytes).Add(bytes.Length).Add(Plain);
    }

    /// <summary>Null where the bytes are not what was stored.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> stored, long length, long encoding)
    {
        if (encoding == Plain)
        {
            return stored.Length == length ? stored.ToArray() : null;
        }

        if (encoding != Brotli || length is < 0 or > LargestStored)
        {
            return null;
        }

        var bytes = new byte[length];
        return BrotliDecoder.TryDecompress(stored, bytes, out var written) && written == length ? bytes : null;
    }
}
