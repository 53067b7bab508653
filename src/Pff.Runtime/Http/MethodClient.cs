using System.Net.Http.Headers;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Control;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;

namespace Pff.Runtime.Http;

/// <summary>Calls one method, and says what came of a call.</summary>
internal sealed class MethodClient
{
    public MethodClient(MethodDescriptor descriptor, ApiClient api, RunCounters counters, RunControl control)
    {
        Template = new MethodTemplate(descriptor);
        Api = api;
        Counters = counters;
        Control = control;
        Verb = new HttpMethod(descriptor.Verb);
        MediaType = MediaTypeHeaderValue.Parse(descriptor.RequestMediaType);
        HasAccept = descriptor.FixedHeaders.Any(h => h.Name.Equals("Accept", StringComparison.OrdinalIgnoreCase));
        Timeouts = Ordered(descriptor.Timeouts ?? api.Descriptor.Timeouts);
        Retry = descriptor.Retry ?? api.Descriptor.Retry;
        Cache = descriptor.Cache ?? api.Descriptor.Cache;
        IsShared = Cache.Coalesces || Cache.TimeToLiveMs > 0 || Cache.DiskMs > 0;
        HedgesAfter = IsRead && (descriptor.Hedge ?? api.Descriptor.Hedge).AfterMs is > 0 and var after ? TimeSpan.FromMilliseconds(after) : null;
    }

    public MethodTemplate Template { get; }

    public ApiClient Api { get; }

    public RunCounters Counters { get; }

    public RunControl Control { get; }

    public HttpMethod Verb { get; }

    public MediaTypeHeaderValue MediaType { get; }

    public bool HasAccept { get; }

    public TimeoutSettings Timeouts { get; }

    public RetrySettings Retry { get; }

    public CacheSettings Cache { get; }

    /// <summary>Whether a read of it may take what another one was answered.</summary>
    public bool IsShared { get; }

    /// <summary>Null where a read is not sent a second time while the first is under way.</summary>
    public TimeSpan? HedgesAfter { get; }

    public MethodDescriptor Descriptor => Template.Descriptor;

    public TimeProvider Time => Api.Time;

    public RetryTiming Timing => Api.Timing;

    public bool IsRead => Descriptor.Effect == Effect.Read;

    /// <summary>Whether sending the same request twice does no more than sending it once.</summary>
    public bool IsRepeatable => IsRead || Descriptor.IsIdempotent;

    /// <param name="needsBody">Whether anybody reads the response's body.</param>
    /// <exception cref="OperationCanceledException">As <see cref="Exchange.RunAsync"/> has it.</exception>
    public ValueTask<CallResult> SendAsync(RenderedRequest request, string? idempotencyKey, bool needsBody, CancellationToken abort) =>
        new Exchange(this, request, idempotencyKey).RunAsync(needsBody, abort);

    /// <summary>What an exchange that has ended means for its call.</summary>
    public CallResult Conclude(Exchange exchange, bool needsBody, int durationMs)
    {
        var isSuccess = Reliability.IsSuccess(exchange.Status);
        if (isSuccess && (exchange.End == AttemptEnd.Answered || (!needsBody && exchange.End is AttemptEnd.TooLarge or AttemptEnd.Incomplete)))
        {
            return new(CallState.Succeeded, exchange.Status, exchange.Body, null, exchange.Attempts, durationMs);
        }

        var failure = FailureOf(exchange);
        var isUnknown = !IsRead && exchange.HasEffect != true && exchange.MayHaveEffect;
        var state = isUnknown ? CallState.Unknown
            : !IsRead && exchange.HasEffect == true ? CallState.Succeeded
            : CallState.Failed;
        return new(
            state, exchange.Status, default, isUnknown ? RowCallFailures.EffectUnknown(Descriptor.Name, failure) : failure,
            exchange.Attempts, durationMs)
        {
            Cause = isUnknown ? failure : null,
        };
    }

    /// <summary>An attempt's timeout comes a little before the total one, so that the breaker hears of it.</summary>
    private static TimeoutSettings Ordered(TimeoutSettings timeouts) =>
        timeouts.TotalMs > 0 && (timeouts.AttemptMs <= 0 || timeouts.AttemptMs >= timeouts.TotalMs)
            ? timeouts with { AttemptMs = Math.Max(1, timeouts.TotalMs - (timeouts.TotalMs / 20)) }
            : timeouts;

    private RowFailure FailureOf(Exchange exchange)
    {
        var (name, host) = (Descriptor.Name, exchange.Host.Name);
        return exchange.End switch
        {
            AttemptEnd.Answered when exchange.Status is >= 300 and <= 399 => RowCallFailures.Redirected(name, host, exchange.Status),
            AttemptEnd.Answered => RowCallFailures.Status(
                name, host, exchange.Status, ErrorDetail.Of(exchange.Body, [.. Api.Authenticator.Secrets, .. exchange.Request.Secrets])),
            AttemptEnd.NotConnected or AttemptEnd.Broken when exchange.Alert > 0 => RowCallFailures.CertificateRefused(
                name, host, CertificateRefusal.ReasonOf(exchange.Alert)),
            AttemptEnd.NotConnected => RowCallFailures.NoConnection(name, host, exchange.Reason!),
            AttemptEnd.Broken when exchange.Reason == NetworkReasons.Malformed => RowCallFailures.MalformedAnswer(name, host),
            AttemptEnd.Broken => RowCallFailures.ConnectionLost(name, host),
            AttemptEnd.TimedOut => RowCallFailures.TimedOut(name, host, exchange.Attempts),
            AttemptEnd.TooLarge => RowCallFailures.ResponseTooLarge(name, host, Api.Descriptor.Limits.MaximumResponseBytes, exchange.Status),
            AttemptEnd.WebPage => RowCallFailures.WebPage(name, host, exchange.Status),
            AttemptEnd.Incomplete => RowCallFailures.AnswerIncomplete(name, host, exchange.Status, isTooSlow: exchange.Reason == NetworkReasons.TooSlow),
            AttemptEnd.Unavailable => RowCallFailures.NoHealthyHost(name, Api.Descriptor.Name),
            AttemptEnd.NoToken => RowCallFailures.NoToken(name, Api.Descriptor.Name, exchange.Reason!),
            _ => throw new InvalidOperationException($"no failure for {exchange.End}"),
        };
    }
}
