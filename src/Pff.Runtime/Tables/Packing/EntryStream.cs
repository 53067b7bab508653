using System.IO.Compression;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables.Packing;

/// <summary>An entry of a zip archive, which is opened for it alone; at its end the checksum must be the one that it was packed with.</summary>
internal sealed class EntryStream(ZipArchive archive, Stream entry, uint checksum) : Stream
{
    private uint _checksum;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = entry.Read(buffer);
        _checksum = Crc32.Append(_checksum, buffer[..read]);
        return read > 0 || buffer.IsEmpty || _checksum == checksum ? read : throw new InvalidDataException("it has another checksum than when it was packed");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            entry.Dispose();
            archive.Dispose();
        }

        base.Dispose(disposing);
    }
}
