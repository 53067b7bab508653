using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>A token, or a reason without a secret in it.</summary>
internal readonly record struct TokenAnswer(string? Token, LocalizedText? Reason);

/// <summary>
/// OAuth 2.0 client credentials (RFC 6749 section 4.4): one token for all calls, fetched by one of them while the others
/// wait, and renewed before it ends.
/// </summary>
internal sealed class TokenSource
{
    private const long MaximumAnswerBytes = 256 * 1024;

    /// <summary>RFC 6749 sections 5.2 and 4.1.2.1.</summary>
    private static readonly ImmutableArray<string> StandardErrors =
    [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
        "access_denied", "server_error", "temporarily_unavailable",
    ];

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(15);

    private readonly Uri _address;
    private readonly AuthenticationHeaderValue? _client;
    private readonly string _form;
    private readonly HttpMessageInvoker _invoker;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private volatile Token? _current;
    private Task<TokenAnswer>? _fetch;

    /// <param name="clientSecret">Null where the client certificate alone says who asks.</param>
    public TokenSource(ClientCredentialsAuth auth, Uri address, string clientId, string? clientSecret, HttpMessageInvoker invoker, TimeProvider time)
    {
        _address = address;
        _invoker = invoker;
        _time = time;

        // RFC 6749 section 2.3.1: both are form-encoded before they are joined. RFC 8705 section 2: the form has the name then.
        _client = clientSecret is null
            ? null
            : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.EscapeDataString(clientId) + ":" + Uri.EscapeDataString(clientSecret))));
        _form = "grant_type=client_credentials"
            + (clientSecret is null ? "&client_id=" + Uri.EscapeDataString(clientId) : "")
            + (auth.Scopes.IsDefaultOrEmpty ? "" : "&scope=" + Uri.EscapeDataString(string.Join(' ', auth.Scopes)));
    }

    /// <summary>The token in use, so that messages can leave it out.</summary>
    public string? Current => _current?.Text;

    public ValueTask<TokenAnswer> GetAsync(CancellationToken cancellation)
    {
        if (Fresh() is { } known)
        {
            return ValueTask.FromResult(known);
        }

        Task<TokenAnswer> fetch;
        lock (_lock)
        {
            if (Fresh() is { } renewed)
            {
                return ValueTask.FromResult(renewed);
            }

            // Not on behalf of one caller: the others wait for it too.
            fetch = _fetch ??= Task.Run(FetchAsync, CancellationToken.None);
        }

        return new ValueTask<TokenAnswer>(fetch.WaitAsync(cancellation));
    }

    /// <summary>The server no longer takes this token; a newer one stays.</summary>
    public void Reject(string token)
    {
        lock (_lock)
        {
            if (_current?.Text == token)
            {
                _current = null;
            }
        }
    }

    private TokenAnswer? Fresh() => _current is { } token && _time.GetElapsedTime(token.AskedAt) < token.RenewAfter
        ? new TokenAnswer(token.Text, null)
        : null;

    private async Task<TokenAnswer> FetchAsync()
    {
        TokenAnswer answer;
        Token? token = null;
        try
        {
            using var timeout = new CancellationTokenSource(FetchTimeout, _time);
            (token, var reason) = await RequestAsync(timeout.Token).ConfigureAwait(false);
            answer = new TokenAnswer(token?.Text, reason);
        }
        catch (OperationCanceledException)
        {
            answer = new TokenAnswer(null, new("timeout", "tempo esgotado"));
        }
        catch (InvalidDataException)
        {
            answer = new TokenAnswer(null, NetworkReasons.NoToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            answer = new TokenAnswer(null, ReasonOf(e));
        }

        lock (_lock)
        {
            _current = token ?? _current;
            _fetch = null;
        }

        return answer;
    }

    private static LocalizedText ReasonOf(Exception e) =>
        CertificateRefusal.AlertIn(e) is > 0 and var alert ? CertificateRefusal.ReasonOf(alert) : NetworkReasons.Of(e);

    private async Task<(Token? Token, LocalizedText? Reason)> RequestAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new StringContent(_form, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = _client;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        var askedAt = _time.GetTimestamp();
        using var response = await _invoker.SendAsync(request, cancellation).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        var body = await ResponseBody.ReadAsync(response.Content, MaximumAnswerBytes, cancellation).ConfigureAwait(false);
        return Reliability.IsSuccess(status) ? Parse(body, askedAt) : (null, Refusal(status, body));
    }

    private static LocalizedText Refusal(int status, byte[]? body)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"status {status}{(ErrorIn(body) is { } error ? ": " + error : "")}");
        return new LocalizedText(text, text);
    }

    /// <summary>Only what the standard knows is repeated: anything else might be a secret that the server was given.</summary>
    private static string? ErrorIn(byte[]? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                    ? StandardErrors.FirstOrDefault(known => error.ValueEquals(known))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (Token? Token, LocalizedText? Reason) Parse(byte[]? body, long askedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("access_token", out var text)
                || text.ValueKind != JsonValueKind.String
                || text.GetString() is not { Length: > 0 } token
                || !HeaderText.IsSendable(token))
            {
                return (null, NetworkReasons.NoToken);
            }

            var lifetime = root.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var given)
                ? TimeSpan.FromSeconds(Math.Clamp(given, 0, 365 * 24 * 3600))
                : DefaultLifetime;
            var margin = lifetime / 5 < LongestMargin ? lifetime / 5 : LongestMargin;
            return (new Token(token, askedAt, lifetime - margin), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, NetworkReasons.NoToken);
        }
    }

    /// <param name="AskedAt">The moment of <see cref="TimeProvider.GetTimestamp"/>, which nobody sets as they do the time of day.</param>
    private sealed record Token(string Text, long AskedAt, TimeSpan RenewAfter);
}
