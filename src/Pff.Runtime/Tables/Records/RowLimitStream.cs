namespace Pff.Runtime.Tables.Records;

/// <summary>
/// Counts what is read between one record and the next, because libraries collect a text of any length. Closing it leaves
/// the file open.
/// </summary>
internal sealed class RowLimitStream(Stream inner, int maximum) : Stream
{
    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A record has been read; readers are ahead by their buffer only.</summary>
    public void StartRecord() => _count = 0;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _count += read;
        return _count <= maximum ? read : throw new TableException(
            $"a row is longer than {maximum} bytes", $"uma linha tem mais de {maximum} bytes");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
