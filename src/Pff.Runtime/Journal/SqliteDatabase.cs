using Microsoft.Data.Sqlite;
using Pff.Runtime.Diagnostics;
using SQLitePCL;

namespace Pff.Runtime.Journal;

/// <summary>One connection to a journal's file. Not thread-safe.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>"PFFj": tells a journal from other SQLite files.</summary>
    public const long ApplicationId = 0x5046466A;

    private readonly SqliteConnection _connection;

    private SqliteDatabase(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    public string Path { get; }

    public sqlite3 Handle => _connection.Handle!;

    /// <param name="leavesFiles">
    /// Closing the last connection writes the log into the database and deletes it, which is right only for who has checked both.
    /// </param>
    /// <exception cref="JournalException">The file cannot be opened as a database.</exception>
    public static SqliteDatabase Open(string path, bool leavesFiles = false)
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

    public void Dispose() => _connection.Dispose();
}
