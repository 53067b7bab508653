using System.Security.Cryptography;
using System.Text;

namespace Pff.Runtime.Tables;

internal enum TextEncoding
{
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,

    /// <summary>Not marked, but text that is not UTF-8 and could be this; see <see cref="WesternText"/>.</summary>
    Windows1252,
}

/// <summary>Where a text file stops being UTF-8.</summary>
/// <param name="Offset">Of the first byte that is wrong, from 0.</param>
/// <param name="Line">Of that byte, from 1.</param>
internal readonly record struct EncodingError(long Offset, long Line, byte Byte);

/// <summary>
/// What one fast pass over the bytes of an input file tells: its hash, its encoding, whether a text is well encoded, and
/// how many lines it has. It runs at about the speed of SHA-256, so knowing these before the first row costs little.
/// </summary>
internal sealed class FileScan
{
    private const int BufferSize = 128 * 1024;

    public required string Sha256 { get; init; }

    public required long Length { get; init; }

    public TextEncoding Encoding { get; private init; }

    /// <summary>How many bytes of byte order mark the file starts with.</summary>
    public int MarkLength { get; private init; }

    public EncodingError? EncodingError { get; private init; }

    /// <summary>Line feeds, and one more where the last line has none.</summary>
    public long LineCount { get; private init; }

    /// <summary>Whether what is not UTF-8 is Windows-1252 as far as one can tell.</summary>
    public bool CouldBeWestern { get; private init; }

    /// <summary>The same file, taken as Windows-1252.</summary>
    public FileScan AsWestern() => new()
    {
        Sha256 = Sha256,
        Length = Length,
        Encoding = TextEncoding.Windows1252,
        LineCount = LineCount,
    };

    public static FileScan Run(Stream stream, bool isText, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var carried = 0;
        long length = 0;
        long lines = 0;
        byte last = (byte)'\n';
        EncodingError? error = null;
        var western = new WesternText();
        var (encoding, mark) = (TextEncoding.Utf8, 0);
        for (var isFirst = true; ; isFirst = false)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = stream.ReadAtLeast(buffer.AsSpan(carried), 1, throwOnEndOfStream: false);
            hash.AppendData(buffer, carried, read);
            if (!isText)
            {
                length += read;
                if (read == 0)
                {
                    break;
                }

                continue;
            }

            var window = buffer.AsSpan(0, carried + read);
            if (isFirst)
            {
                (encoding, mark) = Detect(window);
            }

            length += read;
            if (encoding == TextEncoding.Utf8 && error is null)
            {
                carried = Validate(window, isLast: read == 0, length, lines, ref error);
            }
            else
            {
                carried = 0;
            }

            var counted = window[..^carried];
            if (encoding == TextEncoding.Utf8)
            {
                western.Add(counted, isUtf8: error is null);
            }

            lines += counted.Count((byte)'\n');
            last = counted.Length > 0 ? counted[^1] : last;
            window[^carried..].CopyTo(buffer);
            if (read == 0)
            {
                break;
            }
        }

        return new FileScan
        {
            Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
            Length = length,
            Encoding = encoding,
            MarkLength = mark,
            EncodingError = error,
            CouldBeWestern = error is not null && western.IsPlausible,
            LineCount = lines + (last is (byte)'\n' or 0 ? 0 : 1),
        };
    }

    /// <summary>A byte order mark decides; without one, text whose first characters have a zero byte each is UTF-16.</summary>
    private static (TextEncoding Encoding, int MarkLength) Detect(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (TextEncoding.Utf8, 3),
        [0xFF, 0xFE, ..] => (TextEncoding.Utf16LittleEndian, 2),
        [0xFE, 0xFF, ..] => (TextEncoding.Utf16BigEndian, 2),
        [not 0, 0, not 0, 0, ..] => (TextEncoding.Utf16LittleEndian, 0),
        [0, not 0, 0, not 0, ..] => (TextEncoding.Utf16BigEndian, 0),
        _ => (TextEncoding.Utf8, 0),
    };

    /// <summary>How many bytes at the end are the beginning of a character that goes on in the next block.</summary>
    private static int Validate(ReadOnlySpan<byte> window, bool isLast, long end, long linesBefore, ref EncodingError? error)
    {
        if (System.Text.Unicode.Utf8.IsValid(window))
        {
            return 0;
        }

        var at = 0;
        while (at < window.Length)
        {
            var status = Rune.DecodeFromUtf8(window[at..], out _, out var consumed);
            if (status == System.Buffers.OperationStatus.NeedMoreData && !isLast)
            {
                return window.Length - at;
            }

            if (status != System.Buffers.OperationStatus.Done)
            {
                error = new EncodingError(end - window.Length + at, linesBefore + window[..at].Count((byte)'\n') + 1, window[at]);
                return 0;
            }

            at += consumed;
        }

        return 0;
    }
}
