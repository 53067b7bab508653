using System.Net.Http.Headers;
using Pff.Core.Plan;
using Polly;
using Polly.Timeout;

namespace Pff.Runtime.Http;

/// <summary>
/// One request on its way to one host, and how it ended. Used once. With OAuth 2.0 it may go twice, because a refused
/// token asks for a new one.
/// </summary>
internal sealed class Attempt(Exchange exchange, HostClient host)
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly MethodClient _method = exchange.Method;
    private volatile bool _hasLeft;
    private volatile bool _isUnderWay;
    private int _status;
    private long _begun;
    private bool _isRepeated;

    public Exchange Exchange => exchange;

    public HostClient Host => host;

    public AttemptEnd End { get; private set; } = AttemptEnd.Unavailable;

    public int Status => Volatile.Read(ref _status);

    public byte[] Body { get; private set; } = [];

    /// <summary>Why there was no connection or token; never a secret.</summary>
    public string Reason { get; private set; } = string.Empty;

    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>For the circuit breaker: whether the attempt counts against its host.</summary>
    public bool IsHostFault { get; private set; }

    /// <summary>What its end means; of no use before.</summary>
    public Judgement Judgement { get; private set; }

    /// <summary>Whether it was begun and has not come to an end.</summary>
    public bool IsUnderWay => _isUnderWay;

    /// <summary>Whether the host has been asked and has not begun to answer.</summary>
    public bool IsUnanswered => _isUnderWay && _hasLeft && Status == 0;

    /// <summary>Sends it through the host's breaker, within an attempt's time.</summary>
    public async ValueTask<Outcome<Attempt>> RunAsync(ResilienceContext context)
    {
        var outcome = await host.PipelineFor(_method.Timeouts.AttemptMs)
            .ExecuteOutcomeAsync(static (c, attempt) => attempt.SendAsync(c.CancellationToken), context, this)
            .ConfigureAwait(false);
        if (outcome.Exception is not null and not TimeoutRejectedException)
        {
            return outcome;
        }

        Conclude(isTimedOut: outcome.Exception is not null);
        return Outcome.FromResult(this);
    }

    /// <summary>From now on the request may have reached its host.</summary>
    public void Leave() => _hasLeft = true;

    public void Conclude(bool isTimedOut)
    {
        if (isTimedOut)
        {
            End = Status > 0 ? AttemptEnd.Incomplete : AttemptEnd.TimedOut;
        }

        _isUnderWay = false;
        Judgement = Judge();
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

        _method.Api.Outliers?.Report(host, Judgement.IsHostFault);
        if (Judgement.MayRepeat)
        {
            exchange.HasFailedAt(host);
        }
    }

    private Judgement Judge() => Reliability.Judge(End, Status, _method.IsRepeatable, _hasLeft, RetryAfter is not null);

    private async ValueTask<Outcome<Attempt>> SendAsync(CancellationToken cancellation)
    {
        _isUnderWay = true;
        exchange.CountAttempt();
        (_begun, _isRepeated) = (_method.Time.GetTimestamp(), exchange.Attempts > 1);
        try
        {
            string? token = null;
            if (_method.Api.Authenticator.Tokens is { } tokens)
            {
                var answer = await tokens.GetAsync(cancellation).ConfigureAwait(false);
                if (answer.Token is null)
                {
                    return EndWith(AttemptEnd.NoToken, answer.Reason);
                }

                token = answer.Token;
                await SendAsync(token, cancellation).ConfigureAwait(false);
                if (Status != 401)
                {
                    return EndWith(End, Reason);
                }

                // A 401 is a plain refusal, so even a write may go again, once, with a new token.
                tokens.Reject(token);
                token = (await tokens.GetAsync(cancellation).ConfigureAwait(false)).Token;
                if (token is null)
                {
                    return EndWith(End, Reason);
                }

                exchange.CountAttempt();
            }

            await SendAsync(token, cancellation).ConfigureAwait(false);
            return EndWith(End, Reason);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            if (exchange.IsOvertaken(this))
            {
                _method.Api.Outliers?.Report(host, isFault: true);
            }

            return Outcome.FromException<Attempt>(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return EndWith(EndOf(e), ReasonOf(e));
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
        End = body is null ? AttemptEnd.TooLarge : AttemptEnd.Answered;
        Body = body ?? [];
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

    private Outcome<Attempt> EndWith(AttemptEnd end, string reason)
    {
        End = end;
        Reason = reason;
        IsHostFault = Judge().IsHostFault;
        return Outcome.FromResult(this);
    }

    private AttemptEnd EndOf(Exception e) =>
        Status > 0 ? AttemptEnd.Incomplete
        : e is OperationCanceledException ? AttemptEnd.NotConnected
        : e is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        }
            ? AttemptEnd.NotConnected
            : AttemptEnd.Broken;

    private static string ReasonOf(Exception e) => e switch
    {
        OperationCanceledException => "connect timeout",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name cannot be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy refused",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => MethodClient.Malformed,
        _ => "connection refused or lost",
    };
}
