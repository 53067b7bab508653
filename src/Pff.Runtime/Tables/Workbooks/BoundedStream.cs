namespace Pff.Runtime.Tables.Workbooks;

/// <summary>A part of a workbook unpacks to more than a real one does.</summary>
internal sealed class UnpackingException(string part) : Exception($"'{part}' unpacks too large")
{
    public string Part { get; } = part;
}

/// <summary>What a zip entry unpacks to, counted: what its directory claims about its size is not believed.</summary>
internal sealed class BoundedStream(Stream inner, string part, long packedLength, TableOptions options) : Stream
{
    /// <summary>Small parts are often very repetitive, so their ratio tells nothing.</summary>
    private const long RatioStartsAt = 1024 * 1024;

    private readonly long _limit = Math.Min(
        options.MaximumUnpackedBytes,
        Math.Max(RatioStartsAt, Math.Min(packedLength, long.MaxValue / options.MaximumUnpackingRatio) * options.MaximumUnpackingRatio));

    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _count += read;
        return _count <= _limit ? read : throw new UnpackingException(part);
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
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
