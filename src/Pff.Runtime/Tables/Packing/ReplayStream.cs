namespace Pff.Runtime.Tables.Packing;

/// <summary>
/// What a packed file unpacks to, as a stream that can go back: it starts to unpack again and skips. Nothing is kept in
/// memory or on the disk, so that going back costs time instead of room.
/// </summary>
internal sealed class ReplayStream(Func<Stream> open) : Stream
{
    private Stream? _inner;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set
        {
            if (value < _position)
            {
                _inner?.Dispose();
                _inner = null;
                _position = 0;
            }

            var buffer = value > _position ? new byte[Math.Min(value - _position, 64 * 1024)] : [];
            while (_position < value && Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, value - _position))) > 0)
            {
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        _inner ??= open();
        var read = _inner.Read(buffer);
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => throw new NotSupportedException(),
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
