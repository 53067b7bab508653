using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>How requests to one API say who sends them. Secrets are read once, when the run starts.</summary>
internal sealed class Authenticator
{
    /// <summary>Shorter ones would be found in what is no secret.</summary>
    private const int ShortestRedacted = 8;

    private static readonly byte[] _shown = "(secret)"u8.ToArray();
    private readonly ImmutableArray<byte[]> _needles = [];

    /// <summary>Of the token in use.</summary>
    private volatile TokenNeedles? _current;

    private Authenticator()
    {
    }

    /// <summary>A header to send as it is.</summary>
    public KeyValuePair<string, string>? Header { get; private init; }

    /// <summary>An encoded <c>name=value</c> for the query.</summary>
    public string? QueryPair { get; private init; }

    /// <summary>Where the bearer token comes from, if it changes.</summary>
    public TokenSource? Tokens { get; private init; }

    /// <summary>Whoever the server takes requests to be from: what of the secrets names somebody. Null where requests are anybody's.</summary>
    public string? Identity { get; private init; }

    private ImmutableArray<string> Fixed
    {
        get;
        init
        {
            field = value;
            _needles = [.. value.SelectMany(NeedlesOf)];
        }
    } = [];

    /// <summary>What no message may repeat.</summary>
    public IEnumerable<string> Secrets => Tokens?.Current is { } token ? Fixed.Add(token) : Fixed;

    /// <summary>
    /// An answer without the credentials, should the server repeat them in it: what is answered goes into journals and reports.
    /// </summary>
    public byte[] Redact(byte[] body)
    {
        foreach (var needle in _needles)
        {
            body = Replace(body, needle);
        }

        if (Tokens?.Current is { } token)
        {
            // Two calls may make it at once, and it is the same.
            var known = _current is { } current && current.Token == token ? current : _current = new TokenNeedles(token, [.. NeedlesOf(token)]);
            foreach (var needle in known.Needles)
            {
                body = Replace(body, needle);
            }
        }

        return body;
    }

    public static Result<Authenticator> Create(ApiDescriptor api, ISecretReader reader, HttpMessageInvoker invoker, TimeProvider time)
    {
        var secrets = new SecretResolver(api.Name, reader);
        Authenticator? made = api.Auth switch
        {
            NoAuth => new Authenticator(),
            BearerAuth bearer => secrets.TryRead(bearer.Token, isForHeader: true, out var token) ? Bearer(token) : null,
            BasicAuth basic => secrets.TryRead(basic.User, isForHeader: false, out var user) && secrets.TryRead(basic.Password, isForHeader: false, out var password)
                ? Basic(user, password)
                : null,
            ApiKeyAuth key => secrets.TryRead(key.Key, key.Location == ApiKeyLocation.Header, out var text) ? ApiKey(key, text) : null,
            ClientCredentialsAuth client => Tokened(client, secrets, invoker, time),
            _ => throw new InvalidOperationException($"no such authentication: {api.Auth.GetType().Name}"),
        };
        if (made is not null)
        {
            return made;
        }

        return secrets.Failure ?? (api.Auth is ClientCredentialsAuth { TokenUrl: var url }
            ? RuntimeFailures.HostIsNotAnAddress(api.Name, url)
            : RuntimeFailures.PlanIsInconsistent($"the API key of '{api.Name}' has a name that no header can have"));
    }

    /// <summary>A secret as it is, and as a JSON text has it.</summary>
    private static IEnumerable<byte[]> NeedlesOf(string secret)
    {
        if (secret.Length < ShortestRedacted)
        {
            yield break;
        }

        var plain = Encoding.UTF8.GetBytes(secret);
        yield return plain;
        var escaped = JsonEncodedText.Encode(secret).EncodedUtf8Bytes;
        if (!escaped.SequenceEqual(plain))
        {
            yield return escaped.ToArray();
        }
    }

    private static byte[] Replace(byte[] body, byte[] needle)
    {
        var at = body.AsSpan().IndexOf(needle);
        if (at < 0)
        {
            return body;
        }

        using var replaced = new MemoryStream();
        var rest = body.AsSpan();
        for (; at >= 0; at = rest.IndexOf(needle))
        {
            replaced.Write(rest[..at]);
            replaced.Write(_shown);
            rest = rest[(at + needle.Length)..];
        }

        replaced.Write(rest);
        return replaced.ToArray();
    }

    private static Authenticator Bearer(string token) => new()
    {
        Header = KeyValuePair.Create("Authorization", "Bearer " + token),
        Identity = token,
        Fixed = [token],
    };

    private static Authenticator Basic(string user, string password)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password));
        return new() { Header = KeyValuePair.Create("Authorization", "Basic " + pair), Identity = user, Fixed = [password, pair] };
    }

    private static Authenticator? ApiKey(ApiKeyAuth key, string text)
    {
        if (key.Location == ApiKeyLocation.Query)
        {
            return new() { QueryPair = Uri.EscapeDataString(key.Name) + "=" + Uri.EscapeDataString(text), Identity = text, Fixed = [text] };
        }

        return HeaderText.IsUsableName(key.Name) ? new() { Header = KeyValuePair.Create(key.Name, text), Identity = text, Fixed = [text] } : null;
    }

    private static Authenticator? Tokened(ClientCredentialsAuth auth, SecretResolver secrets, HttpMessageInvoker invoker, TimeProvider time)
    {
        string? secret = null;
        return secrets.TryRead(auth.ClientId, isForHeader: false, out var id)
            && (auth.ClientSecret is not { } source || secrets.TryRead(source, isForHeader: false, out secret))
                ? FromTokens(auth, id, secret, invoker, time)
                : null;
    }

    private static Authenticator? FromTokens(ClientCredentialsAuth auth, string id, string? secret, HttpMessageInvoker invoker, TimeProvider time) =>
        Uri.TryCreate(auth.TokenUrl, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            ? new() { Tokens = new TokenSource(auth, address, id, secret, invoker, time), Identity = id, Fixed = secret is null ? [] : [secret] }
            : null;

    private sealed record TokenNeedles(string Token, ImmutableArray<byte[]> Needles);
}
