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
            : FetchAsync(key, request, tags, null, abort);
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

    private ValueTask<CallResult> CoalesceAsync(ReadKey key, RenderedRequest request, int[] tags, CancellationToken abort)
    {
        var promise = new TaskCompletionSource<CallResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _inFlight.GetOrAdd(key, promise.Task);
        if (flight == promise.Task)
        {
            return FetchAsync(key, request, tags, promise, abort);
        }

        counters.CountCoalesced();
        return ShareAsync(flight, abort);
    }

    private static async ValueTask<CallResult> ShareAsync(Task<CallResult> flight, CancellationToken abort)
    {
        var shared = await flight.WaitAsync(abort).ConfigureAwait(false);
        return shared with { Attempts = 0 };
    }

    /// <param name="promise">To those who wait for the same; null where nobody can.</param>
    private async ValueTask<CallResult> FetchAsync(
        ReadKey key, RenderedRequest request, int[] tags, TaskCompletionSource<CallResult>? promise, CancellationToken abort)
    {
        CallResult result;
        try
        {
            var place = disk.PlaceOf(key.Method.Descriptor, key, tags);
            if (place?.Found is { } found)
            {
                result = Known(key, found);
            }
            else
            {
                // Another step may read what this one does not, so a shared answer is always whole.
                result = await key.Method.SendAsync(request, null, needsBody: true, abort).ConfigureAwait(false);
                if (result.State == CallState.Succeeded)
                {
                    Remember(key, result, TimeSpan.FromMilliseconds(key.Method.Cache.TimeToLiveMs));
                    place?.Keep(result.Status, result.Body.Span);
                }
            }
        }
        catch (Exception e) when (promise is not null)
        {
            // Only an abort or a bug comes here; whoever waits must not wait for ever.
            _inFlight.TryRemove(key, out _);
            promise.SetException(e);
            _ = promise.Task.Exception;
            throw;
        }

        if (promise is not null)
        {
            _inFlight.TryRemove(key, out _);
            promise.SetResult(result);
        }

        return result;
    }

    private CallResult Known(ReadKey key, FoundAnswer found)
    {
        counters.CountDiskHit();
        var timeToLive = TimeSpan.FromMilliseconds(key.Method.Cache.TimeToLiveMs);
        var known = new CallResult(CallState.Succeeded, found.Status, found.Body, null, 0, 0);
        Remember(key, known, timeToLive < found.Left ? timeToLive : found.Left);
        return known;
    }

    /// <summary>Of a write that has begun meanwhile there is no need to ask: nobody looks for the key with the old stamp any more.</summary>
    private void Remember(ReadKey key, CallResult result, TimeSpan timeToLive)
    {
        if (timeToLive > TimeSpan.Zero)
        {
            _cache.Put(key, result, timeToLive);
        }
    }
}
