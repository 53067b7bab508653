using System.Diagnostics.CodeAnalysis;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>Finds out by a read whether one write took effect.</summary>
internal sealed class ReadBack(ReadBackPlan plan, Frame frame, RunContext run, RowState row, StepEvaluation evaluation)
{
    private readonly CallMethodPlan _read = plan.Read;
    private readonly MethodClient _method = run.Methods[plan.Read.Method];

    public string Name => _method.Descriptor.Name;

    /// <summary>The answer has a secret in it.</summary>
    public bool HidesBody => _read.Projection is { HoldsSecrets: true };

    /// <summary>
    /// Asks until the write shows or the time for that is over: the server may still be at it when its answer is lost.
    /// </summary>
    /// <returns>Whether it took effect; null where the read fails or its answer does not tell.</returns>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public async ValueTask<bool?> AskAsync(CancellationToken abort)
    {
        if (!TryRender(out var request, out var arguments))
        {
            return null;
        }

        for (long waited = 0, delay = ReadBackPlan.FirstDelayMs; ; waited += delay, delay *= 2)
        {
            run.Control.Halted.ThrowIfCancellationRequested();
            run.Trace?.CallBegins(_read, _method.Descriptor, arguments);
            var shows = await ShowsAsync(request, abort).ConfigureAwait(false);
            if (shows != false || waited >= plan.WithinMs)
            {
                return shows;
            }

            await row.AsideAsync(DelayAsync(delay, abort)).ConfigureAwait(false);
        }
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
        return await ReadAsync(request, abort).ConfigureAwait(false);
    }

    private bool TryRender([NotNullWhen(true)] out RenderedRequest? request, out Value[] arguments)
    {
        request = null;
        arguments = new Value[_method.Descriptor.Parameters.Length];
        foreach (var argument in _read.Arguments)
        {
            if (!evaluation.Value(argument.Expression, _read.Id, frame, out arguments[argument.Parameter], out _))
            {
                return false;
            }
        }

        using var requests = new RequestBuilder();
        return requests.TryRender(_method.Template, arguments, redacts: false, _read.Id, out request, out _);
    }

    private async ValueTask<bool?> ShowsAsync(RenderedRequest request, CancellationToken abort)
    {
        if (await ReadAsync(request, abort).ConfigureAwait(false) is not { } value)
        {
            return null;
        }

        frame.Slots[_read.ResultSlot] = value;
        return evaluation.Condition(plan.Condition, _read.Id, frame, out var holds, out _) ? holds : null;
    }

    /// <summary>Never from memory: the question is what the server has now.</summary>
    private async ValueTask<Value?> ReadAsync(RenderedRequest request, CancellationToken abort)
    {
        row.Reads++;
        run.Counters.CountRead();
        var result = await row.AsideAsync(_method.SendAsync(request, idempotencyKey: null, _read.Projection is not null, abort)).ConfigureAwait(false);
        row.Attempts += result.Attempts;
        if (result.State != CallState.Succeeded)
        {
            return null;
        }

        if (_read.Projection is null)
        {
            return Value.Null;
        }

        var decoded = run.Decoders.Of(_read).Decode(result.Body);
        return decoded.Problem is null ? decoded.Value : null;
    }

    private async ValueTask<bool> DelayAsync(long delayMs, CancellationToken abort)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(delayMs), run.Time, abort).ConfigureAwait(false);
        return true;
    }
}
