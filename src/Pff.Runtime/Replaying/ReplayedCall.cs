using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Http;

namespace Pff.Runtime.Replaying;

/// <summary>A request as a replay renders it, with secrets shown as <c>(secret)</c>, and what the journal has for it.</summary>
/// <param name="Url">At the preferred host. Credentials are added when a request is sent, so they are in none of this.</param>
/// <param name="Sha256">Of the request as it was rendered just now.</param>
/// <param name="RecordedSha256">As the run recorded it; null where it recorded none.</param>
public sealed record ReplayedCall(CallKey Key, string StepId, string Method, string Verb, string Url, string Sha256, string? RecordedSha256)
{
    /// <summary>Those of the method and its arguments, and the idempotency key, in the order in which they are sent.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Null where there is none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    internal static ReplayedCall Of(CallKey key, string stepId, MethodClient method, RenderedRequest request, CallOutcome outcome, CallIntent? intent)
    {
        var descriptor = method.Descriptor;
        var headers = request.Headers.ToImmutableArray();
        if (request.Body is not null)
        {
            headers = headers.Add(KeyValuePair.Create("Content-Type", method.MediaType.ToString()));
        }

        if (intent?.IdempotencyKey is { } idempotencyKey)
        {
            headers = headers.Add(KeyValuePair.Create(descriptor.IdempotencyHeader, idempotencyKey));
        }

        return new ReplayedCall(
            key, stepId, descriptor.Name, descriptor.Verb, method.Api.Hosts[0].Address + request.PathAndQuery, request.Fingerprint(descriptor.Verb),
            outcome.RequestSha256 ?? intent?.RequestSha256)
        {
            Headers = headers,
            Body = request.Body is { } body ? new ReadOnlyMemory<byte>(body) : default(ReadOnlyMemory<byte>?),
        };
    }
}
