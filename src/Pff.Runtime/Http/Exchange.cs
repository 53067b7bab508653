using System.Net.Http.Headers;
using Pff.Core.Plan;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pff.Runtime.Http;

/// <summary>One call on its way: its attempts, and what the last of them gave. Used once.</summary>
internal sealed class Exchange(MethodClient method, RenderedRequest request, string? idempotencyKey)
{
    /// <summary>How long a request waits for the one that probes a recovering host.</summary>
    private static readonly TimeSpan ProbeWait = TimeSpan.FromMilliseconds(100);
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly long _started = method.Time.GetTimestamp();
    private HostClient? _admitted;
    private volatile bool _hasLeft;
    private ulong _failedHosts;
    private Judgement _judgement;
    private bool _isUnderWay;

    public AttemptEnd End { get; private set; } = AttemptEnd.Unavailable;

    public int Status { get; private set; }

    public byte[] Body { get; private set; } = [];

    /// <summary>Why there was no connection or token; never a secret.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>Of the last attempt.</summary>
    public HostClient Host { get; private set; } = method.Api.Hosts[0];

    public int Attempts { get; private set; }

    /// <summary>Whether some attempt may have had an effect that no later answer confirmed.</summary>
    public bool MayHaveEffect { get; private set; }

    public bool? HasEffect => _judgement.HasEffect;

    /// <summary>For the circuit breaker: whether the attempt counts against its host.</summary>
    public bool IsHostFault { get; private set; }

    private TimeSpan? RetryAfter { get; set; }

    private bool IsMultiHost => method.Api.Hosts.Length > 1;

    /// <summary>Waits for the preferred host's gate, so that waiting here counts towards no timeout.</summary>
    public async ValueTask EnterAsync(CancellationToken abort)
    {
        var host = Choose() ?? method.Api.Hosts[0];
        await host.Gate.EnterAsync(abort).ConfigureAwait(false);
        _admitted = host;
        host.Budget.Earn();
    }

    public void LeaveGate()
    {
        _admitted?.Gate.Leave();
        _admitted = null;
    }

    /// <summary>One attempt at the best host, as soon as one may be tried.</summary>
    public async ValueTask<Outcome<Exchange>> AttemptAsync(ResilienceContext context)
    {
        try
        {
            // A halted run makes no more attempts: what the last one gave is what the call gave.
            while (!method.Control.IsHalted)
            {
                if (Choose() is not { } host)
                {
                    LeaveGate();
                    await Task.Delay(UntilSomeHostOpens(), method.Time, context.CancellationToken).ConfigureAwait(false);
                    continue;
                }

                await AdmitAsync(host, context.CancellationToken).ConfigureAwait(false);
                var outcome = await host.PipelineFor(method.Timeouts.AttemptMs)
                    .ExecuteOutcomeAsync(static (c, exchange) => exchange.SendAsync(c.CancellationToken), context, this)
                    .ConfigureAwait(false);
                LeaveGate();
                if (outcome.Exception is not BrokenCircuitException)
                {
                    return Conclude(outcome);
                }

                await Task.Delay(ProbeWait, method.Time, context.CancellationToken).ConfigureAwait(false);
            }

            return Outcome.FromResult(this);
        }
        catch (OperationCanceledException e)
        {
            return Outcome.FromException<Exchange>(e);
        }
    }

    /// <summary>Whether to go on after the last attempt. Draws on the retry budget, so ask once.</summary>
    public bool WantsRetry()
    {
        if (!_judgement.MayRepeat || method.Control.IsHalted)
        {
            return false;
        }

        if (Choose() is not { } next)
        {
            return true;
        }

        if (RetryAfter is not { } wait)
        {
            return next.Budget.TrySpend();
        }

        // The server itself asked for the repetition, so it costs nothing; but a wait beyond the deadline is no use.
        var total = method.Timeouts.TotalMs;
        return next != Host || total <= 0 || method.Time.GetElapsedTime(_started) + wait < TimeSpan.FromMilliseconds(total);
    }

    public TimeSpan DelayBefore(int retry) =>
        IsMultiHost && Choose() is { } next && next != Host ? TimeSpan.Zero
        : RetryAfter ?? method.Timing.Backoff(method.Retry, retry);

    /// <summary>The whole call ran out of time.</summary>
    public void ExpireDeadline()
    {
        if (_isUnderWay)
        {
            Conclude(Outcome.FromException<Exchange>(new TimeoutRejectedException()));
        }
    }

    /// <summary>From now on the request may have reached its host.</summary>
    public void Leave() => _hasLeft = true;

    /// <summary>The first healthy host that has not failed this call; else the first healthy one; null where all are open.</summary>
    private HostClient? Choose()
    {
        var hosts = method.Api.Hosts;
        if (!IsMultiHost)
        {
            return hosts[0].OpenFor == TimeSpan.Zero ? hosts[0] : null;
        }

        HostClient? fallback = null;
        for (var i = 0; i < hosts.Length; i++)
        {
            if (hosts[i].OpenFor > TimeSpan.Zero)
            {
                continue;
            }

            if ((_failedHosts & Bit(i)) == 0)
            {
                return hosts[i];
            }

            fallback ??= hosts[i];
        }

        return fallback;
    }

    private TimeSpan UntilSomeHostOpens()
    {
        var shortest = method.Api.Hosts.Min(host => host.OpenFor);
        return shortest > ProbeWait ? shortest : ProbeWait;
    }

    private async ValueTask AdmitAsync(HostClient host, CancellationToken cancellation)
    {
        if (_admitted != host)
        {
            LeaveGate();
            await host.Gate.EnterAsync(cancellation).ConfigureAwait(false);
            _admitted = host;
        }

        Host = host;
    }

    private Outcome<Exchange> Conclude(Outcome<Exchange> outcome)
    {
        if (outcome.Exception is not null and not TimeoutRejectedException)
        {
            return outcome;
        }

        if (outcome.Exception is not null)
        {
            End = Status > 0 ? AttemptEnd.Incomplete : AttemptEnd.TimedOut;
        }

        _isUnderWay = false;
        _judgement = Judge();
        if (End == AttemptEnd.TimedOut || Status is 429 or 503)
        {
            Host.Gate.Report(isOverloaded: true);
        }
        else if (End == AttemptEnd.Answered && !_judgement.IsHostFault)
        {
            Host.Gate.Report(isOverloaded: false);
        }

        MayHaveEffect |= _judgement.HasEffect is null;
        if (_judgement.MayRepeat)
        {
            _failedHosts |= Bit(method.Api.Hosts.IndexOf(Host));
        }

        return Outcome.FromResult(this);
    }

    private Judgement Judge() => Reliability.Judge(End, Status, method.IsRepeatable, _hasLeft, RetryAfter is not null);

    private static ulong Bit(int index) => index < 64 ? 1UL << index : 0;

    private async ValueTask<Outcome<Exchange>> SendAsync(CancellationToken cancellation)
    {
        Attempts++;
        (Status, Body, Reason, RetryAfter, IsHostFault, _isUnderWay, _hasLeft) = (0, [], string.Empty, null, false, true, false);
        method.Counters.CountAttempt(Attempts > 1, request.Body?.Length ?? 0);
        try
        {
            string? token = null;
            if (method.Api.Authenticator.Tokens is { } tokens)
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

                Attempts++;
                method.Counters.CountAttempt(isRetry: true, request.Body?.Length ?? 0);
            }

            await SendAsync(token, cancellation).ConfigureAwait(false);
            return EndWith(End, Reason);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            return Outcome.FromException<Exchange>(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return EndWith(EndOf(e), ReasonOf(e));
        }
    }

    private async ValueTask SendAsync(string? token, CancellationToken cancellation)
    {
        Status = 0;
        _hasLeft = method.IsRead;
        using var message = Render(token);
        using var response = await method.Api.Invoker.SendAsync(message, cancellation).ConfigureAwait(false);
        RetryAfter = response.Headers.RetryAfter is null ? null : RetryTiming.RetryAfter(response.Headers, method.Time.GetUtcNow());
        Status = (int)response.StatusCode;
        var body = await ResponseBody.ReadAsync(response.Content, method.Api.Descriptor.Limits.MaximumResponseBytes, cancellation).ConfigureAwait(false);
        End = body is null ? AttemptEnd.TooLarge : AttemptEnd.Answered;
        Body = body ?? [];
        method.Counters.CountReceived(Body.Length);
        if (RetryAfter is { } pause && Status is 429 or 503)
        {
            Host.Gate.Pause(pause);
        }
    }

    private HttpRequestMessage Render(string? token)
    {
        var query = method.Api.Authenticator.QueryPair;
        var address = query is null
            ? Host.Address + request.PathAndQuery
            : Host.Address + request.PathAndQuery + (request.PathAndQuery.Contains('?') ? "&" : "?") + query;
        var message = new HttpRequestMessage(method.Verb, new Uri(address, AsItIs));
        if (request.Body is not null || !method.IsRead)
        {
            message.Content = new TrackedContent(request.Body, method.MediaType, this);
        }

        var headers = message.Headers;
        Add(message, "User-Agent", "pff");
        if (!method.HasAccept)
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
        else if (method.Api.Authenticator.Header is { } header)
        {
            Add(message, header.Key, header.Value);
        }

        if (idempotencyKey is not null)
        {
            Add(message, method.Descriptor.IdempotencyHeader, idempotencyKey);
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

    private Outcome<Exchange> EndWith(AttemptEnd end, string reason)
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
