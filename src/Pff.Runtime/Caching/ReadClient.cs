using System.Collections.Concurrent;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching.Disk;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching;

/// <summary>
/// Sends reads: once for all that ask the same at the same time, and not at all where a fresh answer is in memory or on disk.
/// A row that has written gets none of it, so that it always reads its own writes; nor does a request with a secret in it, nor
/// a read while a write is under way that drops its answers.
/// </summary>
internal sealed class ReadClient(RunCounters counters, TimeProvider time, RunSettings settings, WriteFence fence, AnswerDisk disk)
{
    private readonly ConcurrentDictionary<ReadKey, Task<CallResult>> _inFlight = new();
    private readonly ResponseCache _cache = new(settings.CacheBytes, time);

    /// <param name="arguments">Of the method, for its rules.</param>
    /// <param name="needsBody">Whether anybody reads the response's body.</param>
    /// <param name="isFresh">Whether the answer must be asked for after this moment.</param>
    /// <exception cref="OperationCanceledException">The run is aborted.</exception>
    public ValueTask<CallResult> SendAsync(
        MethodClient method, RenderedRequest request, ReadOnlySpan<Value> arguments, bool needsBody, bool isFresh, CancellationToken abort)
    {
        if (!method.IsShared || isFresh || request.HasSecrets || settings.CacheUse == CacheUse.Nothing)
        {
            return method.SendAsync(request, null, needsBody, abort);
        }

        var tags = CallTags.OfRead(method.Descriptor, arguments);
        if (fence.StampOf(tags) is not { } stamp || ReadKey.Of(method, request, arguments, stamp) is not { } key)
        {
            return method.SendAsync(request, null, needsBody, abort);
        }

        if (method.Cache.TimeToLiveMs > 0 && _cache.TryGet(key, out var cached))
        {
            counters.CountCacheHit();
            return ValueTask.FromResult(cached with { Attempts = 0, DurationMs = 0 });
        }

        return method.Cache.Coalesces
            ? CoalesceAsync(key, request, tags, abort)
            : FetchAsync(key, request, tags, abort);
    }

    /// <summary>Drops the answers that a write makes worthless; null where it makes none. To be ended once its outcome is known.</summary>
    public FencedWrite? BeginWrite(MethodDescriptor write, ReadOnlySpan<Value> arguments)
    {
        if (write.Invalidates.IsEmpty)
        {
            return null;
        }

        var fenced = new FencedWrite(
            fence,
            disk,
            CallTags.OfWrite(write.Api, write.Invalidates, arguments),
            CallTags.OfWrite(write.Api, write.Invalidates.Where(r => r.IsOnDisk), arguments));
        fenced.Begin();
        return fenced;
    }

    private async ValueTask<CallResult> CoalesceAsync(ReadKey key, RenderedRequest request, int[] tags, CancellationToken abort)
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
            var result = await FetchAsync(key, request, tags, abort).ConfigureAwait(false);
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

    private async ValueTask<CallResult> FetchAsync(ReadKey key, RenderedRequest request, int[] tags, CancellationToken abort)
    {
        var method = key.Method;
        var timeToLive = TimeSpan.FromMilliseconds(method.Cache.TimeToLiveMs);
        var place = disk.PlaceOf(method.Descriptor, key, tags);
        if (place?.Found is { } found)
        {
            counters.CountDiskHit();
            var known = new CallResult(CallState.Succeeded, found.Status, found.Body, null, 0, 0);
            Remember(key, known, timeToLive < found.Left ? timeToLive : found.Left);
            return known;
        }

        // Another step may read what this one does not, so a shared answer is always whole.
        var result = await method.SendAsync(request, null, needsBody: true, abort).ConfigureAwait(false);
        if (result.State == CallState.Succeeded)
        {
            Remember(key, result, timeToLive);
            place?.Keep(result.Status, result.Body.Span);
        }

        return result;
    }

    /// <summary>Of a write that has begun meanwhile there is no need to ask: nobody looks for the key with the old stamp any more.</summary>
    private void Remember(in ReadKey key, CallResult result, TimeSpan timeToLive)
    {
        if (timeToLive > TimeSpan.Zero)
        {
            _cache.Put(key, result, timeToLive);
        }
    }
}
