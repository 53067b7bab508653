using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Execution;

/// <summary>
/// The calls of one walker of a row: numbered in the order in which it makes them, journaled, and in a resumed row
/// answered from the journal instead of the server.
/// </summary>
internal sealed partial class RowCalls(RunContext run, RowState row, StepEvaluation evaluation) : IDisposable
{
    private readonly RequestBuilder _requests = new();
    private readonly RowWrites _writes = new(run, row);
    private readonly UndoNotes _notes = new(run, row, evaluation);
    private readonly JournaledAnswers _answers = new(run, row);

    private Value[] _arguments = [];
    private long _ordinal;

    /// <summary>What <c>undo</c> works on.</summary>
    public DoneWrites Done { get; } = new();

    /// <summary>Whether the journal has the next call already.</summary>
    public bool IsNextKnown => row.Find(_ordinal) is not null;

    /// <summary>The next call is not made; the ones behind it keep their places.</summary>
    public void Skip() => _ordinal++;

    /// <summary>The place of the next call.</summary>
    public CallKey Next => new(row.Row, _ordinal);

    public void Dispose() => _requests.Dispose();

    /// <param name="firstOrdinal">Of the first call.</param>
    public void Begin(long firstOrdinal)
    {
        _ordinal = firstOrdinal;
        Done.Clear();
    }

    /// <param name="deadline">The moment after which nothing is sent; what the journal has is taken all the same.</param>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<StepOutcome> CallAsync(CallMethodPlan step, Frame frame, long deadline, CancellationToken abort)
    {
        var site = new CallSite(step.Id, run.Methods[step.Method], step.Projection is not null)
        {
            HidesBody = step.Projection is { HoldsSecrets: true },
            SettledBy = step.SettledBy is { } readBack ? new ReadBack(readBack, frame, run, row, evaluation) { Write = Next } : null,
        };
        if (!TryEvaluate(step.Arguments, site.Method.Descriptor, step.Id, frame, Arguments(site), out var failed))
        {
            return failed;
        }

        run.Trace?.CallBegins(step, site.Method.Descriptor, Arguments(site).Span);
        if (!_requests.TryRender(site.Method.Template, Arguments(site).Span, redacts: false, step.Id, out var request, out var failure))
        {
            return StepOutcome.Fails(failure);
        }

        if (!site.Method.IsRead && run.Settings.IsDryRun)
        {
            return await PlanAsync(step, site, frame, abort).ConfigureAwait(false);
        }

        if (!site.Method.IsRead && row.Approved is { } approved
            && await RefuseAsync(approved, step, site, request, frame, abort).ConfigureAwait(false) is { } refused)
        {
            return StepOutcome.FailsForGood(refused);
        }

        if (deadline != long.MaxValue && !IsNextKnown && (run.Replay is null ? run.Time.GetTimestamp() > deadline : !site.HidesBody))
        {
            return StepOutcome.Fails(RowStepFailures.OutOfTime(step.Id, site.Name));
        }

        site = site with { Undo = NoteOfIntent(step, frame)?.ToBytes() };
        var ordinal = _ordinal;
        var made = await MakeAsync(site, request, abort).ConfigureAwait(false);
        var outcome = Take(step, site, frame, made);
        if (site.Method.IsRead)
        {
            return IsAsPlanned(ordinal, step, site, frame, made) ? outcome : StepOutcome.FailsForGood(RowChangeFailures.Drifted(step.Id, site.Name));
        }

        var note = Remember(step, ordinal, frame, made.State, isWhole: outcome.End == StepEnd.Continues);
        if (made.Unrecorded is { } unrecorded)
        {
            run.Journal.RecordOutcome(note is null ? unrecorded : unrecorded with { Undo = note.ToBytes() });
        }

        return outcome;
    }

    /// <summary>Undoes what the walker has written, the last write first; one that cannot be undone does not keep the others.</summary>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<StepOutcome> UndoAsync(UndoPlan step, CancellationToken abort)
    {
        var writes = Done.TakeUndoable();
        var failures = new List<(DoneWrite Write, RowFailure Failure)>();
        foreach (var write in writes)
        {
            var site = new CallSite(step.Id, run.Methods[write.Undo!.Method], NeedsBody: false) { Undo = new UndoOfWrite(write.Ordinal).ToBytes() };
            var made = await UndoAsync(site, step, write.Arguments, abort).ConfigureAwait(false);
            if (made.IsForeign)
            {
                return StepOutcome.FailsForGood(made.Failure!);
            }

            write.Fate = made.State switch
            {
                CallState.Succeeded => WriteFate.Undone,
                CallState.Failed => WriteFate.Undoable,
                _ => WriteFate.UndoUnknown,
            };
            if (made.State != CallState.Succeeded)
            {
                failures.Add((write, made.Failure ?? RowStepFailures.InterruptedWrite(step.Id, site.Name)));
            }
        }

        return failures.Count == 0
            ? StepOutcome.Continues
            : StepOutcome.Fails(RowControlFailures.UndoFailed(
                step.Id,
                DoneWrites.Listed(writes.Where(w => w.Fate == WriteFate.Undone)),
                string.Join(", ", failures.Select(f => f.Write.Name).Append(Done.NotUndone).Where(n => n.Length > 0)),
                failures[0].Failure,
                isUnknown: writes.Exists(w => w.Fate == WriteFate.UndoUnknown)));
    }

    private Memory<Value> Arguments(CallSite site)
    {
        var count = site.Method.Descriptor.Parameters.Length;
        if (_arguments.Length < count)
        {
            _arguments = new Value[count];
        }

        return _arguments.AsMemory(0, count);
    }

    private bool TryEvaluate(
        ImmutableArray<ArgumentPlan> arguments, MethodDescriptor method, string step, Frame frame, Memory<Value> into, out StepOutcome failed)
    {
        into.Span.Clear();
        foreach (var argument in arguments)
        {
            ref var value = ref into.Span[argument.Parameter];
            if (!evaluation.Value(argument.Expression, step, frame, out value, out failed))
            {
                return false;
            }

            if (method.Parameters[argument.Parameter].LeavesOut(value))
            {
                value = Value.Absent;
            }
        }

        failed = default;
        return true;
    }

    /// <summary>Makes a write that undoes another one, or takes from the journal what came of it.</summary>
    /// <param name="arguments">Evaluated when the other one had succeeded.</param>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<MadeCall> UndoAsync(CallSite site, StepPlan step, ReadOnlyMemory<Value> arguments, CancellationToken abort)
    {
        arguments.CopyTo(Arguments(site));
        run.Trace?.CallBegins(step, site.Method.Descriptor, Arguments(site).Span);
        if (!_requests.TryRender(site.Method.Template, Arguments(site).Span, redacts: false, step.Id, out var request, out var failure))
        {
            return new MadeCall(CallState.Failed, 0, default, failure);
        }

        var made = await MakeAsync(site, request, abort).ConfigureAwait(false);
        if (made.Unrecorded is { } unrecorded)
        {
            run.Journal.RecordOutcome(unrecorded);
        }

        return made;
    }

    private async ValueTask<MadeCall> MakeAsync(CallSite site, RenderedRequest request, CancellationToken abort)
    {
        var key = new CallKey(row.Row, _ordinal++);
        Count(site.Method);
        var known = row.Find(key.Ordinal);
        if ((known is not null || run.Replay is not null)
            && _answers.Take(key, site, known, run.Replay is null ? null : Redacted(site, request)) is { } answer)
        {
            return answer;
        }

        var entering = run.Control.EnterAsync(run.Drain, abort);
        if (!entering.IsCompletedSuccessfully)
        {
            await row.AsideAsync(entering).ConfigureAwait(false);
        }

        CallResult result;
        if (site.Method.IsRead)
        {
            result = await row.AsideAsync(
                run.Reads.SendAsync(site.Method, request, Arguments(site).Span, site.NeedsBody, row.ReadsAnew || row.Approved is not null, abort)).ConfigureAwait(false);
            if (!site.HidesBody || result.State != CallState.Succeeded)
            {
                run.Journal.RecordOutcome(OutcomeOf(key, site, result, run.KeepsAnswers ? Fingerprint(site, request) : null));
            }
        }
        else
        {
            result = await _writes.MakeAsync(key, site, request, Arguments(site), Fingerprint(site, request), known?.Intent, abort).ConfigureAwait(false);
        }

        row.Attempts += result.Attempts;
        return new MadeCall(result.State, result.Status, result.Body, result.Failure)
        {
            Unrecorded = site.Method.IsRead ? null : OutcomeOf(key, site, result),
        };
    }

    private void Count(MethodClient method)
    {
        if (method.IsRead)
        {
            row.Reads++;
            run.Counters.CountRead();
        }
        else
        {
            row.Writes++;
            run.Counters.CountWrite();
        }
    }

    private static CallOutcome OutcomeOf(CallKey key, CallSite site, CallResult result, string? requestSha256 = null) => new(
        key, site.StepId, site.Name, site.Method.Descriptor.Effect, result.State, result.Status,
        site.NeedsBody && !site.HidesBody ? result.Body : default, result.Attempts, result.DurationMs)
    {
        Failure = result.Failure is null ? null : result.Failure with { StepId = site.StepId },
        RequestSha256 = requestSha256,
        Undo = site.Undo,
    };

    /// <summary>Saves what a call gave.</summary>
    private StepOutcome Take(CallMethodPlan step, CallSite site, Frame frame, MadeCall made)
    {
        if (made.IsForeign)
        {
            return StepOutcome.FailsForGood(made.Failure!);
        }

        if (made.Failure is { } failure)
        {
            return StepOutcome.Fails(failure with { StepId = step.Id });
        }

        if (made.State != CallState.Succeeded)
        {
            return StepOutcome.Fails(RowStepFailures.InterruptedWrite(step.Id, site.Name));
        }

        var result = Value.Null;
        if (step.Projection is not null)
        {
            var decoded = run.Decoders.Of(step).Decode(made.Body);
            if (decoded.Problem is { } problem)
            {
                return StepOutcome.Fails(RowCallFailures.ResponseIsNotJson(step.Id, site.Name, problem, made.Status));
            }

            result = decoded.Value;
        }

        if (step.ResultSlot >= 0)
        {
            frame.Slots[step.ResultSlot] = result;
        }

        return StepOutcome.Continues;
    }

    /// <summary>Keeps a write that has or may have taken effect for an <c>undo</c> to come.</summary>
    /// <param name="isWhole">Whether its result is there too, so that its undo may read it.</param>
    /// <returns>What the journal says of its undo; null where there is nothing to say.</returns>
    private UndoNote? Remember(CallMethodPlan step, long ordinal, Frame frame, CallState state, bool isWhole)
    {
        var method = run.Methods[step.Method].Descriptor.Name;
        if (state == CallState.Failed)
        {
            return null;
        }

        if (state != CallState.Succeeded || step.Undo is not { } undo)
        {
            var fate = state == CallState.Succeeded ? WriteFate.NotUndoable : WriteFate.Unknown;
            Done.Add(new DoneWrite(step.Id, method, fate) { Ordinal = ordinal });
            return null;
        }

        var undoing = run.Methods[undo.Method].Descriptor;
        var arguments = new Value[undoing.Parameters.Length];
        var isThere = isWhole && TryEvaluate(undo.Arguments, undoing, step.Id, frame, arguments, out _);
        Done.Add(isThere
            ? new DoneWrite(step.Id, method, WriteFate.Undoable) { Ordinal = ordinal, Undo = undo, Arguments = arguments }
            : new DoneWrite(step.Id, method, WriteFate.NotUndoable) { Ordinal = ordinal });
        return _notes.Of(step, frame, isThere ? arguments : null);
    }

    /// <summary>
    /// What the journal says of a write that was announced and of which nothing more is known: where a read can still tell whether it
    /// took effect, it can be undone.
    /// </summary>
    private UndoNote? NoteOfIntent(CallMethodPlan step, Frame frame)
    {
        // Where its answer is read, its undo may need it.
        if (step.Undo is not { } undo || step.SettledBy is null || step.Projection is not null)
        {
            return null;
        }

        var undoing = run.Methods[undo.Method].Descriptor;
        var arguments = new Value[undoing.Parameters.Length];
        return TryEvaluate(undo.Arguments, undoing, step.Id, frame, arguments, out _) ? _notes.Of(step, frame, arguments, isMade: false) : null;
    }

    private string Fingerprint(CallSite site, RenderedRequest request) => Redacted(site, request).Fingerprint(site.Method.Descriptor.Verb);

    private RenderedRequest Redacted(CallSite site, RenderedRequest request)
    {
        if (request.HasSecrets)
        {
            _requests.TryRender(site.Method.Template, Arguments(site).Span, redacts: true, site.StepId, out request!, out _);
        }

        return request;
    }
}
