using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>The tables of a journal, described in <c>docs/formats/journal.md</c>.</summary>
internal static class JournalSchema
{
    public const long Version = 3;

    /// <summary>Of each table, the columns that its checksum covers, in their order; the checksum is the one after them.</summary>
    public const string RunColumns = "key, value";
    public const string NameColumns = "id, text";
    public const string RowColumns = "number, outcome, failure, reason, returned, reads, writes, attempts, duration_ms";
    public const string CallColumns =
        "row, ordinal, step, method, effect, state, intents, idempotency_key, request_sha256, status, attempts, duration_ms, response, response_length, encoding, failure, undo";

    /// <summary>Places in <see cref="CallColumns"/>.</summary>
    public const int IntentsColumn = 6;
    public const int UndoColumn = 16;

    private static readonly string[] Tables =
    [
        "CREATE TABLE run (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL, checksum INTEGER NOT NULL)",
        """
        CREATE TABLE call (
          row INTEGER NOT NULL, ordinal INTEGER NOT NULL, step INTEGER NOT NULL, method INTEGER NOT NULL,
          effect INTEGER NOT NULL, state INTEGER NOT NULL, intents INTEGER NOT NULL,
          idempotency_key TEXT, request_sha256 TEXT,
          status INTEGER, attempts INTEGER, duration_ms INTEGER,
          response BLOB, response_length INTEGER, encoding INTEGER, failure TEXT, undo BLOB,
          checksum INTEGER NOT NULL, PRIMARY KEY (row, ordinal)) WITHOUT ROWID
        """,
        """
        CREATE TABLE row (
          number INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, failure TEXT, reason TEXT, returned BLOB,
          reads INTEGER NOT NULL, writes INTEGER NOT NULL, attempts INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
          checksum INTEGER NOT NULL)
        """,
    ];

    public static int CountOf(string columns) => columns.Count(c => c == ',') + 1;

    /// <summary>Writes a whole record, in the place of one with the same key.</summary>
    public static string InsertSql(string table, string columns) =>
        $"INSERT OR REPLACE INTO {table} ({columns}, checksum) VALUES ({string.Join(", ", Enumerable.Range(1, CountOf(columns) + 1).Select(i => $"?{i}"))})";

    /// <param name="seed">What an earlier run leaves to this one; null for a run of its own.</param>
    public static void Create(SqliteDatabase database, RunHeader header, DateTimeOffset createdAt, JournalSeed? seed = null)
    {
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        database.Execute("BEGIN IMMEDIATE");
        database.Execute($"PRAGMA application_id = {SqliteDatabase.ApplicationId}");
        database.Execute($"PRAGMA user_version = {Version}");
        foreach (var table in Tables)
        {
            database.Execute(table);
        }

        using (var tables = new JournalTables(database, new JournalSeal(), compressFrom: 0))
        {
            tables.PutText(RunKeys.Header, JournalJson.Write(header));
            tables.PutText(RunKeys.CreatedAt, Format(createdAt));
            seed?.Copy(tables);
            tables.PutSeal();
        }

        database.Execute("COMMIT");
    }

    /// <summary>Refuses what is not a journal of this version.</summary>
    /// <exception cref="JournalException">PFF3303 or PFF3304.</exception>
    public static void CheckVersion(SqliteDatabase database)
    {
        if (database.Scalar("PRAGMA application_id") != SqliteDatabase.ApplicationId)
        {
            throw new JournalException(RuntimeFailures.NotAJournal(database.Path));
        }

        var version = database.Scalar("PRAGMA user_version");
        if (version != Version)
        {
            throw new JournalException(RuntimeFailures.JournalVersion(database.Path, version, Version));
        }
    }

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The keys of the table <c>run</c>.</summary>
internal static class RunKeys
{
    public const string Header = "header";
    public const string CreatedAt = "created_at";
    public const string EndedAt = "ended_at";
    public const string End = "end";
    public const string InputRows = "input_rows";
    public const string Cache = "cache";

    /// <summary>How long all processes of the run took together; no number where one of them was killed.</summary>
    public const string ElapsedMs = "elapsed_ms";

    /// <summary>The keys of what hosts did begin with it.</summary>
    public const string Health = "health ";

    /// <summary>The <see cref="JournalSeal"/>.</summary>
    public const string Seal = "seal";
}
