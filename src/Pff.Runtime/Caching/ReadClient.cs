using System.Collections.Concurrent;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching;

/// <summary>
/// Sends reads: once for all that ask the same at the same time, and not at all where a fresh answer is in memory.
/// A row that has written gets neither, so that it always reads its own writes; nor does a request with a secret in it.
/// </summary>
internal sealed class ReadClient(RunCounters counters, TimeProvider time, long cacheBytes)
{
    private readonly ConcurrentDictionary<ReadKey, Task<CallResult>> _inFlight = new();
    private readonly ResponseCache _cache = new(cacheBytes, time);

    /// <param name="needsBody">Whether anybody reads the response's body.</param>
    /// <param name="isFresh">Whether the answer must be asked for after this moment.</param>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public ValueTask<CallResult> SendAsync(MethodClient method, RenderedRequest request, bool needsBody, bool isFresh, CancellationToken abort)
    {
        var settings = method.Cache;
        if (request.HasSecrets || isFresh || (settings.TimeToLiveMs <= 0 && !settings.Coalesces))
        {
            return method.SendAsync(request, null, needsBody, abort);
        }

        var key = ReadKey.Of(method, request);
        if (settings.TimeToLiveMs > 0 && _cache.TryGet(key, out var cached))
        {
            counters.CountCacheHit();
            return ValueTask.FromResult(cached with { Attempts = 0, DurationMs = 0 });
        }

        return settings.Coalesces
            ? CoalesceAsync(key, method, request, abort)
            : FetchAsync(key, method, request, abort);
    }

    private async ValueTask<CallResult> CoalesceAsync(ReadKey key, MethodClient method, RenderedRequest request, CancellationToken abort)
    {
        var promise = new TaskCompletionSource<CallResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _inFlight.GetOrAdd(key, promise.Task);
        if (flight != promise.Task)
        {
            counters.CountCoalesced();
            var shared = await flight.WaitAsync(abort).ConfigureAwait(false);
            return shared with { Attempts = 0 };
        }

        try
        {
            var result = await FetchAsync(key, method, request, abort).ConfigureAwait(false);
            _inFlight.TryRemove(key, out _);
            promise.SetResult(result);
            return result;
        }
        catch (Exception e)
        {
            // Only an abort or a bug comes here; whoever waits must not wait for ever.
            _inFlight.TryRemove(key, out _);
            promise.SetException(e);
            _ = promise.Task.Exception;
            throw;
        }
    }

    private async ValueTask<CallResult> FetchAsync(ReadKey key, MethodClient method, RenderedRequest request, CancellationToken abort)
    {
        // Another step may read what this one does not, so a shared answer is always whole.
        var result = await method.SendAsync(request, null, needsBody: true, abort).ConfigureAwait(false);
        if (result.State == CallState.Succeeded && method.Cache.TimeToLiveMs > 0)
        {
            _cache.Put(key, result, TimeSpan.FromMilliseconds(method.Cache.TimeToLiveMs));
        }

        return result;
    }
}
