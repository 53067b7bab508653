using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>The tables of a journal, described in <c>docs/formats/journal.md</c>.</summary>
internal static class JournalSchema
{
    public const long Version = 2;

    private static readonly string[] Tables =
    [
        "CREATE TABLE run (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
        """
        CREATE TABLE call (
          row INTEGER NOT NULL, ordinal INTEGER NOT NULL, step INTEGER NOT NULL, method INTEGER NOT NULL,
          effect INTEGER NOT NULL, state INTEGER NOT NULL, intents INTEGER NOT NULL,
          idempotency_key TEXT, request_sha256 TEXT,
          status INTEGER, attempts INTEGER, duration_ms INTEGER,
          response BLOB, response_length INTEGER, encoding INTEGER, failure TEXT, undo BLOB,
          PRIMARY KEY (row, ordinal)) WITHOUT ROWID
        """,
        """
        CREATE TABLE row (
          number INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, failure TEXT, reason TEXT, returned BLOB,
          reads INTEGER NOT NULL, writes INTEGER NOT NULL, attempts INTEGER NOT NULL, duration_ms INTEGER NOT NULL)
        """,
    ];

    /// <param name="seed">What an earlier run leaves to this one; null for a run of its own.</param>
    public static void Create(SqliteDatabase database, RunHeader header, DateTimeOffset createdAt, JournalSeed? seed = null)
    {
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        seed?.Attach(database);
        database.Execute("BEGIN IMMEDIATE");
        database.Execute($"PRAGMA application_id = {SqliteDatabase.ApplicationId}");
        database.Execute($"PRAGMA user_version = {Version}");
        foreach (var table in Tables)
        {
            database.Execute(table);
        }

        SetRunValue(database, RunKeys.Header, JournalJson.Write(header));
        SetRunValue(database, RunKeys.CreatedAt, Format(createdAt));
        seed?.Copy(database);
        database.Execute("COMMIT");
    }

    /// <summary>Refuses what is not a journal of this version.</summary>
    /// <exception cref="JournalException">PFF3303, PFF3304 or PFF3305.</exception>
    public static RunHeader Check(SqliteDatabase database, bool checksPages)
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

        if (checksPages && database.ScalarText("PRAGMA quick_check(1)") is var found && found != "ok")
        {
            throw new JournalException(RuntimeFailures.DamagedJournal(database.Path, found ?? "no answer"));
        }

        return GetRunValue(database, RunKeys.Header) is { } json && JournalJson.ReadHeader(json) is { } header
            ? header
            : throw new JournalException(RuntimeFailures.DamagedJournal(database.Path, "its header is not readable"));
    }

    public static string? GetRunValue(SqliteDatabase database, string key)
    {
        using var statement = new SqliteStatement(database, "SELECT value FROM run WHERE key = ?1");
        return statement.Bind(1, key).Step() ? statement.Text(0) : null;
    }

    public static void SetRunValue(SqliteDatabase database, string key, string? value)
    {
        using var statement = new SqliteStatement(
            database, value is null ? "DELETE FROM run WHERE key = ?1" : "INSERT OR REPLACE INTO run (key, value) VALUES (?1, ?2)");
        statement.Bind(1, key);
        if (value is not null)
        {
            statement.Bind(2, value);
        }

        statement.Run();
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

    /// <summary>Changes where something must be written for an fsync to take place.</summary>
    public const string Pulse = "pulse";
}
