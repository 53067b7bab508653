using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>
/// One call on its way: its attempts, one after another or, where a read is hedged, two at a time, within its time; and what
/// the last of them gave. Used once.
/// </summary>
internal sealed partial class Exchange(MethodClient method, RenderedRequest request, string? idempotencyKey)
{
    /// <summary>How long a request waits for the one that probes a recovering host.</summary>
    private static readonly TimeSpan ProbeWait = TimeSpan.FromMilliseconds(100);

    private HostClient? _admitted;
    private Attempt? _last;
    private ulong _failedHosts;
    private int _attempts;

    /// <summary>Whether an attempt is being made; it may have reached its host.</summary>
    private bool _isUnderWay;

    /// <summary>Whether it is certain of all attempts that they had no effect.</summary>
    private bool _hadNoEffect = true;

    /// <summary>The timestamp at which the whole call is out of time.</summary>
    private long _deadline = long.MaxValue;

    public MethodClient Method => method;

    public RenderedRequest Request => request;

    public string? IdempotencyKey => idempotencyKey;

    public AttemptEnd End => _last?.End ?? AttemptEnd.Unavailable;

    public int Status => _last?.Status ?? 0;

    public byte[] Body => _last?.Body ?? [];

    /// <summary>Why there was no connection or token; never a secret.</summary>
    public LocalizedText? Reason => _last?.Reason;

    /// <summary>The TLS alert about the client certificate that ended the last attempt; 0 where none did.</summary>
    public int Alert => _last?.Alert ?? 0;

    /// <summary>Of the last attempt.</summary>
    public HostClient Host => _last?.Host ?? method.Api.Hosts[0];

    /// <summary>Requests sent.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Whether some attempt may have had an effect that no later answer confirmed.</summary>
    public bool MayHaveEffect { get; private set; }

    public bool? HasEffect => _last?.Judgement.HasEffect;

    private bool IsMultiHost => method.Api.Hosts.Length > 1;

    /// <summary>Makes the call: attempts, until one says what came of it or no more may be made.</summary>
    /// <param name="needsBody">Whether anybody reads the response's body.</param>
    /// <exception cref="OperationCanceledException">
    /// The run is aborted, or halted before the call came to an end; a <see cref="NotSentException"/> where nothing had an effect.
    /// </exception>
    public async ValueTask<CallResult> RunAsync(bool needsBody, CancellationToken abort)
    {
        var started = method.Time.GetTimestamp();
        try
        {
            await EnterAsync(abort).ConfigureAwait(false);
            var mayGoOn = true;
            for (var retry = 0; await NextAsync(abort).ConfigureAwait(false) is { } attempt; retry++)
            {
                _isUnderWay = true;
                if (method.HedgesAfter is { } patience && !_isHedged)
                {
                    attempt = await HedgeAsync(attempt, patience, abort).ConfigureAwait(false);
                }
                else
                {
                    await attempt.RunAsync(abort).ConfigureAwait(false);
                }

                _isUnderWay = false;
                LeaveGate();
                Take(attempt);
                mayGoOn = retry < method.Retry.MaximumRetries && attempt is { Judgement.MayRepeat: true, IsCutShort: false };
                if (!mayGoOn || !WantsRetry() || !await PauseAsync(DelayBefore(retry), abort).ConfigureAwait(false))
                {
                    break;
                }
            }

            // A halt is no reason to give up for good: the attempts that are left are made when the run is resumed.
            if (mayGoOn && !(TimeLeft() <= TimeSpan.Zero))
            {
                method.Control.Halted.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (!_isUnderWay && _hadNoEffect)
        {
            throw new NotSentException(abort);
        }
        finally
        {
            LeaveGate();
        }

        return method.Conclude(this, needsBody, (int)method.Time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>How long an attempt that begins now may take; null for as long as it likes.</summary>
    /// <param name="isCutShort">It is the call that runs out of time, not the attempt.</param>
    public TimeSpan? TimeForAttempt(out bool isCutShort)
    {
        TimeSpan? whole = method.Timeouts.AttemptMs > 0 ? TimeSpan.FromMilliseconds(method.Timeouts.AttemptMs) : null;
        var left = TimeLeft();
        isCutShort = left is not null && !(whole < left);
        return isCutShort ? left : whole;
    }

    public void CountAttempt() =>
        method.Counters.CountAttempt(Interlocked.Increment(ref _attempts) > 1, request.Body?.Length ?? 0);

    /// <summary>A later attempt goes to another host, if one is healthy.</summary>
    public void HasFailedAt(HostClient host) => Interlocked.Or(ref _failedHosts, Bit(method.Api.Hosts.IndexOf(host)));

    /// <summary>Waits for the preferred host's gate, so that waiting here counts towards no timeout.</summary>
    private async ValueTask EnterAsync(CancellationToken abort)
    {
        var host = Choose() ?? method.Api.Hosts[0];
        await host.Gate.EnterAsync(method.Control.Halted, abort).ConfigureAwait(false);
        _admitted = host;
        if (method.Timeouts.TotalMs > 0)
        {
            _deadline = method.Time.GetTimestamp() + (long)(method.Timeouts.TotalMs / 1000.0 * method.Time.TimestampFrequency);
        }

        // The call may be repeated at any of them.
        foreach (var any in method.Api.Hosts)
        {
            any.Budget.Earn();
        }
    }

    private void LeaveGate()
    {
        _admitted?.Gate.Leave();
        _admitted = null;
    }

    /// <summary>
    /// An attempt at the best host, as soon as one may be tried; null where there is no time left, or the run is halted, which
    /// makes no more attempts.
    /// </summary>
    private async ValueTask<Attempt?> NextAsync(CancellationToken abort)
    {
        while (!method.Control.IsHalted)
        {
            var pause = ProbeWait;
            if (Choose() is not { } host)
            {
                pause = UntilSomeHostOpens();
            }
            else if (!await AdmitAsync(host, abort).ConfigureAwait(false))
            {
                return null;
            }
            else if (host.Breaker.Enter() is not BreakerPass.Refused and var pass)
            {
                return new Attempt(this, host, pass);
            }

            LeaveGate();
            if (!await PauseAsync(pause, abort).ConfigureAwait(false))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether to go on after the last attempt, which may be repeated. Draws on the retry budget, so ask once.</summary>
    private bool WantsRetry()
    {
        if (method.Control.IsHalted)
        {
            return false;
        }

        if (Choose() is not { } next)
        {
            return true;
        }

        // Nothing has reached a host, and the next one has not failed this call: that loads nobody more.
        if (_last!.End == AttemptEnd.NotConnected && !HasFailed(next))
        {
            return true;
        }

        // The server itself asked for the repetition, so it costs nothing; but a wait beyond the deadline is no use.
        return _last.RetryAfter is { } wait ? next != Host || !(wait >= TimeLeft()) : next.Budget.TrySpend();
    }

    private TimeSpan DelayBefore(int retry) =>
        IsMultiHost && Choose() is { } next && next != Host ? TimeSpan.Zero
        : _last?.RetryAfter ?? method.Timing.Backoff(method.Retry, retry);

    /// <summary>Null where the call may take as long as it likes.</summary>
    private TimeSpan? TimeLeft()
    {
        if (_deadline == long.MaxValue)
        {
            return null;
        }

        var now = method.Time.GetTimestamp();
        return now < _deadline ? method.Time.GetElapsedTime(now, _deadline) : TimeSpan.Zero;
    }

    /// <summary>Waits, at most until the call is out of time or the run is halted; gives whether it may go on.</summary>
    private async ValueTask<bool> PauseAsync(TimeSpan pause, CancellationToken abort)
    {
        var left = TimeLeft();
        var isLast = left <= pause;
        var wait = isLast ? left!.Value : pause;
        if (wait > TimeSpan.Zero)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(method.Control.Halted, abort);
            await Task.Delay(wait, method.Time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            abort.ThrowIfCancellationRequested();
        }

        return !isLast && !method.Control.IsHalted;
    }

    /// <summary>Waits at the gate of a host; gives whether it let the call through in time.</summary>
    private async ValueTask<bool> AdmitAsync(HostClient host, CancellationToken abort)
    {
        if (_admitted == host)
        {
            return true;
        }

        LeaveGate();
        using var limit = method.Api.Limits.Begin(TimeLeft(), abort);
        try
        {
            await host.Gate.EnterAsync(method.Control.Halted, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            return false;
        }

        _admitted = host;
        return true;
    }

    private void Take(Attempt attempt)
    {
        _last = attempt;
        MayHaveEffect |= attempt.Judgement.HasEffect is null;
        _hadNoEffect &= attempt.Judgement.HasEffect == false;
    }

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

            if (!HasFailed(hosts[i]) && hosts[i] != busy)
            {
                return hosts[i];
            }

            fallback = hosts[i] == busy ? busy : fallback ?? hosts[i];
        }

        return fallback ?? ejected;
    }

    private bool HasFailed(HostClient host) => (Volatile.Read(ref _failedHosts) & Bit(method.Api.Hosts.IndexOf(host))) != 0;

    private TimeSpan UntilSomeHostOpens()
    {
        var shortest = method.Api.Hosts.Min(host => host.OpenFor);
        return shortest > ProbeWait ? shortest : ProbeWait;
    }

    private static ulong Bit(int index) => index < 64 ? 1UL << index : 0;
}
