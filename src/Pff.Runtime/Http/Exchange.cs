using Pff.Core.Plan;
using Polly;
using Polly.CircuitBreaker;

namespace Pff.Runtime.Http;

/// <summary>One call on its way: its attempts, and what the last of them gave. Used once.</summary>
internal sealed class Exchange(MethodClient method, RenderedRequest request, string? idempotencyKey)
{
    /// <summary>How long a request waits for the one that probes a recovering host.</summary>
    private static readonly TimeSpan ProbeWait = TimeSpan.FromMilliseconds(100);

    private readonly long _started = method.Time.GetTimestamp();
    private HostClient? _admitted;
    private Attempt? _current;
    private Attempt? _second;
    private Attempt? _last;
    private ulong _failedHosts;
    private int _attempts;
    private bool _isHedged;

    public MethodClient Method => method;

    public RenderedRequest Request => request;

    public string? IdempotencyKey => idempotencyKey;

    public AttemptEnd End => _last?.End ?? AttemptEnd.Unavailable;

    public int Status => _last?.Status ?? 0;

    public byte[] Body => _last?.Body ?? [];

    /// <summary>Why there was no connection or token; never a secret.</summary>
    public string Reason => _last?.Reason ?? string.Empty;

    /// <summary>Of the last attempt.</summary>
    public HostClient Host => _last?.Host ?? method.Api.Hosts[0];

    /// <summary>Requests sent.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Whether some attempt may have had an effect that no later answer confirmed.</summary>
    public bool MayHaveEffect { get; private set; }

    public bool? HasEffect => _last?.Judgement.HasEffect;

    private bool IsMultiHost => method.Api.Hosts.Length > 1;

    /// <summary>Waits for the preferred host's gate, so that waiting here counts towards no timeout.</summary>
    public async ValueTask EnterAsync(CancellationToken abort)
    {
        var host = Choose() ?? method.Api.Hosts[0];
        await host.Gate.EnterAsync(abort).ConfigureAwait(false);
        _admitted = host;

        // The call may be repeated at any of them.
        foreach (var any in method.Api.Hosts)
        {
            any.Budget.Earn();
        }
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
                var attempt = _current = new Attempt(this, host);
                var outcome = method.Hedging is { } hedging && !_isHedged
                    ? await hedging.RunAsync(attempt, context).ConfigureAwait(false)
                    : await attempt.RunAsync(context).ConfigureAwait(false);
                LeaveGate();
                if (outcome.Exception is not BrokenCircuitException)
                {
                    return Take(outcome);
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

    /// <summary>
    /// Prepares the same request to be sent once more while the first is under way: to the next healthy host, or else to
    /// the same one. Null where that may not be, or not yet. A call does so once, and never waits for it.
    /// </summary>
    public Func<ValueTask<Outcome<Attempt>>>? Hedge(Attempt first, ResilienceContext context)
    {
        if (_isHedged || !first.IsUnanswered || method.Control.IsHalted || Choose(first.Host) is not { } host || !host.Budget.TrySpend())
        {
            return null;
        }

        if (!host.Gate.TryEnter())
        {
            host.Budget.Return();
            return null;
        }

        _isHedged = true;
        return () => HedgeAsync(host, context);
    }

    /// <summary>Whether to go on after the last attempt. Draws on the retry budget, so ask once.</summary>
    public bool WantsRetry()
    {
        if (_last is not { Judgement.MayRepeat: true } || method.Control.IsHalted)
        {
            return false;
        }

        if (Choose() is not { } next)
        {
            return true;
        }

        if (_last.RetryAfter is not { } wait)
        {
            return next.Budget.TrySpend();
        }

        // The server itself asked for the repetition, so it costs nothing; but a wait beyond the deadline is no use.
        var total = method.Timeouts.TotalMs;
        return next != Host || total <= 0 || method.Time.GetElapsedTime(_started) + wait < TimeSpan.FromMilliseconds(total);
    }

    public TimeSpan DelayBefore(int retry) =>
        IsMultiHost && Choose() is { } next && next != Host ? TimeSpan.Zero
        : _last?.RetryAfter ?? method.Timing.Backoff(method.Retry, retry);

    /// <summary>The whole call ran out of time.</summary>
    public void ExpireDeadline()
    {
        if ((_current is { IsUnderWay: true } ? _current : _second) is { IsUnderWay: true } attempt)
        {
            attempt.Conclude(isTimedOut: true);
            Take(Outcome.FromResult(attempt));
        }
    }

    public void CountAttempt() =>
        method.Counters.CountAttempt(Interlocked.Increment(ref _attempts) > 1, request.Body?.Length ?? 0);

    /// <summary>A later attempt goes to another host, if one is healthy.</summary>
    public void HasFailedAt(HostClient host) => Interlocked.Or(ref _failedHosts, Bit(method.Api.Hosts.IndexOf(host)));

    /// <summary>Whether another host, which was asked later, has answered first.</summary>
    public bool IsOvertaken(Attempt attempt) =>
        _second is { IsUnderWay: false, Judgement.MayRepeat: false } second && attempt == _current && second.Host != attempt.Host;

    /// <summary>
    /// The first healthy host that has not failed this call; else the first healthy one; else one that was only taken out
    /// because the others were better; null where the breakers of all are open.
    /// </summary>
    /// <param name="busy">The one that is asked already: of use only where no other is.</param>
    private HostClient? Choose(HostClient? busy = null)
    {
        var hosts = method.Api.Hosts;
        if (!IsMultiHost)
        {
            return hosts[0].OpenFor == TimeSpan.Zero ? hosts[0] : null;
        }

        HostClient? fallback = null;
        HostClient? ejected = null;
        for (var i = 0; i < hosts.Length; i++)
        {
            if (hosts[i].OpenFor > TimeSpan.Zero)
            {
                continue;
            }

            if (hosts[i].IsEjected)
            {
                ejected ??= hosts[i];
                continue;
            }

            if ((Volatile.Read(ref _failedHosts) & Bit(i)) == 0 && hosts[i] != busy)
            {
                return hosts[i];
            }

            fallback = hosts[i] == busy ? busy : fallback ?? hosts[i];
        }

        return fallback ?? ejected;
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
    }

    private async ValueTask<Outcome<Attempt>> HedgeAsync(HostClient host, ResilienceContext context)
    {
        try
        {
            _second = new Attempt(this, host);
            method.Counters.CountHedge();
            return await _second.RunAsync(context).ConfigureAwait(false);
        }
        finally
        {
            host.Gate.Leave();
        }
    }

    private Outcome<Exchange> Take(Outcome<Attempt> outcome)
    {
        if (outcome.Result is not { } attempt)
        {
            return Outcome.FromException<Exchange>(outcome.Exception!);
        }

        _last = attempt;
        MayHaveEffect |= attempt.Judgement.HasEffect is null;
        return Outcome.FromResult(this);
    }

    private static ulong Bit(int index) => index < 64 ? 1UL << index : 0;
}
