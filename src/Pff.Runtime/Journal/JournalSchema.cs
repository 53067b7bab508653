using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>The tables of a journal, described in <c>docs/formats/journal.md</c>.</summary>
internal static class JournalSchema
{
    public const long Version = 3;

    /// <summary>The same tables with contents that are encrypted, which a program that knows only the other version must not read.</summary>
    public const long EncryptedVersion = 4;

    /// <summary>Of each table, the columns that its checksum covers, in their order; the checksum is the one after them.</summary>
    public const string RunColumns = "key, value";
    public const string NameColumns = "id, text";
    public const string RowColumns = "number, outcome, failure, reason, returned, reads, writes, attempts, duration_ms";
    public const string CallColumns =
        "\"row\", ordinal, step, method, effect, state, intents, idempotency_key, request_sha256, status, attempts, duration_ms, response, response_length, encoding, failure, undo";

    /// <summary>Places in <see cref="CallColumns"/>.</summary>
    public const int IntentsColumn = 6;
    public const int IdempotencyKeyColumn = 7;
    public const int UndoColumn = 16;

    private static readonly string[] Tables =
    [
        "CREATE TABLE run (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL, checksum INTEGER NOT NULL)",
        """
        CREATE TABLE call (
          "row" INTEGER NOT NULL, ordinal INTEGER NOT NULL, step INTEGER NOT NULL, method INTEGER NOT NULL,
          effect INTEGER NOT NULL, state INTEGER NOT NULL, intents INTEGER NOT NULL,
          idempotency_key TEXT, request_sha256 TEXT,
          status INTEGER, attempts INTEGER, duration_ms INTEGER,
          response BLOB, response_length INTEGER, encoding INTEGER, failure TEXT, undo BLOB,
          checksum INTEGER NOT NULL, PRIMARY KEY ("row", ordinal)) WITHOUT ROWID
        """,
        """
        CREATE TABLE "row" (
          number INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, failure TEXT, reason TEXT, returned BLOB,
          reads INTEGER NOT NULL, writes INTEGER NOT NULL, attempts INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
          checksum INTEGER NOT NULL)
        """,
    ];

    public static int CountOf(string columns) => columns.Count(c => c == ',') + 1;

    /// <summary><c>?1, ?2</c> and so on, one for each column.</summary>
    public static string Parameters(string columns) => string.Join(", ", Enumerable.Range(1, CountOf(columns)).Select(i => $"?{i}"));

    /// <summary>Writes a whole record with its checksum, in the place of one with the same key.</summary>
    public static string UpsertSql(JournalDatabase database, JournalTable table)
    {
        var (name, columns, key) = table switch
        {
            JournalTable.Run => ("run", RunColumns, "key"),
            JournalTable.Name => ("name", NameColumns, "id"),
            JournalTable.Call => ("call", CallColumns, "\"row\", ordinal"),
            JournalTable.Row => ("\"row\"", RowColumns, "number"),
            _ => throw new ArgumentOutOfRangeException(nameof(table)),
        };
        return database.UpsertSql(name, columns + ", checksum", key);
    }

    /// <param name="seed">What an earlier run leaves to this one; null for a run of its own.</param>
    /// <param name="cipher">Null for a journal in the clear.</param>
    public static void Create(JournalDatabase database, RunHeader header, DateTimeOffset createdAt, JournalSeed? seed = null, JournalCipher? cipher = null)
    {
        database.BeginNew(cipher is null ? Version : EncryptedVersion, Tables);
        using (var tables = new JournalTables(database, new JournalSeal(), compressFrom: 0, new RowSet(), cipher))
        {
            tables.PutText(RunKeys.Header, JournalJson.Write(header));
            if (cipher is not null)
            {
                tables.PutText(RunKeys.Keys, cipher.Ring.Write());
            }

            tables.PutText(RunKeys.CreatedAt, Format(createdAt));
            seed?.Copy(tables);
            tables.PutSeal();
        }

        database.Commit();
    }

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The keys of the table <c>run</c>.</summary>
internal static class RunKeys
{
    public const string Header = "header";
    public const string CreatedAt = "created_at";

    /// <summary>The <see cref="JournalKeyRing"/> of an encrypted journal.</summary>
    public const string Keys = "keys";
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
