using System.Collections.Immutable;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Caching.Disk;

/// <summary>The answers of one method on disk.</summary>
/// <param name="IsEncrypted">Whether all of them are.</param>
public sealed record CachedMethod(string Api, string Method, long Answers, long Bytes, bool IsEncrypted, DateTimeOffset StoredFrom, DateTimeOffset ExpiresLast);

/// <summary>The file of answers of a folder, for those who look after it; no answer itself is ever shown.</summary>
public static class AnswerCache
{
    internal const string FileName = "answers.db";

    /// <summary>Where the answers of runs in a folder are.</summary>
    public static string FolderOf(string root) => Path.Combine(root, ".pff", "cache");

    /// <summary>What is on disk and not too old, by API and method; null where the file is something else.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImmutableArray<CachedMethod>? Describe(string folder, DateTimeOffset now)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            AnswerStore.Open(path, now.ToUnixTimeMilliseconds()).Dispose();
            using var database = SqliteDatabase.Open(path);
            using var statement = new SqliteStatement(database, """
                SELECT api, method, count(*), sum(size), min(encrypted), min(stored_at), max(expires_at) FROM answer GROUP BY api, method ORDER BY api, method
                """);
            var methods = ImmutableArray.CreateBuilder<CachedMethod>();
            while (statement.Step())
            {
                methods.Add(new CachedMethod(
                    statement.Text(0)!, statement.Text(1)!, statement.Int(2), statement.Int(3), statement.Int(4) != 0,
                    DateTimeOffset.FromUnixTimeMilliseconds(statement.Int(5)), DateTimeOffset.FromUnixTimeMilliseconds(statement.Int(6))));
            }

            return methods.ToImmutable();
        }
        catch (Exception e) when (e is JournalException or InvalidDataException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes all answers. A run that goes on keeps using the file, so that its writes are still known to later runs; only a
    /// file that is something else is deleted.
    /// </summary>
    /// <returns>Whether nothing is left.</returns>
    public static bool Clear(string folder, DateTimeOffset now)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return true;
        }

        try
        {
            AnswerStore.Open(path, now.ToUnixTimeMilliseconds()).Dispose();
            using var database = SqliteDatabase.Open(path);
            database.Execute("PRAGMA busy_timeout = 5000");
            database.Execute("PRAGMA secure_delete = ON");
            database.Execute("DELETE FROM answer");
            database.Execute("VACUUM");
            database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return true;
        }
        catch (Exception e) when (e is JournalException or InvalidDataException)
        {
            return Delete(path);
        }
    }

    /// <returns>Whether nothing is left.</returns>
    internal static bool Delete(string path)
    {
        try
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(path + suffix);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
