using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>Calls of a row that is planned, and of one whose plan was approved.</summary>
internal sealed partial class RowCalls
{
    /// <summary>
    /// Notes what a read gave, for a plan, or compares it with the plan. What is read behind a write depends on the write,
    /// which a plan does not send, so only the reads before the first one count.
    /// </summary>
    private bool IsAsPlanned(long ordinal, CallMethodPlan step, CallSite site, Frame frame, MadeCall made)
    {
        if (row.Writes > 0 || (row.Planned is null && row.Approved is null))
        {
            return true;
        }

        // A hash of a short secret would give it away.
        var fingerprint = site.HidesBody ? "secret" : made.Failure is { } failure ? $"{failure.Code} {failure.Status}"
            : step is { Projection: not null, ResultSlot: >= 0 } ? RowChanges.Fingerprint(frame.Slots[step.ResultSlot])
            : "none";
        row.Planned?.Reads.Add(new PlannedRead(ordinal, step.Id, site.Name, fingerprint));
        return row.Approved is not { } approved
            || approved.Reads.Any(r => r.Ordinal == ordinal && r.StepId == step.Id && r.Method == site.Name && r.Sha256 == fingerprint);
    }

    /// <summary>
    /// Why a write is not the one that was approved, in what was shown of it as well; null where it is. What it replaces is looked
    /// at again too, unless the row has written before and may have changed that itself.
    /// </summary>
    private async ValueTask<RowFailure?> RefuseAsync(
        PlannedRow approved, CallMethodPlan step, CallSite site, RenderedRequest request, Frame frame, CancellationToken abort)
    {
        var (verb, shown) = (site.Method.Descriptor.Verb, Redacted(site, request));
        var (fingerprint, body) = (shown.Fingerprint(verb), BodyOf(shown));
        if (approved.Writes.FirstOrDefault(w => w.Ordinal == _ordinal && w.StepId == site.StepId && w.Method == site.Name && w.Sha256 == fingerprint)
            is not { } write || write.Verb != verb || write.Path != shown.PathAndQuery || write.Body != body)
        {
            return RowChangeFailures.OutsideOfPlan(step.Id, site.Name);
        }

        var isOwn = site.SettledBy is not null && row.Writes > 0;
        return write.Before.Length == 0 || isOwn || IsNextKnown || run.Replay is not null
            || await BeforeAsync(step, site, frame, abort).ConfigureAwait(false) == write.Before
            ? null
            : RowChangeFailures.ReplacesOther(step.Id, site.Name);
    }

    private static string BodyOf(RenderedRequest? shown) => shown?.Body is { } bytes ? Encoding.UTF8.GetString(bytes) : string.Empty;

    private async ValueTask<StepOutcome> PlanAsync(CallMethodPlan step, CallSite site, Frame frame, CancellationToken abort)
    {
        run.Counters.CountPlannedWrite();
        row.Writes++;
        _requests.TryRender(site.Method.Template, Arguments(site).Span, redacts: true, step.Id, out var shown, out _);
        var body = BodyOf(shown);
        var ordinal = _ordinal++;
        var verb = site.Method.Descriptor.Verb;
        run.Observer?.WritePlanned(new PlannedWrite(
            row.Row, ordinal, step.Id, site.Name, verb, site.Method.Api.Hosts[0].Address + shown?.PathAndQuery, body));
        if (row.Planned is { } planned && shown is not null)
        {
            var before = await BeforeAsync(step, site, frame, abort).ConfigureAwait(false);
            planned.Writes.Add(new PlannedChange(ordinal, step.Id, site.Name, verb, shown.PathAndQuery, body, shown.Fingerprint(verb), before));
        }

        if (step.ResultSlot >= 0)
        {
            evaluation.HasUnsentResult = true;
        }

        return StepOutcome.Continues;
    }

    /// <summary>What a write is about to replace, as far as its read-back, or an undo by the same method, tells.</summary>
    private async ValueTask<string> BeforeAsync(CallMethodPlan step, CallSite site, Frame frame, CancellationToken abort)
    {
        if (site.SettledBy is { } readBack)
        {
            return !readBack.HidesBody && await readBack.LookAsync(abort).ConfigureAwait(false) is { } value ? RowChanges.Json(value) : string.Empty;
        }

        var parameters = site.Method.Descriptor.Parameters;
        var arguments = new Value[parameters.Length];
        if (step.Undo is not { } undo || undo.Method != step.Method || !TryEvaluate(undo.Arguments, site.Method.Descriptor, step.Id, frame, arguments, out _))
        {
            return string.Empty;
        }

        var fields = undo.Arguments.Select(a => a.Parameter).Where(p => parameters[p].Location == ParameterLocation.BodyProperty);
        return RowChanges.Json(Value.Of(PersistentMapValue.From(fields.Select(p => KeyValuePair.Create(parameters[p].WireName, arguments[p])))));
    }
}
