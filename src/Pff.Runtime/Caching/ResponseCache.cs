using System.Diagnostics.CodeAnalysis;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching;

/// <summary>
/// Responses in memory, each for its time to live, all together within a limit of bytes: the one unused for longest
/// goes first.
/// </summary>
internal sealed class ResponseCache(long maximumBytes, TimeProvider time)
{
    private const int EntryOverheadBytes = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<ReadKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public long SizeBytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    public bool TryGet(ReadKey key, [NotNullWhen(true)] out CallResult? result)
    {
        lock (_lock)
        {
            result = null;
            if (!_entries.TryGetValue(key, out var node))
            {
                return false;
            }

            if (time.GetTimestamp() >= node.Value.ExpiresAt)
            {
                Remove(node);
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddLast(node);
            result = node.Value.Result;
            return true;
        }
    }

    /// <summary>A response that would take the place of many others is not kept.</summary>
    public void Put(ReadKey key, CallResult result, TimeSpan timeToLive)
    {
        var size = EntryOverheadBytes + key.SizeBytes + result.Body.Length;
        if (size > maximumBytes / 4)
        {
            return;
        }

        var expires = time.GetTimestamp() + (long)(timeToLive.TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                Remove(known);
            }

            while (_bytes + size > maximumBytes && _byUse.First is { } oldest)
            {
                Remove(oldest);
            }

            _entries[key] = _byUse.AddLast(new Entry(key, result, expires, size));
            _bytes += size;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.SizeBytes;
    }

    private sealed record Entry(ReadKey Key, CallResult Result, long ExpiresAt, int SizeBytes);
}
