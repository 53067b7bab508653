using Pff.Runtime.Journal;

namespace Pff.Runtime.Caching.Disk;

/// <summary>An answer to be kept, sealed.</summary>
internal readonly record struct SealedAnswer(AnswerHeader Header, string Api, string Method, bool Encrypts, byte[] Content);

/// <summary>
/// The file that answers are in, shared by all processes of a folder. Safe to call from many threads. Every method may throw a
/// <see cref="JournalException"/>: then the file is broken, or the disk is; or an <see cref="ObjectDisposedException"/>, because
/// another thread has found that out before.
/// </summary>
internal sealed class AnswerStore : IDisposable
{
    /// <summary>A write whose process is gone is over after this time, in milliseconds.</summary>
    private const long LongestWriteMs = 60 * 60 * 1000;

    private const int OverheadBytes = 256;

    /// <summary>Enough for any answer that is kept; a wrong sum in a damaged file must not hold up the run.</summary>
    private const int MostTrims = 256;

    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _forget;
    private readonly SqliteStatement _keep;
    private readonly SqliteStatement _bytes;
    private readonly SqliteStatement _trim;
    private readonly SqliteStatement _fence;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _end;
    private bool _isDisposed;

    private AnswerStore(SqliteDatabase database, byte[] salt)
    {
        _database = database;
        Salt = salt;
        _find = new(database, "SELECT stamp, stored_at, expires_at, content FROM answer WHERE key = ?1");
        _forget = new(database, "DELETE FROM answer WHERE key = ?1");
        _keep = new(database, """
            INSERT INTO answer (key, api, method, encrypted, stamp, stored_at, expires_at, size, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """);
        _bytes = new(database, "SELECT bytes FROM size WHERE api = ?1");
        _trim = new(database, "DELETE FROM answer WHERE key IN (SELECT key FROM answer WHERE api = ?1 ORDER BY expires_at LIMIT 16)");
        _fence = new(database, "SELECT begun, under_way, until FROM fence WHERE tag = ?1");
        _begin = new(database, """
            INSERT INTO fence (tag, begun, under_way, until) VALUES (?1, 1, 1, ?3)
            ON CONFLICT (tag) DO UPDATE SET begun = begun + 1, under_way = 1 + iif(until > ?2, under_way, 0), until = max(until, ?3)
            """);
        _end = new(database, "UPDATE fence SET under_way = max(under_way - 1, 0) WHERE tag = ?1");
    }

    public byte[] Salt { get; }

    /// <param name="now">In milliseconds of Unix time.</param>
    /// <exception cref="InvalidDataException">The file is not one of answers.</exception>
    public static AnswerStore Open(string path, long now)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            using var _ = new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileShare.ReadWrite));
        }
        else if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var database = SqliteDatabase.Open(path);
        try
        {
            return new AnswerStore(database, AnswerSchema.Prepare(database, now));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>What the fence has now; null while a write is under way.</summary>
    public long? StampOf(ReadOnlySpan<int> tags, long now)
    {
        lock (_gate)
        {
            ThrowIfOver();
            return Stamp(tags, now);
        }
    }

    /// <summary>An answer that is neither old nor from before a write; null where there is none.</summary>
    public (AnswerHeader Header, byte[] Content)? Find(byte[] key, long stamp, long now)
    {
        lock (_gate)
        {
            ThrowIfOver();
            try
            {
                if (!_find.Bind(1, key).Step())
                {
                    return null;
                }

                var header = new AnswerHeader(key, _find.Int(0), _find.Int(1), _find.Int(2));
                return header.Stamp == stamp && header.StoredAt <= now && header.ExpiresAt > now ? (header, _find.Blob(3).ToArray()) : null;
            }
            finally
            {
                _find.Reset();
            }
        }
    }

    public void Forget(byte[] key)
    {
        lock (_gate)
        {
            ThrowIfOver();
            _forget.Bind(1, key).Run();
        }
    }

    /// <summary>Keeps an answer unless a write has begun since it was asked for; those of its API that end first make room.</summary>
    public void Keep(in SealedAnswer answer, ReadOnlySpan<int> tags, long maximumBytes, long now)
    {
        var header = answer.Header;
        var size = OverheadBytes + answer.Content.Length;
        if (size > maximumBytes / 4)
        {
            return;
        }

        lock (_gate)
        {
            ThrowIfOver();
            _database.Execute("BEGIN IMMEDIATE");
            if (Stamp(tags, now) == header.Stamp)
            {
                _forget.Bind(1, header.Key).Run();
                _keep.Bind(1, header.Key).Bind(2, answer.Api).Bind(3, answer.Method).Bind(4, answer.Encrypts ? 1 : 0).Bind(5, header.Stamp)
                    .Bind(6, header.StoredAt).Bind(7, header.ExpiresAt).Bind(8, size).Bind(9, answer.Content).Run();
                for (var tries = 0; tries < MostTrims && BytesOf(answer.Api) > maximumBytes; tries++)
                {
                    _trim.Bind(1, answer.Api).Run();
                }
            }

            _database.Execute("COMMIT");
        }
    }

    public void BeginWrite(ReadOnlySpan<int> tags, long now)
    {
        lock (_gate)
        {
            ThrowIfOver();
            _database.Execute("BEGIN IMMEDIATE");
            foreach (var tag in tags)
            {
                _begin.Bind(1, tag).Bind(2, now).Bind(3, now + LongestWriteMs).Run();
            }

            _database.Execute("COMMIT");
        }
    }

    public void EndWrite(ReadOnlySpan<int> tags)
    {
        lock (_gate)
        {
            ThrowIfOver();
            _database.Execute("BEGIN IMMEDIATE");
            foreach (var tag in tags)
            {
                _end.Bind(1, tag).Run();
            }

            _database.Execute("COMMIT");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            foreach (var statement in (SqliteStatement[])[_find, _forget, _keep, _bytes, _trim, _fence, _begin, _end])
            {
                statement.Dispose();
            }

            _database.Dispose();
        }
    }

    private void ThrowIfOver() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private long? Stamp(ReadOnlySpan<int> tags, long now)
    {
        long stamp = 0;
        foreach (var tag in tags)
        {
            try
            {
                if (!_fence.Bind(1, tag).Step())
                {
                    continue;
                }

                if (_fence.Int(1) > 0 && _fence.Int(2) > now)
                {
                    return null;
                }

                stamp += _fence.Int(0);
            }
            finally
            {
                _fence.Reset();
            }
        }

        return stamp;
    }

    private long BytesOf(string api)
    {
        try
        {
            return _bytes.Bind(1, api).Step() ? _bytes.Int(0) : 0;
        }
        finally
        {
            _bytes.Reset();
        }
    }
}
