using Microsoft.Data.Sqlite;
using Pff.Runtime.Diagnostics;
using SQLitePCL;

namespace Pff.Runtime.Journal;

/// <summary>One connection to a journal's file. Not thread-safe.</summary>
internal sealed class SqliteDatabase : JournalDatabase
{
    /// <summary>"PFFj": tells a journal from other SQLite files.</summary>
    public const long ApplicationId = 0x5046466A;

    private readonly SqliteConnection _connection;
    private SqliteStatement? _begin;
    private SqliteStatement? _commit;
    private bool _isFull = true;

    private SqliteDatabase(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    public override string Path { get; }

    public sqlite3 Handle => _connection.Handle!;

    /// <param name="leavesFiles">
    /// Closing the last connection writes the log into the database and deletes it, which is right only for who has checked both.
    /// </param>
    /// <exception cref="JournalException">The file cannot be opened as a database.</exception>
    public static new SqliteDatabase Open(string path, bool leavesFiles = false)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            if (leavesFiles)
            {
                raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            }

            return new SqliteDatabase(path, connection);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new JournalException(
                exception.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT
                    ? RuntimeFailures.DamagedJournal(path, exception.Message)
                    : RuntimeFailures.JournalBroken(path, exception.Message),
                exception);
        }
    }

    public void Execute(string sql)
    {
        using var statement = new SqliteStatement(this, sql);
        statement.Run();
    }

    public long Scalar(string sql)
    {
        using var statement = new SqliteStatement(this, sql);
        return statement.Step() ? statement.Int(0) : 0;
    }

    public string? ScalarText(string sql)
    {
        using var statement = new SqliteStatement(this, sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    public override JournalStatement Prepare(string sql) => new SqliteStatement(this, sql);

    public override JournalRows Query(string sql) => new SqliteStatement(this, sql);

    public override string UpsertSql(string table, string columns, string key) =>
        $"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({JournalSchema.Parameters(columns)})";

    public override void BeginNew(long version, IEnumerable<string> tables)
    {
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("BEGIN IMMEDIATE");
        Execute($"PRAGMA application_id = {ApplicationId}");
        Execute($"PRAGMA user_version = {version}");
        foreach (var table in tables)
        {
            Execute(table);
        }
    }

    public override long ReadVersion()
    {
        if (Scalar("PRAGMA application_id") != ApplicationId)
        {
            throw new JournalException(RuntimeFailures.NotAJournal(Path));
        }

        return Scalar("PRAGMA user_version");
    }

    public override void PrepareToRead()
    {
        Execute("PRAGMA query_only = ON");
        Execute("PRAGMA busy_timeout = 5000");
        Execute("PRAGMA cell_size_check = ON");
    }

    public override void PrepareToWrite(JournalOptions options)
    {
        Execute("PRAGMA synchronous = FULL");
        Execute($"PRAGMA wal_autocheckpoint = {options.CheckpointPages}");
        if (options.MaximumFileBytes > 0)
        {
            Execute($"PRAGMA max_page_count = {Math.Max(1, options.MaximumFileBytes / 4096)}");
        }
    }

    public override void Begin(bool isDurable)
    {
        SetDurability(isDurable);
        (_begin ??= new SqliteStatement(this, "BEGIN IMMEDIATE")).Run();
    }

    public override void Commit() => (_commit ??= new SqliteStatement(this, "COMMIT")).Run();

    public override void Rollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (JournalException)
        {
            // SQLite has rolled back by itself where the error was grave.
        }
    }

    public override void BeginSnapshot() => Execute("BEGIN");

    public override void EndSnapshot() => Execute("COMMIT");

    public override string? FindDamage() => ScalarText("PRAGMA quick_check(1)") is var found && found != "ok" ? found ?? "?" : null;

    public override void Dispose()
    {
        _begin?.Dispose();
        _commit?.Dispose();
        _connection.Dispose();
    }

    /// <summary>SQLite obeys this pragma when it is compiled, not when it runs, so it cannot be a prepared statement.</summary>
    private void SetDurability(bool isFull)
    {
        if (_isFull != isFull)
        {
            Execute(isFull ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isFull = isFull;
        }
    }
}
