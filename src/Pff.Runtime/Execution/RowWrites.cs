using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>
/// Makes writes: announced before they are sent, and not left unknown where an idempotency key or a read can settle it.
/// </summary>
internal sealed class RowWrites(RunContext run, RowState row)
{
    /// <param name="arguments">Of the method, for its idempotency key.</param>
    /// <param name="fingerprint">Of the request without its secrets.</param>
    /// <param name="interrupted">The journal's intent, if the run ended before the outcome was known.</param>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public ValueTask<CallResult> MakeAsync(
        CallKey key, CallSite site, RenderedRequest request, ReadOnlyMemory<Value> arguments, string fingerprint, CallIntent? interrupted,
        CancellationToken abort)
    {
        row.ReadsAnew = true;
        var fenced = run.Reads.BeginWrite(site.Method.Descriptor, arguments.Span);
        var making = SettleAsync(key, site, request, arguments, fingerprint, interrupted, abort);
        return fenced is null ? making : EndFenceAsync(fenced, making);
    }

    private static async ValueTask<CallResult> EndFenceAsync(FencedWrite fenced, ValueTask<CallResult> making)
    {
        try
        {
            var result = await making.ConfigureAwait(false);
            if (result.State != CallState.Unknown)
            {
                fenced.End();
            }

            return result;
        }
        catch (NotSentException)
        {
            fenced.End();
            throw;
        }
    }

    /// <summary>Makes a write, or finds out what came of it when it was made before.</summary>
    private async ValueTask<CallResult> SettleAsync(
        CallKey key, CallSite site, RenderedRequest request, ReadOnlyMemory<Value> arguments, string fingerprint, CallIntent? interrupted,
        CancellationToken abort)
    {
        var descriptor = site.Method.Descriptor;
        var idempotencyKey = interrupted?.IdempotencyKey ?? (descriptor.IsIdempotent ? KeyOf(descriptor, key, arguments.Span) : null);
        if (interrupted is null)
        {
            var intent = new CallIntent(key, site.StepId, site.Name, idempotencyKey, fingerprint) { Undo = site.Undo };
            return await SendAsync(site, request, intent, idempotencyKey, abort).ConfigureAwait(false);
        }

        var isRepeatable = descriptor.IsIdempotent && idempotencyKey is not null;
        if ((isRepeatable || site.SettledBy is not null) && interrupted.RequestSha256 != fingerprint)
        {
            return Unknown(RowStepFailures.InterruptedWriteDiffers(site.StepId, site.Name));
        }

        if (isRepeatable)
        {
            return await SendAsync(site, request, null, idempotencyKey, abort).ConfigureAwait(false);
        }

        var tookEffect = site.SettledBy is { } readBack ? await readBack.AskAsync(abort).ConfigureAwait(false) : null;
        return tookEffect switch
        {
            true => TookEffect(site, 0, 0),
            false => await SendAsync(site, request, null, idempotencyKey, abort).ConfigureAwait(false),
            null => Unknown(RowStepFailures.InterruptedWrite(site.StepId, site.Name)),
        };
    }

    /// <summary>Sends a write, and again where it turns out to have had no effect, as often as it may be retried.</summary>
    private async ValueTask<CallResult> SendAsync(
        CallSite site, RenderedRequest request, CallIntent? intent, string? idempotencyKey, CancellationToken abort)
    {
        var result = await row.AsideAsync(AnnounceAsync(site, request, intent, idempotencyKey, abort)).ConfigureAwait(false);
        var (attempts, durationMs) = (result.Attempts, result.DurationMs);
        for (var sends = 1; result.State == CallState.Unknown && site.SettledBy is { } readBack; sends++)
        {
            if (await readBack.AskAsync(abort).ConfigureAwait(false) is not { } tookEffect)
            {
                break;
            }

            if (tookEffect)
            {
                return TookEffect(site, attempts, durationMs);
            }

            if (sends >= ReadBackPlan.MostSends(site.Method.Retry.MaximumRetries))
            {
                var failure = RowCallFailures.HadNoEffect(site.Name, readBack.Name, result.Cause!);
                return new CallResult(CallState.Failed, result.Status, default, failure, attempts, durationMs);
            }

            run.Control.Halted.ThrowIfCancellationRequested();
            result = await row.AsideAsync(site.Method.SendAsync(request, idempotencyKey, site.NeedsBody, abort)).ConfigureAwait(false);
            attempts += result.Attempts;
            durationMs += result.DurationMs;
        }

        return result with { Attempts = attempts, DurationMs = durationMs };
    }

    private async ValueTask<CallResult> AnnounceAsync(
        CallSite site, RenderedRequest request, CallIntent? intent, string? idempotencyKey, CancellationToken abort)
    {
        if (intent is not null)
        {
            await run.Journal.RecordIntentAsync(intent, abort).ConfigureAwait(false);
        }

        try
        {
            return await site.Method.SendAsync(request, idempotencyKey, site.NeedsBody, abort).ConfigureAwait(false);
        }
        catch (NotSentException) when (intent is not null)
        {
            run.Journal.RecordNotSent(intent);
            throw;
        }
    }

    private static CallResult TookEffect(CallSite site, int attempts, int durationMs) => new(
        CallState.Succeeded, 0, default, site.NeedsBody ? RowCallFailures.AnswerLost(site.Name, site.SettledBy!.Name) : null, attempts, durationMs);

    private static CallResult Unknown(RowFailure failure) => new(CallState.Unknown, 0, default, failure, 0, 0);

    private string KeyOf(MethodDescriptor method, CallKey key, ReadOnlySpan<Value> arguments) =>
        (method.IdempotencyParameters.IsEmpty ? null : IdempotencyKeys.OfValues(run.Journal.Header.KeysOf, method, arguments))
        ?? IdempotencyKeys.Of(run.Journal.Header.RunId, key);
}
