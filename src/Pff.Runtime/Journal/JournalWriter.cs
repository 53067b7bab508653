using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>
/// The one thread that writes a journal. While a commit waits for the disk, whatever is recorded gathers for the next, so
/// that twenty writes cost one fsync. Three kinds of patience: intents are committed at once and wait for the disk;
/// outcomes and rows are handed to the operating system within milliseconds and reach the disk with the next intent or
/// soon after; reads of rows that have written nothing wait for their row to finish.
/// </summary>
internal sealed class JournalWriter
{
    private readonly object _gate = new();
    private readonly JournalStore _store;
    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalBatch _pending = new();
    private JournalBatch _writing = new();
    private JournalException? _failure;
    private bool _isClosing;

    /// <summary>When the oldest commit that is not yet on the disk took place; only the writing thread uses it.</summary>
    private long? _unsyncedSince;

    public JournalWriter(string path, JournalStore store, JournalOptions options, TimeProvider time)
    {
        _path = path;
        _store = store;
        _options = options;
        _time = time;
        new Thread(Loop) { IsBackground = true, Name = "journal" }.Start();
    }

    private bool IsHalfFull =>
        _pending.Records.Count >= _options.MaximumPendingRecords / 2 || _pending.Bytes >= _options.MaximumPendingBytes / 2;

    public JournalException? Failure => Volatile.Read(ref _failure);

    /// <summary>Queues a record that nobody waits for. After a failure of the journal it is dropped.</summary>
    public void Add(in JournalRecord record)
    {
        lock (_gate)
        {
            WaitForRoom();
            if (_failure is null && !_isClosing)
            {
                Enqueue(record);
            }
        }
    }

    /// <summary>Queues a record; the task completes when it and all before it are on the disk.</summary>
    public Task AddDurably(in JournalRecord record)
    {
        lock (_gate)
        {
            WaitForRoom();
            if (_failure is not null)
            {
                return Task.FromException(_failure);
            }

            ObjectDisposedException.ThrowIf(_isClosing, this);
            Enqueue(record);
            if (_pending.Durable is null)
            {
                _pending.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Monitor.PulseAll(_gate);
            }

            return _pending.Durable.Task;
        }
    }

    /// <summary>Writes what is left and ends the thread.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }

        return _ended.Task;
    }

    /// <summary>Wakes the writer only where that changes when it writes: for the first record, and when it should hurry.</summary>
    private void Enqueue(in JournalRecord record)
    {
        var wasFull = IsHalfFull;
        if (_pending.Records.Count == 0)
        {
            _pending.FirstAt = _time.GetTimestamp();
            Monitor.PulseAll(_gate);
        }

        _pending.Records.Add(record);
        _pending.Bytes += record.ResponseBytes;
        if (!wasFull && IsHalfFull)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitForRoom()
    {
        while (_failure is null && !_isClosing
            && (_pending.Records.Count >= _options.MaximumPendingRecords || _pending.Bytes >= _options.MaximumPendingBytes))
        {
            Monitor.Wait(_gate);
        }
    }

    private void Loop()
    {
        try
        {
            while (Take())
            {
                Write(_writing, _writing.Durable is not null || IsDue(_unsyncedSince, _options.SyncWithin), _options.HoldReadsFor);
            }

            // Reads of rows that did not finish are kept for the run that resumes them.
            Write(_writing, isDurable: true, holdReadsFor: TimeSpan.Zero);
        }
        finally
        {
            _store.Dispose();
            _ended.SetResult();
        }
    }

    /// <summary>Waits until a batch is to be written and takes it; false when the journal closes.</summary>
    private bool Take()
    {
        lock (_gate)
        {
            while (true)
            {
                var wait = _isClosing || IsHalfFull || _pending.Durable is not null ? TimeSpan.Zero : NextDue();
                if (wait == TimeSpan.Zero)
                {
                    LetOthersGather();
                    _writing.Clear();
                    (_pending, _writing) = (_writing, _pending);
                    Monitor.PulseAll(_gate);
                    return !_isClosing;
                }

                Monitor.Wait(_gate, wait);
            }
        }
    }

    /// <summary>
    /// Gives way once to whoever is about to record something: where a processor is free this takes no time, and where none is,
    /// twice as many records share a commit.
    /// </summary>
    private void LetOthersGather()
    {
        Monitor.Exit(_gate);
        Thread.Yield();
        Monitor.Enter(_gate);
    }

    /// <summary>How long nothing needs to be written, in whole milliseconds; zero where something is due.</summary>
    private TimeSpan NextDue()
    {
        var next = Timeout.InfiniteTimeSpan;
        Consider(_pending.Records.Count > 0 ? _pending.FirstAt : null, _options.GatherFor);
        Consider(_unsyncedSince, _options.SyncWithin);
        Consider(_failure is null ? _store.OldestHeldAt : null, _options.HoldReadsFor);
        return next;

        void Consider(long? since, TimeSpan patience)
        {
            if (since is { } start)
            {
                var left = patience - _time.GetElapsedTime(start);
                left = left <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
                next = next == Timeout.InfiniteTimeSpan || left < next ? left : next;
            }
        }
    }

    private bool IsDue(long? since, TimeSpan patience) => since is { } start && _time.GetElapsedTime(start) >= patience;

    private void Write(JournalBatch batch, bool isDurable, TimeSpan holdReadsFor)
    {
        if (_failure is null)
        {
            try
            {
                var now = _time.GetTimestamp();
                var heldBefore = now - (long)(holdReadsFor.TotalSeconds * _time.TimestampFrequency);
                var hasWritten = _store.Write(batch.Records, now, heldBefore, isDurable);
                _unsyncedSince = isDurable ? null : _unsyncedSince ?? (hasWritten ? now : null);
            }
            catch (Exception exception)
            {
                Fail(exception as JournalException
                    ?? new JournalException(RuntimeFailures.JournalBroken(_path, exception.Message), exception));
            }
        }

        if (batch.Durable is { } durable)
        {
            if (_failure is null)
            {
                durable.SetResult();
            }
            else
            {
                durable.SetException(_failure);
            }
        }
    }

    private void Fail(JournalException failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _unsyncedSince = null;
            Monitor.PulseAll(_gate);
        }
    }
}
