using System.Net;
using System.Net.Http.Headers;

namespace Pff.Runtime.Http;

/// <summary>
/// A request body that tells its attempt when the request may be under way. The handler asks for the body only when it
/// has a connection and nothing of the request has left yet, so a failure before that moment certainly had no effect.
/// Writes without a body have an empty one for the same reason; a request with a body is also never repeated by the
/// handler itself.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] _body;
    private readonly Attempt _attempt;

    public TrackedContent(byte[]? body, MediaTypeHeaderValue? mediaType, Attempt attempt)
    {
        _attempt = attempt;
        _body = body ?? [];
        if (body is not null)
        {
            Headers.ContentType = mediaType;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _attempt.Leave();
        return _body.Length == 0 ? Task.CompletedTask : stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
