using System.Diagnostics.CodeAnalysis;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Http;
using Pff.Runtime.Replaying;

namespace Pff.Runtime.Execution;

/// <summary>Finds out by a read whether one write took effect.</summary>
internal sealed class ReadBack(ReadBackPlan plan, Frame frame, RunContext run, RowState row, StepEvaluation evaluation)
{
    private readonly CallMethodPlan _read = plan.Read;
    private readonly MethodClient _method = run.Methods[plan.Read.Method];

    private int _turn = -1;

    /// <summary>The place of the write.</summary>
    public required CallKey Write { get; init; }

    /// <summary>Of the read, evaluated long ago; null where they still have to be.</summary>
    public Value[]? Arguments { get; init; }

    /// <summary>
    /// Asks for the undo of the write: it took effect where the write no longer shows. What is gone does not show it.
    /// </summary>
    public bool IsOfUndo { get; init; }

    public string Name => _method.Descriptor.Name;

    /// <summary>The answer has a secret in it.</summary>
    public bool HidesBody => _read.Projection is { HoldsSecrets: true };

    /// <summary>
    /// Asks until the write shows or the time for that is over: the server may still be at it when its answer is lost.
    /// </summary>
    /// <returns>Whether it took effect; null where the read fails or its answer does not tell.</returns>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public ValueTask<bool?> AskAsync(CancellationToken abort) => AskAsync(IsOfUndo, abort);

    /// <summary>Asks until the write shows or the time for that is over; null where the read fails or its answer does not tell.</summary>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public ValueTask<bool?> ShowsInTimeAsync(CancellationToken abort) => AskAsync(untilGone: false, abort);

    /// <summary>Asks once whether the write shows; null where the read fails or its answer does not tell.</summary>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<bool?> ShowsNowAsync(CancellationToken abort)
    {
        run.Control.Halted.ThrowIfCancellationRequested();
        if (!TryRender(out var request, out var arguments))
        {
            return null;
        }

        run.Trace?.CallBegins(_read, _method.Descriptor, arguments);
        return await ShowsAsync(request, abort).ConfigureAwait(false);
    }

    /// <summary>What the server has now; null where the read fails.</summary>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<Value?> LookAsync(CancellationToken abort)
    {
        if (!TryRender(out var request, out var arguments))
        {
            return null;
        }

        run.Trace?.CallBegins(_read, _method.Descriptor, arguments);
        return (await ReadAsync(request, abort).ConfigureAwait(false)).Value;
    }

    private async ValueTask<bool?> AskAsync(bool untilGone, CancellationToken abort)
    {
        if (!TryRender(out var request, out var arguments))
        {
            return null;
        }

        for (long waited = 0, delay = ReadBackPlan.FirstDelayMs; ; waited += delay, delay *= 2)
        {
            run.Control.Halted.ThrowIfCancellationRequested();
            run.Trace?.CallBegins(_read, _method.Descriptor, arguments);
            var isSo = await ShowsAsync(request, abort).ConfigureAwait(false) is { } shows ? shows != untilGone : (bool?)null;
            if (isSo != false || waited >= plan.WithinMs)
            {
                return isSo;
            }

            await row.AsideAsync(DelayAsync(delay, abort)).ConfigureAwait(false);
        }
    }

    private bool TryRender([NotNullWhen(true)] out RenderedRequest? request, out Value[] arguments)
    {
        request = null;
        arguments = Arguments ?? new Value[_method.Descriptor.Parameters.Length];
        foreach (var argument in _read.Arguments)
        {
            if (Arguments is null && !evaluation.Value(argument.Expression, _read.Id, frame, out arguments[argument.Parameter], out _))
            {
                return false;
            }
        }

        return TryRender(arguments, redacts: false, out request);
    }

    private bool TryRender(Value[] arguments, bool redacts, [NotNullWhen(true)] out RenderedRequest? request)
    {
        using var requests = new RequestBuilder();
        return requests.TryRender(_method.Template, arguments, redacts, _read.Id, out request, out _);
    }

    /// <summary>
    /// Counts the reads that the journal has for this write, which an earlier process made, or the run that is replayed. Does
    /// so once, before the first that is made here.
    /// </summary>
    /// <returns>The last of them; null where there is none.</returns>
    public CallOutcome? TakeKnown()
    {
        if (_turn >= 0)
        {
            return null;
        }

        CallOutcome? last = null;
        for (_turn = 0; Write.ReadBack(_turn) is { } key && row.Find(key.Ordinal)?.Outcome is { } outcome; _turn++)
        {
            last = outcome;
            row.Reads++;
            row.Attempts += outcome.Attempts;
            run.Counters.CountRead();
            if (run.Replay is { } replay && TryRender(out _, out var arguments) && TryRender(arguments, redacts: true, out var shown))
            {
                replay.Answered(ReplayedCall.Of(key, _read.Id, _method, shown, outcome, intent: null));
            }
        }

        return last;
    }

    private async ValueTask<bool?> ShowsAsync(RenderedRequest request, CancellationToken abort)
    {
        var (found, status) = await ReadAsync(request, abort).ConfigureAwait(false);
        if (found is not { } value)
        {
            return IsOfUndo && status is (404 or 410) ? false : null;
        }

        frame.Slots[_read.ResultSlot] = value;
        return evaluation.Condition(plan.Condition, _read.Id, frame, out var holds, out _) ? holds : null;
    }

    /// <summary>Never from memory: the question is what the server has now.</summary>
    private async ValueTask<(Value? Value, int Status)> ReadAsync(RenderedRequest request, CancellationToken abort)
    {
        var known = TakeKnown();
        if (run.Replay is { } replay)
        {
            return Replayed(replay, known);
        }

        row.Reads++;
        run.Counters.CountRead();
        var result = await row.AsideAsync(_method.SendAsync(request, idempotencyKey: null, _read.Projection is not null, abort)).ConfigureAwait(false);
        row.Attempts += result.Attempts;
        Keep(request, result);
        return Decode(result.State, result.Status, result.Body);
    }

    /// <summary>What the last read gave is what the row went by.</summary>
    private (Value? Value, int Status) Replayed(IReplay replay, CallOutcome? known)
    {
        if (known is { State: not CallState.Succeeded } || (known is not null && !HidesBody))
        {
            return Decode(known.State, known.Status, known.Response);
        }

        replay.NotKept(Write, _read.Id, Name, HidesBody);
        return (null, 0);
    }

    private void Keep(RenderedRequest request, CallResult result)
    {
        if (!run.KeepsAnswers || Write.ReadBack(_turn++) is not { } key)
        {
            return;
        }

        var shown = request;
        if (request.HasSecrets && !(TryRender(out _, out var arguments) && TryRender(arguments, redacts: true, out shown)))
        {
            return;
        }

        run.Journal.RecordOutcome(new CallOutcome(
            key, _read.Id, Name, Effect.Read, result.State, result.Status, _read.Projection is null || HidesBody ? default : result.Body,
            result.Attempts, result.DurationMs)
        {
            Failure = result.Failure is null ? null : result.Failure with { StepId = _read.Id },
            RequestSha256 = shown.Fingerprint(_method.Descriptor.Verb),
        });
    }

    private (Value? Value, int Status) Decode(CallState state, int status, ReadOnlyMemory<byte> body)
    {
        if (state != CallState.Succeeded)
        {
            return (null, status);
        }

        if (_read.Projection is null)
        {
            return (Value.Null, status);
        }

        var decoded = run.Decoders.Of(_read).Decode(body);
        return (decoded.Problem is null ? decoded.Value : null, status);
    }

    private async ValueTask<bool> DelayAsync(long delayMs, CancellationToken abort)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(run.Control.Halted, abort);
        await Task.Delay(TimeSpan.FromMilliseconds(delayMs), run.Time, ends.Token).ConfigureAwait(false);
        return true;
    }
}
