using Microsoft.Data.Sqlite;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using SQLitePCL;

namespace Pff.Runtime.Tables.Records;

/// <summary>One table of a SQLite database, in the order in which it is stored. Nothing of the database's own is run: no view, no trigger, no virtual table.</summary>
internal sealed class SqliteTable : RecordTable
{
    private const string Format = "SQLite";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly SqliteDataReader _rows;

    private SqliteTable(SqliteConnection connection, SqliteCommand command, SqliteDataReader rows, string path, TableOptions options)
        : base(path, Format, options)
    {
        _connection = connection;
        _command = command;
        _rows = rows;
    }

    /// <param name="path">As messages name the file.</param>
    /// <param name="file">Where it is on the disk.</param>
    /// <param name="options">Limits, and the table's name.</param>
    public static Result<TableFormat> Open(string path, string file, TableOptions options)
    {
        if (File.Exists(file + "-wal") && new FileInfo(file + "-wal").Length > 0)
        {
            return RuntimeFailures.DamagedTable(
                path, Format, "another program has it open, or left it without finishing ('-wal' is beside it)", "outro programa a mantém aberta, ou a deixou sem terminar (há um '-wal' ao lado)");
        }

        return Guard(path, Format, owned =>
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = new Uri(Path.GetFullPath(file)).AbsoluteUri + "?immutable=1",
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
            owned.Push(connection);
            connection.Open();
            Run(connection, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA mmap_size = 0;");
            raw.sqlite3_limit(connection.Handle!, raw.SQLITE_LIMIT_LENGTH, options.MaximumRowLength);
            var tables = TablesOf(connection);
            var wanted = options.Sheet ?? (tables.Count == 1 ? tables[0] : null);
            var table = wanted is null ? null : tables.Find(name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase));
            return table is null ? RuntimeFailures.MissingTable(path, wanted, tables) : Open(connection, table, path, options, owned);
        });
    }

    public override void Dispose()
    {
        Free(_rows);
        Free(_command);
        Free(_connection);
        base.Dispose();
    }

    protected override bool Read(Value[] cells, out LocalizedText? problem)
    {
        problem = null;
        if (!_rows.Read())
        {
            return false;
        }

        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _rows.GetValue(i) switch
            {
                long integer => Value.Of(integer),
                double number => CellOf.Number(number),
                string text => CellOf.Text(text),
                byte[] bytes => CellOf.Bytes(bytes),
                _ => default,
            };
        }

        return true;
    }

    private static Result<TableFormat> Open(SqliteConnection connection, string table, string path, TableOptions options, Stack<IDisposable> owned)
    {
        var name = $"\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var command = connection.CreateCommand();
        owned.Push(command);
        command.CommandText = $"SELECT * FROM {name}";
        var rows = command.ExecuteReader();
        owned.Push(rows);
        return rows.FieldCount > options.MaximumColumns
            ? RuntimeFailures.TooManyColumns(path, options.MaximumColumns)
            : new SqliteTable(connection, command, rows, path, options)
            {
                Headers = [.. Enumerable.Range(0, rows.FieldCount).Select(index => rows.GetName(index).Trim())],
                ApproximateRowCount = LastRow(connection, name),
            };
    }

    private static List<string> TablesOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>The largest row id is found without reading the table; deleted rows are counted with it.</summary>
    private static long? LastRow(SqliteConnection connection, string name)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT max(rowid) FROM {name}";
            return command.ExecuteScalar() as long? ?? 0;
        }
        catch (SqliteException)
        {
            // A table without row ids.
            return null;
        }
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
