namespace Pff.Runtime.Http;

/// <summary>
/// A read that has no answer after a while is sent once more ("hedged requests": Dean and Barroso, "The Tail at Scale",
/// Communications of the ACM 56(2), 2013).
/// </summary>
internal sealed partial class Exchange
{
    private Attempt? _first;
    private Attempt? _second;
    private bool _isHedged;

    /// <summary>Whether another host, which was asked later, has answered first.</summary>
    public bool IsOvertaken(Attempt attempt) =>
        _second is { IsUnderWay: false, Judgement.MayRepeat: false } second && attempt == _first && second.Host != attempt.Host;

    /// <summary>
    /// Makes an attempt, and a second one beside it where that takes long. Gives the first that no retry would better, and
    /// cancels the other; where the first one fails before that while, the retries take over instead.
    /// </summary>
    private async ValueTask<Attempt> HedgeAsync(Attempt first, TimeSpan patience, CancellationToken abort)
    {
        _first = first;
        using var stopFirst = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var sending = first.RunAsync(stopFirst.Token).AsTask();
        while (true)
        {
            await sending.WaitAsync(patience, method.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (sending.IsCompleted)
            {
                await sending.ConfigureAwait(false);
                return first;
            }

            if (TakeSecond(first) is { } second)
            {
                return await RaceAsync(first, sending, stopFirst, second, abort).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Prepares the second attempt: at the next healthy host, or else at the same one. Null where that may not be, or not
    /// yet. A call does so once, and never waits for it.
    /// </summary>
    private Attempt? TakeSecond(Attempt first)
    {
        if (!first.IsUnanswered || method.Control.IsHalted || Choose(first.Host) is not { } host || !host.Budget.TrySpend())
        {
            return null;
        }

        if (host.Gate.TryEnter())
        {
            if (host.Breaker.Enter() is not BreakerPass.Refused and var pass)
            {
                _isHedged = true;
                method.Counters.CountHedge();
                return _second = new Attempt(this, host, pass);
            }

            host.Gate.Leave();
        }

        host.Budget.Return();
        return null;
    }

    private async ValueTask<Attempt> RaceAsync(
        Attempt first, Task sending, CancellationTokenSource stopFirst, Attempt second, CancellationToken abort)
    {
        using var stopSecond = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var sendingAgain = SendSecondAsync(second, stopSecond.Token);
        var firstEnded = await Task.WhenAny(sending, sendingAgain).ConfigureAwait(false);
        var (ahead, behind, stopBehind) = firstEnded == sending ? (first, second, stopSecond) : (second, first, stopFirst);
        if (!firstEnded.IsCompletedSuccessfully || ahead.Judgement.MayRepeat)
        {
            await Task.WhenAll(sending, sendingAgain).ConfigureAwait(false);
            return behind;
        }

        await stopBehind.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(sending, sendingAgain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ahead;
    }

    private static async Task SendSecondAsync(Attempt second, CancellationToken stop)
    {
        try
        {
            await second.RunAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            second.Host.Gate.Leave();
        }
    }
}
