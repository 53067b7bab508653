using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Tests.Support;

/// <summary>The files of a journal as they were at one moment.</summary>
public sealed record JournalFiles(byte[] Database, byte[] Log, byte[] Mark)
{
    public static JournalFiles Read(string path) => new(Bytes(path), Bytes(path + "-wal"), Bytes(path + ".mark"));

    public void Write(string path)
    {
        File.Delete(path + "-shm");
        File.WriteAllBytes(path, Database);
        File.WriteAllBytes(path + ".mark", Mark);
        if (Log.Length > 0)
        {
            File.WriteAllBytes(path + "-wal", Log);
        }
        else
        {
            File.Delete(path + "-wal");
        }
    }

    private static byte[] Bytes(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>What a damaged journal turned out to be.</summary>
public enum Fate
{
    /// <summary>With a code.</summary>
    Refused,

    /// <summary>All that was ever written.</summary>
    Whole,

    /// <summary>All that was acknowledged, and some of what was written after it.</summary>
    Recovered,

    /// <summary>Read without a word, and not what was acknowledged.</summary>
    SilentLoss,
}

/// <summary>
/// A journal of 150 rows, written commit by commit, and what it held after each: so that it can be told of any files whether what
/// they give is one of these, and whether it is one that holds all that was acknowledged.
/// </summary>
internal sealed class RecordedJournal : IDisposable
{
    public const int Rows = 150;
    private const int RowsOfGroup = 10;

    private readonly TemporaryFolder _folder;
    private readonly Dictionary<string, int> _commits = [];
    private readonly SqliteDatabase _database;
    private readonly JournalStore _store;
    private readonly string _trial;
    private int _last;
    private int _now;

    public RecordedJournal()
    {
        _folder = new TemporaryFolder(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
        _trial = _folder.At("trial.db");
        Path = _folder.At("journal.db");
        RunJournal.Create(Path, Samples.Header, JournalOptions.Default, TimeProvider.System).Value!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        using (var reader = JournalReader.Open(Path).Value!)
        {
            _store = new JournalStore(_database = SqliteDatabase.Open(Path), reader.State(), new RowSet(), new JournalOptions { CompressFrom = 200, CheckpointPages = 100_000 });
        }

        Note();
        Acknowledged = _last;
    }

    public string Path { get; }

    /// <summary>The last commit that somebody was told of.</summary>
    public int Acknowledged { get; private set; }

    public JournalFiles Files => JournalFiles.Read(Path);

    /// <summary>Ten rows: their reads and intents, acknowledged; then outcomes and rows, which reach the disk later.</summary>
    /// <param name="acknowledged">Called when the intents are on the disk.</param>
    public void WriteGroup(int group, Action? acknowledged = null)
    {
        var rows = Enumerable.Range((group * RowsOfGroup) + 1, RowsOfGroup).ToList();
        Commit(isDurable: true, rows.SelectMany(row => new[]
        {
            Outcome(Samples.Read(row, 0, row % 7 == 0 ? 3_000 : 40)),
            Outcome(Samples.Read(row, 1)),
            new JournalRecord(RecordKind.Intent, Samples.Intent(row, 2), null, null, null),
        }));
        acknowledged?.Invoke();
        Commit(isDurable: false, rows.Where(row => row % 9 != 0).Select(row => Outcome(Samples.Written(row, 2, row % 4 == 1 ? CallState.Failed : CallState.Succeeded))));
        Commit(isDurable: false, rows.Where(row => row % 9 != 0).Select(row => new JournalRecord(RecordKind.Row, null, null, Samples.Row(row, (RowOutcome)(row % 3)), null)));
    }

    public void WriteEnd() =>
        Commit(isDurable: true, [new JournalRecord(RecordKind.End, null, null, null, new RunEnding(true, DateTimeOffset.UnixEpoch, Rows))]);

    /// <summary>Puts the log into the database.</summary>
    /// <param name="mode">PASSIVE keeps the log, and what is written next begins it anew; TRUNCATE empties it.</param>
    public void Checkpoint(string mode) => _database.Execute($"PRAGMA wal_checkpoint({mode})");

    /// <summary>What comes of reading these files as every command does that relies on a journal.</summary>
    /// <param name="acknowledged">The commit that must not be lost.</param>
    public Fate Judge(JournalFiles files, int acknowledged)
    {
        files.Write(_trial);
        if (Digest(_trial, out var code) is not { } digest)
        {
            Assert.Matches("^PFF33(03|04|05|07|10|11)$", code!);
            return Fate.Refused;
        }

        if (!_commits.TryGetValue(digest, out var commit) || commit < acknowledged)
        {
            return Fate.SilentLoss;
        }

        return commit == _last ? Fate.Whole : Fate.Recovered;
    }

    /// <summary>Goes on with what <see cref="Judge"/> has just read, as <c>pff resume</c> does, and reads it again.</summary>
    public async Task<bool> GoesOnAsync()
    {
        await using (var journal = RunJournal.Open(_trial, JournalOptions.Default, TimeProvider.System).Value)
        {
            if (journal is null)
            {
                return false;
            }

            await journal.RecordIntentAsync(Samples.Intent(Rows + 1, 0), CancellationToken.None);
        }

        using var reader = JournalReader.OpenVerified(_trial).Value;
        return reader?.CallsOf(Rows + 1).Length == 1;
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static JournalRecord Outcome(CallOutcome outcome) => new(RecordKind.Outcome, null, outcome, null, null);

    private void Commit(bool isDurable, IEnumerable<JournalRecord> records)
    {
        _store.Write([.. records], ++_now, long.MaxValue, isDurable);
        Note();
        Acknowledged = isDurable ? _last : Acknowledged;
    }

    private void Note()
    {
        _commits[Digest(Path, out var code) ?? throw new InvalidOperationException(code)] = ++_last;
    }

    /// <summary>All that a journal gives; null where it is refused, with the code.</summary>
    private static string? Digest(string path, out string? code)
    {
        code = null;
        try
        {
            if (!JournalReader.OpenVerified(path).IsSuccess(out var reader, out var failure))
            {
                code = failure.Code;
                return null;
            }

            using (reader)
            {
                var text = new StringBuilder();
                text.Append(reader.Header.RunId).Append(reader.Header.InputSha256).Append(reader.CreatedAt).Append(reader.Ending);
                foreach (var row in reader.ReadRows())
                {
                    text.Append(row with { Returned = default }).Append(Encoding.UTF8.GetString(row.Returned.Span));
                }

                foreach (var (call, _, _) in reader.ReadForExport())
                {
                    text.Append(call.Intent).Append(call.State);
                    if (call.Outcome is { } outcome)
                    {
                        text.Append(outcome with { Response = default, Undo = default }).Append(Encoding.UTF8.GetString(outcome.Response.Span));
                    }
                }

                text.AppendJoin(';', reader.ReadUnknownWrites()).AppendJoin(';', reader.CountByOutcome().OrderBy(o => o.Key));
                return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
            }
        }
        catch (JournalException exception)
        {
            code = exception.Failure.Code;
            return null;
        }
    }
}
