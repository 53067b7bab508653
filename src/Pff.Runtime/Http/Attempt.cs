using System.Net.Http.Headers;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>
/// One request on its way to one host, and how it ended. Used once. With OAuth 2.0 it may go twice, because a refused
/// token asks for a new one.
/// </summary>
/// <param name="pass">Of the host's breaker.</param>
internal sealed class Attempt(Exchange exchange, HostClient host, BreakerPass pass)
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly HttpRequestOptionsKey<Attempt> Owner = new("pff.attempt");

    private readonly MethodClient _method = exchange.Method;
    private volatile bool _hasLeft;
    private volatile bool _isUnderWay;
    private volatile int _refusedAtDoor;
    private int _status;
    private long _begun;
    private bool _isRepeated;

    public Exchange Exchange => exchange;

    public HostClient Host => host;

    public AttemptEnd End { get; private set; } = AttemptEnd.Unavailable;

    public int Status => Volatile.Read(ref _status);

    public byte[] Body { get; private set; } = [];

    /// <summary>Why there was no connection or token; never a secret.</summary>
    public LocalizedText? Reason { get; private set; }

    /// <summary>The TLS alert with which the host refused the client certificate, or asked for one; 0 where it did not.</summary>
    public int Alert { get; private set; }

    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>What its end means; of no use before.</summary>
    public Judgement Judgement { get; private set; }

    /// <summary>Whether the call's time ended it, and not its own.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Whether it was begun and has not come to an end.</summary>
    public bool IsUnderWay => _isUnderWay;

    /// <summary>Whether the host has been asked and has not begun to answer.</summary>
    public bool IsUnanswered => _isUnderWay && _hasLeft && Status == 0;

    /// <summary>The attempt that a request of HTTP/2 is sent for; null where it is no attempt's, of a token for example.</summary>
    public static Attempt? Of(HttpRequestMessage message) => message.Options.TryGetValue(Owner, out var attempt) ? attempt : null;

    /// <summary>A connection that was opened for it was refused with this alert before anything was answered there.</summary>
    public void RefusedAtDoor(int alert) => _refusedAtDoor = alert;

    /// <summary>Sends it, within an attempt's time.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; it has no end then.</exception>
    public async ValueTask RunAsync(CancellationToken stop)
    {
        _isUnderWay = true;
        exchange.CountAttempt();
        (_begun, _isRepeated) = (_method.Time.GetTimestamp(), exchange.Attempts > 1);
        using var limit = _method.Api.Limits.Begin(exchange.TimeForAttempt(out var isCutShort), stop);
        try
        {
            if (_method.Api.Authenticator.Tokens is { } tokens)
            {
                await SendWithTokenAsync(tokens, limit.Token).ConfigureAwait(false);
            }
            else
            {
                await SendAsync(null, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            host.Breaker.GiveUp(pass);
            if (exchange.IsOvertaken(this))
            {
                _method.Api.Outliers?.Report(host, isFault: true);
            }

            throw;
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            (End, Reason) = (Status > 0 ? AttemptEnd.Incomplete : AttemptEnd.TimedOut, NetworkReasons.TooSlow);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            (End, Reason, Alert) = (EndOf(e), NetworkReasons.Of(e), StayedOutside(e) ? _refusedAtDoor : CertificateRefusal.AlertIn(e));
        }

        IsCutShort = isCutShort && limit.Token.IsCancellationRequested && End is AttemptEnd.TimedOut or AttemptEnd.Incomplete;
        Conclude(saysNothing: End == AttemptEnd.NoToken || IsCutShort);
    }

    /// <summary>From now on the request may have reached its host.</summary>
    public void Leave() => _hasLeft = true;

    /// <param name="saysNothing">Nothing of the host: the attempt had not its whole time, or never came to it.</param>
    private void Conclude(bool saysNothing)
    {
        _isUnderWay = false;
        Judgement = Reliability.Judge(End, Status, _method.IsRepeatable, _hasLeft, RetryAfter is not null);
        if (End == AttemptEnd.TimedOut || Status is 429 or 503)
        {
            host.Gate.Report(isOverloaded: true);
        }
        else if (End == AttemptEnd.Answered && !Judgement.IsHostFault)
        {
            host.Gate.Report(isOverloaded: false);
        }

        if (End != AttemptEnd.NoToken)
        {
            host.Health.Count(Judgement.IsHostFault || Status == 429, _isRepeated, _method.Time.GetElapsedTime(_begun));
        }

        if (saysNothing)
        {
            host.Breaker.GiveUp(pass);
        }
        else
        {
            host.Breaker.Report(pass, Judgement.IsHostFault);
        }

        _method.Api.Outliers?.Report(host, Judgement.IsHostFault);
        if (Judgement.MayRepeat)
        {
            exchange.HasFailedAt(host);
        }
    }

    private async ValueTask SendWithTokenAsync(TokenSource tokens, CancellationToken cancellation)
    {
        var answer = await tokens.GetAsync(cancellation).ConfigureAwait(false);
        if (answer.Token is null)
        {
            (End, Reason) = (AttemptEnd.NoToken, answer.Reason);
            return;
        }

        await SendAsync(answer.Token, cancellation).ConfigureAwait(false);
        if (Status != 401)
        {
            return;
        }

        // A 401 is a plain refusal, so even a write may go again, once, with a new token.
        tokens.Reject(answer.Token);
        if ((await tokens.GetAsync(cancellation).ConfigureAwait(false)).Token is { } renewed)
        {
            exchange.CountAttempt();
            await SendAsync(renewed, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(string? token, CancellationToken cancellation)
    {
        Volatile.Write(ref _status, 0);

        // HTTP/2 sends the head of a request before it asks for the body.
        _hasLeft = _method.IsRead || _method.Api.IsHttp2;
        using var message = Render(token);
        using var response = await _method.Api.Invoker.SendAsync(message, cancellation).ConfigureAwait(false);
        RetryAfter = response.Headers.RetryAfter is null ? null : RetryTiming.RetryAfter(response.Headers, _method.Time.GetUtcNow());
        Volatile.Write(ref _status, (int)response.StatusCode);
        var body = await ResponseBody.ReadAsync(response.Content, _method.Api.Descriptor.Limits.MaximumResponseBytes, cancellation).ConfigureAwait(false);
        End = body is null ? AttemptEnd.TooLarge
            : _method.Descriptor.AnswersJson && Reliability.IsSuccess(Status) && WebPage.Is(response.Content.Headers, body) ? AttemptEnd.WebPage
            : AttemptEnd.Answered;
        Body = body is null ? [] : _method.Api.Authenticator.Redact(body);
        _method.Counters.CountReceived(Body.Length);
        if (RetryAfter is { } pause && Status is 429 or 503)
        {
            host.Gate.Pause(pause);
        }
    }

    private HttpRequestMessage Render(string? token)
    {
        var request = exchange.Request;
        var query = _method.Api.Authenticator.QueryPair;
        var address = query is null
            ? host.Address + request.PathAndQuery
            : host.Address + request.PathAndQuery + (request.PathAndQuery.Contains('?') ? "&" : "?") + query;
        var message = new HttpRequestMessage(_method.Verb, new Uri(address, AsItIs)) { Version = _method.Api.HttpVersion };
        if (_method.Api.IsHttp2)
        {
            message.Options.Set(Owner, this);
        }

        if (request.Body is not null || !_method.IsRead)
        {
            message.Content = new TrackedContent(request.Body, _method.MediaType, this);
        }

        var headers = message.Headers;
        Add(message, "User-Agent", "pff");
        if (!_method.HasAccept)
        {
            Add(message, "Accept", "application/json");
        }

        foreach (var (name, value) in request.Headers)
        {
            Add(message, name, value);
        }

        if (token is not null)
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (_method.Api.Authenticator.Header is { } header)
        {
            Add(message, header.Key, header.Value);
        }

        if (exchange.IdempotencyKey is { } key)
        {
            Add(message, _method.Descriptor.IdempotencyHeader, key);
        }

        return message;
    }

    /// <summary>Names and values are checked already; headers about the body belong to the body.</summary>
    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!message.Headers.TryAddWithoutValidation(name, value))
        {
            message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>
    /// The platform does not say why an HTTP/2 connection that it opened is none, only, in an error without a cause, that the
    /// request was given to no connection.
    /// </summary>
    private bool StayedOutside(Exception e) =>
        _refusedAtDoor > 0 && _method.Api.IsHttp2 && e is HttpRequestException { InnerException: null, HttpRequestError: HttpRequestError.Unknown };

    private AttemptEnd EndOf(Exception e) =>
        Status > 0 ? AttemptEnd.Incomplete
        : e is OperationCanceledException || CertificateRefusal.CameFirst(e) || StayedOutside(e) ? AttemptEnd.NotConnected
        : e is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        }
            ? AttemptEnd.NotConnected
            : AttemptEnd.Broken;
}
