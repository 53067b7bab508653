using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;
using Pff.Runtime.Journal.Postgres;

namespace Pff.Runtime.Journal;

/// <summary>
/// A journal in one SQLite file or in PostgreSQL, with group commit. One process writes it at a time. When it cannot be written
/// any more, every intent that waits, and every later one, fails with a <see cref="JournalException"/>: nothing may be sent then.
/// </summary>
public sealed class RunJournal : IJournal
{
    private readonly JournalLock _lock;
    private readonly JournalWriter _writer;
    private readonly JournalReader _reader;
    private readonly RowSet _finished;
    private readonly RowSet _started;
    private bool _isDisposed;

    private RunJournal(JournalLock held, JournalWriter writer, JournalReader reader, RowSet finished, RowSet started)
    {
        _lock = held;
        _writer = writer;
        _reader = reader;
        _finished = finished;
        _started = started;
    }

    public RunHeader Header => _reader.Header;

    /// <summary>Why nothing is recorded any more; null while all is well.</summary>
    public RuntimeFailure? Failure => _writer.Failure?.Failure;

    /// <summary>
    /// Starts a journal in a new file that only its owner can read, or, where the file says where it is to be, in a new schema there.
    /// </summary>
    /// <returns>The journal, or PFF3302, PFF3306, PFF3307, PFF3312, PFF3314, PFF3316 or PFF3318.</returns>
    /// <param name="seed">What an earlier run leaves to this one; null for a run of its own.</param>
    /// <param name="encryption">Null for a journal in the clear.</param>
    public static Result<RunJournal> Create(
        string path, RunHeader header, JournalOptions options, TimeProvider time, JournalSeed? seed = null, JournalEncryption? encryption = null) =>
        Guarded(path, held =>
        {
            var cipher = encryption is null ? null : JournalCipher.Create(encryption, header.RunId);
            PrivateFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (!PostgresPlace.IsPlace(path))
            {
                new FileStream(path, PrivateFile.Options(FileMode.CreateNew, FileShare.ReadWrite)).Dispose();
            }

            using (var database = JournalDatabase.Open(path))
            {
                JournalSchema.Create(database, header, time.GetUtcNow(), seed, cipher);
            }

            return Start(path, held, options, time, seed is null ? JournalStart.New : JournalStart.Seeded, encryption is null ? null : _ => encryption.Secrets);
        });

    /// <summary>Opens the journal of a run to go on with it.</summary>
    /// <param name="secrets">Where the keys of an encrypted journal are; null for who knows that it is in the clear.</param>
    /// <returns>The journal, or PFF3302 to PFF3317.</returns>
    public static Result<RunJournal> Open(string path, JournalOptions options, TimeProvider time, Func<RunHeader, ISecretReader>? secrets = null)
    {
        if (!File.Exists(path))
        {
            return RuntimeFailures.NotAJournal(path);
        }

        return Guarded(path, held =>
        {
            return Start(path, held, options, time, JournalStart.Again, secrets);
        });
    }

    /// <summary>
    /// Completes when the intent is durable, and with it all that its row has read and every write outcome and row recorded
    /// before. Cancelling has no effect once it is queued: an intent that is recorded but not sent would later be taken for
    /// a write of unknown effect, and the wait is short.
    /// </summary>
    public ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new ValueTask(_writer.AddDurably(new JournalRecord(RecordKind.Intent, intent, null, null, null)));
    }

    public void RecordNotSent(CallIntent intent) => _writer.Add(new JournalRecord(RecordKind.NotSent, intent, null, null, null));

    /// <summary>The response's bytes must not change afterwards.</summary>
    public void RecordOutcome(CallOutcome outcome) => _writer.Add(new JournalRecord(RecordKind.Outcome, null, outcome, null, null));

    public void RecordRow(RowResult row) => _writer.Add(new JournalRecord(RecordKind.Row, null, null, row, null));

    public void RecordHealth(HostSecond second) =>
        _writer.Add(new JournalRecord(RecordKind.Health, null, null, null, null) { Health = second });

    public ValueTask FlushAsync(CancellationToken cancellation) =>
        new(_writer.AddDurably(new JournalRecord(RecordKind.Flush, null, null, null, null)).WaitAsync(cancellation));

    /// <summary>Says that the run has ended; completes when that is durable.</summary>
    public ValueTask RecordEndAsync(RunEnding end) => new(_writer.AddDurably(new JournalRecord(RecordKind.End, null, null, null, end)));

    public bool IsFinished(long row) => _finished.Contains(row);

    public ImmutableArray<JournaledCall> CallsOf(long row)
    {
        if (!_started.Contains(row))
        {
            return [];
        }

        lock (_reader)
        {
            return _reader.CallsOf(row);
        }
    }

    /// <summary>All rows that are committed, by row number; flush first to see all that were recorded. One thread at a time.</summary>
    public IEnumerable<RowResult> ReadRows() => _reader.ReadRows();

    /// <summary>The writes whose effect is not known, as far as they are committed. One thread at a time.</summary>
    public IEnumerable<UnknownWrite> ReadUnknownWrites() => _reader.ReadUnknownWrites();

    /// <summary>Writes what is left; <see cref="Failure"/> tells whether that worked.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;

        // The last connection to close puts the log into the database, which readers never do.
        lock (_reader)
        {
            _reader.Dispose();
        }

        await _writer.CloseAsync().ConfigureAwait(false);
        _lock.Dispose();
    }

    /// <summary>Whether the file starts as a SQLite database does.</summary>
    internal static bool HasSignature(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[16];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("SQLite format 3\0"u8);
    }

    private static RunJournal Start(
        string path, JournalLock held, JournalOptions options, TimeProvider time, JournalStart start, Func<RunHeader, ISecretReader>? secrets)
    {
        JournalReader? reader = null;
        JournalDatabase? database = null;
        JournalStore? store = null;
        try
        {
            // Where another computer may write, what is read before it is kept out is no longer so afterwards.
            database = JournalDatabase.OpenLocked(path);
            var opened = start == JournalStart.Again ? JournalReader.OpenVerified(path, secrets) : JournalReader.Open(path, secrets);
            if (!opened.IsSuccess(out reader, out var failure))
            {
                throw new JournalException(failure);
            }

            if (reader.IsLocked)
            {
                throw new InvalidOperationException($"the key of the journal '{path}' was not asked for");
            }

            var (finished, started) = (new RowSet(), new RowSet());
            database ??= JournalDatabase.Open(path);
            if (start != JournalStart.New)
            {
                finished = reader.ReadFinishedRows();
            }

            var older = finished.Copy();
            store = new JournalStore(database, reader.State(), older, options);
            foreach (var (row, hasReads, hasWrites) in start == JournalStart.New ? [] : reader.ReadUnfinishedRows())
            {
                started.Add(row);
                older.Add(row);
                store.Resume(row, hasReads, hasWrites);
            }

            if (start != JournalStart.Again)
            {
                store.Begin();
            }

            return new RunJournal(held, new JournalWriter(path, store, options, time), reader, finished, started);
        }
        catch
        {
            reader?.Dispose();
            store?.Dispose();
            database?.Dispose();
            throw;
        }
    }

    private static Result<RunJournal> Guarded(string path, Func<JournalLock, RunJournal> start)
    {
        JournalLock? held = null;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (!JournalLock.Acquire(path).IsSuccess(out held, out var failure))
            {
                return failure;
            }

            var journal = start(held);
            held = null;
            return journal;
        }
        catch (JournalException exception)
        {
            return exception.Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is IOException full ? RuntimeFailures.JournalNotWritten(path, full) : RuntimeFailures.JournalBroken(path, exception.Message);
        }
        finally
        {
            held?.Dispose();
        }
    }

    private enum JournalStart : byte
    {
        New,

        /// <summary>New, with what an earlier run leaves to it.</summary>
        Seeded,

        /// <summary>The run goes on.</summary>
        Again,
    }
}
