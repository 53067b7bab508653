using Pff.Runtime.Http;

namespace Pff.Runtime.Replaying;

/// <summary>The transport of a replay, which has no use for one: whatever comes here is a bug.</summary>
internal sealed class NoNetwork : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"a replay was about to send {request.Method} {request.RequestUri}");
}

/// <summary>The secrets of a replay: it sends none, and shows and compares requests without them.</summary>
public sealed class NoSecrets : ISecretReader
{
    public string? ReadEnvironmentVariable(string name) => RequestJson.Redacted;

    public string? ReadFile(string path) => RequestJson.Redacted;

    public byte[]? ReadBytes(string path) => null;
}
