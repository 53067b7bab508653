using System.Buffers;

namespace Pff.Runtime.Http;

/// <summary>Reads a response's body once, into memory of exactly its size, and no further than its limit.</summary>
internal static class ResponseBody
{
    private const int FirstBufferBytes = 4096;

    /// <summary>Null where the body is larger than the limit, counted after decompression.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">It is not packed as it says.</exception>
    public static async ValueTask<byte[]?> ReadAsync(HttpContent content, long maximumBytes, CancellationToken cancellation)
    {
        // The handler takes the header away where it decompresses, so a length is that of what will be read.
        var declared = content.Headers.ContentLength;
        if (declared == 0)
        {
            return [];
        }

        if (maximumBytes > 0 && declared > maximumBytes)
        {
            return null;
        }

        try
        {
            var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return declared is { } length && length <= Array.MaxLength
                    ? await ReadExactlyAsync(stream, (int)length, cancellation).ConfigureAwait(false)
                    : await ReadToEndAsync(stream, maximumBytes, cancellation).ConfigureAwait(false);
            }
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // What Brotli says where the others say that the data is invalid.
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static async ValueTask<byte[]> ReadExactlyAsync(Stream stream, int length, CancellationToken cancellation)
    {
        // A server can declare far more than it sends, so a large body is only given the memory that it fills.
        const int LargestTrusted = 1024 * 1024;
        if (length > LargestTrusted)
        {
            return await ReadToEndAsync(stream, length, cancellation).ConfigureAwait(false) ?? [];
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        return body;
    }

    private static async ValueTask<byte[]?> ReadToEndAsync(Stream stream, long maximumBytes, CancellationToken cancellation)
    {
        var limit = maximumBytes > 0 ? Math.Min(maximumBytes, Array.MaxLength) : Array.MaxLength;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        var count = 0;
        try
        {
            while (true)
            {
                if (count == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, Array.MaxLength));
                    buffer.AsSpan(0, count).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = await stream.ReadAsync(buffer.AsMemory(count), cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.AsSpan(0, count).ToArray();
                }

                count += read;
                if (count > limit)
                {
                    return null;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
