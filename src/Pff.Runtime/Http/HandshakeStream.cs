namespace Pff.Runtime.Http;

/// <summary>
/// A connection within TLS until its host has answered for the first time. In TLS 1.3 the client is done with the handshake
/// before the host has looked at its certificate, so a request may be under way by the time that the host refuses it: the
/// refusal comes instead of the first answer, and the host has not taken the request then, for it reads no request of
/// somebody whom it has not let in.
/// </summary>
/// <param name="opener">The attempt that the connection was opened for; null where it is none.</param>
internal sealed class HandshakeStream(Stream inner, Attempt? opener) : Stream
{
    /// <summary>How long what the host has said is looked for when it takes nothing any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile bool _isAnswered;
    private volatile IOException? _refusal;
    private volatile Task _reading = Task.CompletedTask;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isAnswered ? inner.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isAnswered ? inner.WriteAsync(buffer, cancellationToken) : WriteFirstAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = reading.Task;
        try
        {
            var count = await inner.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            _isAnswered |= count > 0;
            return count;
        }
        catch (IOException e) when (CertificateRefusal.AlertIn(e) > 0)
        {
            _refusal = e;
            opener?.RefusedAtDoor(CertificateRefusal.AlertIn(e));
            throw new HandshakeRefusedException(e);
        }
        finally
        {
            reading.SetResult();
        }
    }

    /// <summary>A host that has refused takes no more, and why it does not is only there to read.</summary>
    private async ValueTask WriteFirstAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            await LookForRefusalAsync().ConfigureAwait(false);
            if (_refusal is { } refusal)
            {
                throw new HandshakeRefusedException(refusal);
            }

            throw;
        }
    }

    /// <summary>The connection is of no use any more, so that what is read here is missed by nobody.</summary>
    private async ValueTask LookForRefusalAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            if (_reading is { IsCompleted: false } reading)
            {
                await reading.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            else if (_refusal is null)
            {
                await ReadFirstAsync(new byte[1], limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It has said nothing, or _refusal has it.
        }
    }
}
