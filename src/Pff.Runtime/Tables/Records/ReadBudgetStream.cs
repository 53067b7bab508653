namespace Pff.Runtime.Tables.Records;

/// <summary>
/// Ends a read that goes in circles: a damaged <c>.xls</c> can lead its library from one place of the file to another and
/// back for ever. A sound file is read a few times over at most.
/// </summary>
internal sealed class ReadBudgetStream(Stream inner) : Stream
{
    private const long Least = 16L * 1024 * 1024;
    private const int Times = 64;

    private readonly long _limit = Least + (inner.Length * Times);
    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        // A read at the end of the file counts too.
        var read = inner.Read(buffer);
        _count += read + 16;
        return _count <= _limit ? read : throw new TableException("it leads in circles", "ela leva em círculos");
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
