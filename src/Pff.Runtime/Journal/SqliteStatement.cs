using Pff.Runtime.Diagnostics;
using SQLitePCL;

namespace Pff.Runtime.Journal;

/// <summary>
/// A prepared statement of SQLite without the allocations of ADO.NET, since one runs for every record.
/// </summary>
internal sealed class SqliteStatement : JournalStatement
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _path;

    public SqliteStatement(SqliteDatabase database, string sql)
    {
        _database = database.Handle;
        _path = database.Path;
        var code = raw.sqlite3_prepare_v2(_database, sql, out _statement);
        Check(code, raw.SQLITE_OK);
    }

    public override SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value), raw.SQLITE_OK);
        return this;
    }

    public override SqliteStatement Bind(int index, string? text)
    {
        Check(
            text is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, text),
            raw.SQLITE_OK);
        return this;
    }

    public override SqliteStatement Bind(int index, ReadOnlySpan<byte> blob)
    {
        Check(
            blob.IsEmpty ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_blob(_statement, index, blob),
            raw.SQLITE_OK);
        return this;
    }

    public override SqliteStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        // A span without bytes has no address, which would be null.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, index, "") : raw.sqlite3_bind_text(_statement, index, utf8), raw.SQLITE_OK);
        return this;
    }

    public override SqliteStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index), raw.SQLITE_OK);
        return this;
    }

    public override void Run()
    {
        var code = raw.sqlite3_step(_statement);
        var ended = raw.sqlite3_reset(_statement);
        Check(code == raw.SQLITE_ROW ? raw.SQLITE_DONE : code, raw.SQLITE_DONE);
        Check(ended, raw.SQLITE_OK);
    }

    public override bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        Check(code, raw.SQLITE_DONE);
        return false;
    }

    public override void Reset() => raw.sqlite3_reset(_statement);

    public override long Int(int column) => raw.sqlite3_column_int64(_statement, column);

    public override string? Text(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override ColumnType TypeOf(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_NULL => ColumnType.Null,
        raw.SQLITE_INTEGER => ColumnType.Integer,
        raw.SQLITE_TEXT => ColumnType.Text,
        raw.SQLITE_BLOB => ColumnType.Blob,
        _ => ColumnType.Other,
    };

    public override ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public override void Dispose() => _statement.Dispose();

    private void Check(int code, int expected)
    {
        if (code == expected)
        {
            return;
        }

        var message = raw.sqlite3_errmsg(_database).utf8_to_string();
        throw new JournalException((code & 0xFF) switch
        {
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_SCHEMA or raw.SQLITE_ERROR => RuntimeFailures.DamagedJournal(_path, message),
            raw.SQLITE_FULL => RuntimeFailures.JournalFull(_path),
            raw.SQLITE_IOERR when raw.sqlite3_extended_errcode(_database) == raw.SQLITE_IOERR_SHMSIZE => RuntimeFailures.JournalFull(_path),
            raw.SQLITE_IOERR => RuntimeFailures.JournalBroken(_path, $"{message} ({raw.sqlite3_extended_errcode(_database)})"),
            _ => RuntimeFailures.JournalBroken(_path, message),
        });
    }
}
