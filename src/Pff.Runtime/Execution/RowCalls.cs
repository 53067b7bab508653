using System.Collections.Immutable;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>
/// The calls of one row: numbered in the order in which the row makes them, journaled, and in a resumed row answered
/// from the journal instead of the server. Belongs to one worker.
/// </summary>
internal sealed class RowCalls(RunContext run, StepEvaluation evaluation) : IDisposable
{
    private readonly RequestBuilder _requests = new();

    private ImmutableArray<JournaledCall> _journaled = [];
    private Value[] _arguments = [];
    private long _row;
    private int _ordinal;
    private bool _hasWritten;

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public int Attempts { get; private set; }

    public void Dispose() => _requests.Dispose();

    public void Begin(long row)
    {
        _row = row;
        _ordinal = 0;
        _hasWritten = false;
        _journaled = run.Journal.CallsOf(row);
        (Reads, Writes, Attempts) = (0, 0, 0);
        evaluation.HasUnsentResult = false;
    }

    /// <param name="deadline">The moment after which nothing is sent; what the journal has is taken all the same.</param>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<StepOutcome> CallAsync(CallMethodPlan step, Frame frame, long deadline, CancellationToken abort)
    {
        var method = run.Methods[step.Method];
        if (!TryEvaluateArguments(step, method, frame, out var failed))
        {
            return failed;
        }

        var arguments = _arguments.AsMemory(0, method.Descriptor.Parameters.Length);
        if (!_requests.TryRender(method.Template, arguments.Span, redacts: false, step.Id, out var request, out var failure))
        {
            return StepOutcome.Fails(failure);
        }

        if (!method.IsRead && run.Settings.IsDryRun)
        {
            return Plan(step, method, arguments.Span);
        }

        var known = Find(_ordinal);
        if (deadline != long.MaxValue && known is null && run.Time.GetTimestamp() > deadline)
        {
            return StepOutcome.Fails(RowStepFailures.OutOfTime(step.Id, method.Descriptor.Name));
        }

        var key = new CallKey(_row, _ordinal++);
        Count(method);
        if (known is not null && (known.StepId != step.Id || known.Method != method.Descriptor.Name))
        {
            return StepOutcome.FailsForGood(RowStepFailures.JournalDiffers(step.Id, method.Descriptor.Name, known.StepId, known.Method));
        }

        if (known?.Outcome is { } outcome)
        {
            Attempts += outcome.Attempts;
            _hasWritten |= !method.IsRead;
            return Take(step, method, frame, outcome.Status, outcome.Response, outcome.Failure, outcome.State);
        }

        var result = method.IsRead
            ? await ReadAsync(key, step, method, request, abort).ConfigureAwait(false)
            : await WriteAsync(key, step, method, request, known?.Intent, abort).ConfigureAwait(false);
        Attempts += result.Attempts;
        return Take(step, method, frame, result.Status, result.Body, result.Failure, result.State);
    }

    private bool TryEvaluateArguments(CallMethodPlan step, MethodClient method, Frame frame, out StepOutcome failed)
    {
        var count = method.Descriptor.Parameters.Length;
        if (_arguments.Length < count)
        {
            _arguments = new Value[count];
        }

        _arguments.AsSpan().Clear();
        foreach (var argument in step.Arguments)
        {
            if (!evaluation.Value(argument.Expression, step.Id, frame, out _arguments[argument.Parameter], out failed))
            {
                return false;
            }
        }

        failed = default;
        return true;
    }

    private void Count(MethodClient method)
    {
        if (method.IsRead)
        {
            Reads++;
            run.Counters.CountRead();
        }
        else
        {
            Writes++;
            run.Counters.CountWrite();
        }
    }

    private JournaledCall? Find(int ordinal)
    {
        if (ordinal < _journaled.Length && _journaled[ordinal].Key.Ordinal == ordinal)
        {
            return _journaled[ordinal];
        }

        foreach (var call in _journaled)
        {
            if (call.Key.Ordinal == ordinal)
            {
                return call;
            }
        }

        return null;
    }

    private async ValueTask<CallResult> ReadAsync(CallKey key, CallMethodPlan step, MethodClient method, RenderedRequest request, CancellationToken abort)
    {
        var needsBody = step.Projection is not null;
        var result = await run.Reads.SendAsync(method, request, needsBody, _hasWritten, abort).ConfigureAwait(false);
        run.Journal.RecordOutcome(OutcomeOf(key, step, method, result, needsBody));
        return result;
    }

    private async ValueTask<CallResult> WriteAsync(
        CallKey key, CallMethodPlan step, MethodClient method, RenderedRequest request, CallIntent? interrupted, CancellationToken abort)
    {
        var redacted = request;
        if (request.HasSecrets)
        {
            _requests.TryRender(method.Template, _arguments.AsSpan(0, method.Descriptor.Parameters.Length), redacts: true, step.Id, out redacted!, out _);
        }

        var fingerprint = redacted.Fingerprint(method.Descriptor.Verb);
        if (interrupted is not null && Settle(step, method, interrupted, fingerprint) is { } failure)
        {
            var unknown = new CallResult(CallState.Unknown, 0, default, failure, 0, 0);
            run.Journal.RecordOutcome(OutcomeOf(key, step, method, unknown, needsBody: false));
            return unknown;
        }

        var idempotencyKey = interrupted?.IdempotencyKey
            ?? (method.Descriptor.IsIdempotent ? IdempotencyKeys.Of(run.Journal.Header.RunId, key) : null);
        if (interrupted is null)
        {
            await run.Journal.RecordIntentAsync(new CallIntent(key, step.Id, method.Descriptor.Name, idempotencyKey, fingerprint), abort).ConfigureAwait(false);
        }

        _hasWritten = true;
        var needsBody = step.Projection is not null;
        var result = await method.SendAsync(request, idempotencyKey, needsBody, abort).ConfigureAwait(false);
        run.Journal.RecordOutcome(OutcomeOf(key, step, method, result, needsBody));
        return result;
    }

    /// <summary>What an intent without an outcome allows: null where it may be sent again.</summary>
    private static RowFailure? Settle(CallMethodPlan step, MethodClient method, CallIntent interrupted, string fingerprint) =>
        !method.Descriptor.IsIdempotent || interrupted.IdempotencyKey is null ? RowStepFailures.InterruptedWrite(step.Id, method.Descriptor.Name)
        : interrupted.RequestSha256 != fingerprint ? RowStepFailures.InterruptedWriteDiffers(step.Id, method.Descriptor.Name)
        : null;

    private static CallOutcome OutcomeOf(CallKey key, CallMethodPlan step, MethodClient method, CallResult result, bool needsBody) => new(
        key, step.Id, method.Descriptor.Name, method.Descriptor.Effect, result.State, result.Status,
        needsBody ? result.Body : default, result.Attempts, result.DurationMs)
    {
        Failure = result.Failure is null ? null : result.Failure with { StepId = step.Id },
    };

    /// <summary>Saves what a call gave, whether just now or before the run was resumed.</summary>
    private StepOutcome Take(
        CallMethodPlan step, MethodClient method, Frame frame, int status, ReadOnlyMemory<byte> body, RowFailure? failure, CallState state)
    {
        if (failure is not null)
        {
            return StepOutcome.Fails(failure with { StepId = step.Id });
        }

        if (state != CallState.Succeeded)
        {
            return StepOutcome.Fails(RowStepFailures.InterruptedWrite(step.Id, method.Descriptor.Name));
        }

        if (step.Projection is null)
        {
            if (step.ResultSlot >= 0)
            {
                frame.Slots[step.ResultSlot] = Value.Null;
            }

            return StepOutcome.Continues;
        }

        var decoded = run.Decoders.Of(step).Decode(body);
        if (decoded.Problem is { } problem)
        {
            return StepOutcome.Fails(RowCallFailures.ResponseIsNotJson(step.Id, method.Descriptor.Name, problem, status));
        }

        if (step.ResultSlot >= 0)
        {
            frame.Slots[step.ResultSlot] = decoded.Value;
        }

        return StepOutcome.Continues;
    }

    private StepOutcome Plan(CallMethodPlan step, MethodClient method, ReadOnlySpan<Value> arguments)
    {
        run.Counters.CountPlannedWrite();
        Writes++;
        _requests.TryRender(method.Template, arguments, redacts: true, step.Id, out var shown, out _);
        var body = shown?.Body is { } bytes ? Encoding.UTF8.GetString(bytes) : string.Empty;
        run.Observer?.WritePlanned(new PlannedWrite(
            _row, _ordinal++, step.Id, method.Descriptor.Name, method.Descriptor.Verb,
            method.Api.Hosts[0].Address + shown?.PathAndQuery, body));
        if (step.ResultSlot >= 0)
        {
            evaluation.HasUnsentResult = true;
        }

        return StepOutcome.Continues;
    }
}
