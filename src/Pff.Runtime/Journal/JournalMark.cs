using System.Buffers.Binary;
using System.IO.Hashing;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>
/// The witness beside a journal: a file with the number of its last acknowledged commit. SQLite drops the end of a log that is
/// cut off or damaged without a word, as it must after a power cut; a journal that is behind its mark has lost what was
/// acknowledged. The mark itself is not synced: it is written after the journal, so that a power cut can only leave it behind, and
/// a mark that is behind, torn or missing says nothing.
/// </summary>
internal sealed class JournalMark : IDisposable
{
    /// <summary>Fits into one sector, so that it is seldom torn.</summary>
    private const int Length = 32;

    private static ReadOnlySpan<byte> Signature => "PFFmark1"u8;

    private readonly FileStream _file;
    private readonly string _journalPath;
    private readonly byte[] _bytes = new byte[Length];

    private JournalMark(FileStream file, string journalPath)
    {
        _file = file;
        _journalPath = journalPath;
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public static JournalMark Open(string journalPath) =>
        new(new FileStream(PathOf(journalPath), PrivateFile.Options(FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete)), journalPath);

    /// <summary>The last acknowledged commit of the journal, or null where nothing tells.</summary>
    /// <param name="identity">Of the journal: a mark of another one says nothing about it.</param>
    public static long? Read(string journalPath, long identity)
    {
        Span<byte> bytes = stackalloc byte[Length];
        try
        {
            using var file = new FileStream(PathOf(journalPath), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.ReadAtLeast(bytes, Length, throwOnEndOfStream: false) != Length)
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return bytes[..8].SequenceEqual(Signature)
            && BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) == identity
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) == XxHash3.HashToUInt64(bytes[..24])
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes[16..])
            : null;
    }

    /// <exception cref="JournalException">Nothing may be acknowledged then.</exception>
    public void Write(long identity, long commit)
    {
        Signature.CopyTo(_bytes);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(8), identity);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(16), commit);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(24), XxHash3.HashToUInt64(_bytes.AsSpan(0, 24)));
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, _bytes, 0);
        }
        catch (IOException exception)
        {
            throw new JournalException(RuntimeFailures.JournalNotWritten(_journalPath, exception), exception);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether there was a journal, be it there still or not.</summary>
    public static bool IsThere(string journalPath) => File.Exists(PathOf(journalPath));

    private static string PathOf(string journalPath) => journalPath + ".mark";
}
