using System.Security.Cryptography;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Caching.Disk;

/// <summary>The tables of the file that answers are in, described in <c>docs/formats/cache.md</c>.</summary>
internal static class AnswerSchema
{
    /// <summary>"PFFc": tells it from other SQLite files.</summary>
    private const long ApplicationId = 0x50464663;

    private const long Version = 1;

    private const string SaltKey = "salt";
    private const string BootKey = "boot";

    /// <summary>Linux names each start of the machine.</summary>
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    private static readonly string[] Tables =
    [
        "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE answer (
          key BLOB NOT NULL PRIMARY KEY, api TEXT NOT NULL, method TEXT NOT NULL, encrypted INTEGER NOT NULL, stamp INTEGER NOT NULL,
          stored_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL)
        """,
        "CREATE INDEX answer_by_expiry ON answer (api, expires_at)",
        "CREATE TABLE fence (tag INTEGER PRIMARY KEY, begun INTEGER NOT NULL, under_way INTEGER NOT NULL, until INTEGER NOT NULL)",
        "CREATE TABLE size (api TEXT NOT NULL PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID",
        """
        CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN
          INSERT INTO size (api, bytes) VALUES (new.api, new.size) ON CONFLICT (api) DO UPDATE SET bytes = bytes + new.size;
        END
        """,
        "CREATE TRIGGER answer_gone AFTER DELETE ON answer BEGIN UPDATE size SET bytes = bytes - old.size WHERE api = old.api; END",
    ];

    /// <summary>Makes the tables where there are none, and refuses what is something else.</summary>
    /// <returns>The salt of everything that is derived in this file.</returns>
    /// <exception cref="InvalidDataException">It is another program's, or another version's.</exception>
    /// <exception cref="JournalException">It is damaged, or cannot be read or written.</exception>
    public static byte[] Prepare(SqliteDatabase database, long now)
    {
        var boot = File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : null;
        database.Execute("PRAGMA busy_timeout = 5000");
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute(boot is null ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        database.Execute("BEGIN IMMEDIATE");
        if (database.Scalar("SELECT count(*) FROM sqlite_master") == 0)
        {
            Create(database);
        }

        if (database.Scalar("PRAGMA application_id") != ApplicationId || database.Scalar("PRAGMA user_version") != Version)
        {
            throw new InvalidDataException(database.Path);
        }

        // What is committed without waiting for the disk outlives the process and not the machine, so that after another start
        // a write may have been forgotten whose answers are still here.
        if (boot is not null && Meta(database, BootKey) is var last && last.AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(boot)) is false)
        {
            database.Execute("DELETE FROM answer");
            database.Execute("DELETE FROM fence");
            SetMeta(database, BootKey, System.Text.Encoding.ASCII.GetBytes(boot));
        }

        using (var expired = new SqliteStatement(database, "DELETE FROM answer WHERE expires_at <= ?1"))
        {
            expired.Bind(1, now).Run();
        }

        database.Execute("COMMIT");
        return Meta(database, SaltKey) is { Length: AnswerSeal.SaltBytes } salt ? salt : throw new InvalidDataException(database.Path);
    }

    private static void Create(SqliteDatabase database)
    {
        database.Execute($"PRAGMA application_id = {ApplicationId}");
        database.Execute($"PRAGMA user_version = {Version}");
        foreach (var table in Tables)
        {
            database.Execute(table);
        }

        SetMeta(database, SaltKey, RandomNumberGenerator.GetBytes(AnswerSeal.SaltBytes));
    }

    private static byte[] Meta(SqliteDatabase database, string key)
    {
        using var statement = new SqliteStatement(database, "SELECT value FROM meta WHERE key = ?1");
        return statement.Bind(1, key).Step() ? statement.Blob(0).ToArray() : [];
    }

    private static void SetMeta(SqliteDatabase database, string key, byte[] value)
    {
        using var statement = new SqliteStatement(database, "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)");
        statement.Bind(1, key).Bind(2, value).Run();
    }
}
