using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pff.Core.Ports;

namespace Pff.Runtime.Execution;

/// <summary>What a run has done so far. Read at any time from any thread; no event is needed for progress.</summary>
public sealed class RunCounters
{
    private readonly ConcurrentDictionary<string, long> _failuresByCode = new(StringComparer.Ordinal);
    private long _succeeded;
    private long _skipped;
    private long _failed;
    private long _unknown;
    private long _alreadyFinished;
    private long _reads;
    private long _writes;
    private long _plannedWrites;
    private long _attempts;
    private long _retries;
    private long _hedges;
    private long _cacheHits;
    private long _diskHits;
    private long _coalesced;
    private long _bytesReceived;
    private long _bytesSent;

    /// <summary>The counts now; they may be taken at slightly different moments.</summary>
    public RunCounts Snapshot() => new()
    {
        Succeeded = Volatile.Read(ref _succeeded),
        Skipped = Volatile.Read(ref _skipped),
        Failed = Volatile.Read(ref _failed),
        Unknown = Volatile.Read(ref _unknown),
        AlreadyFinished = Volatile.Read(ref _alreadyFinished),
        Reads = Volatile.Read(ref _reads),
        Writes = Volatile.Read(ref _writes),
        PlannedWrites = Volatile.Read(ref _plannedWrites),
        Attempts = Volatile.Read(ref _attempts),
        Retries = Volatile.Read(ref _retries),
        Hedges = Volatile.Read(ref _hedges),
        CacheHits = Volatile.Read(ref _cacheHits),
        DiskHits = Volatile.Read(ref _diskHits),
        Coalesced = Volatile.Read(ref _coalesced),
        BytesReceived = Volatile.Read(ref _bytesReceived),
        BytesSent = Volatile.Read(ref _bytesSent),
        FailuresByCode = _failuresByCode.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    internal void CountRow(RowResult row)
    {
        switch (row.Outcome)
        {
            case RowOutcome.Succeeded:
                Interlocked.Increment(ref _succeeded);
                break;
            case RowOutcome.Skipped:
                Interlocked.Increment(ref _skipped);
                break;
            case RowOutcome.Failed:
                Interlocked.Increment(ref _failed);
                break;
            case RowOutcome.Unknown:
                Interlocked.Increment(ref _unknown);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(row), row.Outcome, null);
        }

        if (row.Failure is { } failure)
        {
            _failuresByCode.AddOrUpdate(failure.Code, 1, static (_, count) => count + 1);
        }
    }

    internal void CountAlreadyFinished() => Interlocked.Increment(ref _alreadyFinished);

    internal void CountRead() => Interlocked.Increment(ref _reads);

    internal void CountWrite() => Interlocked.Increment(ref _writes);

    internal void CountPlannedWrite() => Interlocked.Increment(ref _plannedWrites);

    internal void CountCacheHit() => Interlocked.Increment(ref _cacheHits);

    internal void CountDiskHit() => Interlocked.Increment(ref _diskHits);

    internal void CountCoalesced() => Interlocked.Increment(ref _coalesced);

    internal void CountAttempt(bool isRetry, int bytesSent)
    {
        Interlocked.Increment(ref _attempts);
        if (isRetry)
        {
            Interlocked.Increment(ref _retries);
        }

        if (bytesSent > 0)
        {
            Interlocked.Add(ref _bytesSent, bytesSent);
        }
    }

    internal void CountHedge() => Interlocked.Increment(ref _hedges);

    internal void CountReceived(int bytes) => Interlocked.Add(ref _bytesReceived, bytes);
}

/// <summary>Counts of one moment.</summary>
public sealed record RunCounts
{
    public long Succeeded { get; init; }

    public long Skipped { get; init; }

    public long Failed { get; init; }

    public long Unknown { get; init; }

    /// <summary>Rows that a resumed run did not run again.</summary>
    public long AlreadyFinished { get; init; }

    /// <summary>Calls that read, those answered from memory included.</summary>
    public long Reads { get; init; }

    /// <summary>Writes sent, each once however often it was attempted.</summary>
    public long Writes { get; init; }

    /// <summary>Writes that a dry run did not send.</summary>
    public long PlannedWrites { get; init; }

    /// <summary>Requests sent, retries included.</summary>
    public long Attempts { get; init; }

    /// <summary>Of the requests, those that were sent before: after a failure, or as a hedge.</summary>
    public long Retries { get; init; }

    /// <summary>Of the retries, reads sent a second time while the first request was under way.</summary>
    public long Hedges { get; init; }

    /// <summary>Reads answered by the memory cache.</summary>
    public long CacheHits { get; init; }

    /// <summary>Reads answered by the disk cache.</summary>
    public long DiskHits { get; init; }

    /// <summary>Reads that shared the response of an identical one in flight.</summary>
    public long Coalesced { get; init; }

    /// <summary>Bodies only, after decompression.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bodies only.</summary>
    public long BytesSent { get; init; }

    /// <summary>How many rows ended failed or unknown with each code.</summary>
    public ImmutableSortedDictionary<string, long> FailuresByCode { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Rows finished in this run.</summary>
    public long RowsDone => Succeeded + Skipped + Failed + Unknown;
}
