using System.Globalization;
using Npgsql;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal.Postgres;

/// <summary>
/// One connection to the schema of a journal. Statements that give no rows wait for the next that does, or for the commit, so that
/// they share its way to the server and back.
/// </summary>
internal sealed class PostgresDatabase : JournalDatabase
{
    private const int QueueLength = 512;

    /// <summary>The server may take this long to notice that a killed process has gone.</summary>
    private const int LockTries = 50;

    private readonly NpgsqlConnection _connection;
    private readonly PostgresPlace _place;
    private readonly string _name;
    private readonly List<NpgsqlBatchCommand> _queue = [];
    private int _snapshots;
    private int _cursors;

    private PostgresDatabase(string path, PostgresPlace place, NpgsqlConnectionStringBuilder settings, NpgsqlConnection connection)
    {
        Path = path;
        _place = place;
        _connection = connection;
        _name = NameOf(place, settings);
    }

    public override string Path { get; }

    /// <exception cref="JournalException">PFF3312 or PFF3314.</exception>
    public static new PostgresDatabase Open(string path, bool leavesFiles = false)
    {
        var place = PostgresPlace.Read(path);
        var settings = place.Settings();
        settings.CommandTimeout = 60;
        settings.KeepAlive = 30;
        settings.Pooling = false;
        settings.Enlist = false;
        settings.MaxAutoPrepare = 40;
        settings.AutoPrepareMinUsages = 2;
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            connection.Open();
            var database = new PostgresDatabase(path, place, settings, connection);
            database.Execute($"SET search_path TO {place.Schema}");
            return database;
        }
        catch (Exception exception) when (IsOfServer(exception))
        {
            connection.Dispose();
            throw new JournalException(RuntimeFailures.JournalServerLost(NameOf(place, settings), exception.Message), exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a journal, if nobody writes it.</summary>
    /// <returns>Why it could not be, or null.</returns>
    public static RuntimeFailure? Drop(string path)
    {
        try
        {
            using var database = Open(path);
            database.Lock();
            database.Execute($"DROP SCHEMA IF EXISTS {database._place.Schema} CASCADE");
            return null;
        }
        catch (JournalException exception)
        {
            return exception.Failure;
        }
    }

    /// <exception cref="JournalException">PFF3302.</exception>
    public void Lock()
    {
        for (var i = 0; i < LockTries; i++)
        {
            if (Send(new NpgsqlBatchCommand($"SELECT pg_try_advisory_lock(hashtextextended('{_place.Schema}', 0))"))[0][0] is true)
            {
                return;
            }

            Thread.Sleep(100);
        }

        throw new JournalException(RuntimeFailures.JournalInUseElsewhere(_name));
    }

    public override JournalStatement Prepare(string sql) => new PostgresStatement(this, sql);

    public override JournalRows Query(string sql) => new PostgresCursor(this, sql, ++_cursors);

    public override string UpsertSql(string table, string columns, string key) =>
        $"INSERT INTO {table} ({columns}) VALUES ({JournalSchema.Parameters(columns)}) ON CONFLICT ({key}) DO UPDATE SET "
        + string.Join(", ", columns.Split(", ").Select(column => $"{column} = excluded.{column}"));

    public override void BeginNew(long version, IEnumerable<string> tables)
    {
        if (Send(new NpgsqlBatchCommand("SHOW server_encoding"))[0][0] is var encoding and not "UTF8")
        {
            throw new JournalException(RuntimeFailures.JournalServerLost(_name, $"the database's encoding is {encoding}, where not every text has a place; use one with UTF8"));
        }

        Begin(isDurable: true);
        Queue(new NpgsqlBatchCommand($"CREATE SCHEMA {_place.Schema}"));
        Queue(new NpgsqlBatchCommand($"COMMENT ON SCHEMA {_place.Schema} IS '{CommentOf(version)}'"));
        foreach (var table in tables)
        {
            // The order of texts must not depend on where the server stands.
            var types = table.Replace("INTEGER", "BIGINT", StringComparison.Ordinal).Replace("BLOB", "BYTEA", StringComparison.Ordinal)
                .Replace("TEXT", "TEXT COLLATE \"C\"", StringComparison.Ordinal).Replace(" WITHOUT ROWID", "", StringComparison.Ordinal);
            Queue(new NpgsqlBatchCommand(types));
        }
    }

    public override long ReadVersion()
    {
        var found = Send(new NpgsqlBatchCommand($"SELECT obj_description(to_regnamespace('{_place.Schema}')::oid, 'pg_namespace')"))[0][0] as string;
        return found?.Split(' ') is ["pff", "journal", var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new JournalException(RuntimeFailures.JournalSchemaMissing(_name));
    }

    public override void PrepareToRead() => Execute("SET default_transaction_read_only = on");

    /// <summary>Nothing to do: <see cref="Lock"/> came before.</summary>
    public override void PrepareToWrite(JournalOptions options)
    {
    }

    public override void Begin(bool isDurable)
    {
        Queue(new NpgsqlBatchCommand("BEGIN"));
        Queue(new NpgsqlBatchCommand(isDurable ? "SET LOCAL synchronous_commit = on" : "SET LOCAL synchronous_commit = off"));
    }

    public override void Commit() => Execute("COMMIT");

    public override void Rollback()
    {
        _queue.Clear();
        try
        {
            Execute("ROLLBACK");
        }
        catch (JournalException)
        {
            // The server rolls back by itself when the connection has gone.
        }
    }

    public override void BeginSnapshot()
    {
        if (_snapshots++ == 0)
        {
            Queue(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        }
    }

    public override void EndSnapshot()
    {
        if (--_snapshots == 0)
        {
            Execute("COMMIT");
        }
    }

    /// <summary>The server checks its pages itself, and each record has its checksum here.</summary>
    public override string? FindDamage() => null;

    public override void Dispose() => _connection.Dispose();

    public void Queue(NpgsqlBatchCommand command)
    {
        _queue.Add(command);
        if (_queue.Count >= QueueLength)
        {
            Send(null);
        }
    }

    /// <summary>Sends what waits, and then a command.</summary>
    /// <returns>The rows of the command.</returns>
    public List<object?[]> Send(NpgsqlBatchCommand? command)
    {
        var rows = new List<object?[]>();
        try
        {
            using var batch = new NpgsqlBatch(_connection);
            foreach (var waiting in _queue)
            {
                batch.BatchCommands.Add(waiting);
            }

            if (command is not null)
            {
                batch.BatchCommands.Add(command);
            }

            _queue.Clear();
            using var reader = batch.ExecuteReader();
            do
            {
                while (reader.Read())
                {
                    var row = new object?[reader.FieldCount];
                    for (var i = 0; i < row.Length; i++)
                    {
                        row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                    }

                    rows.Add(row);
                }
            }
            while (reader.NextResult());
            return rows;
        }
        catch (PostgresException exception) when (exception.SqlState.StartsWith("XX", StringComparison.Ordinal) || exception.SqlState is "42P01" or "42703")
        {
            throw new JournalException(RuntimeFailures.DamagedJournal(Path, exception.MessageText), exception);
        }
        catch (PostgresException exception)
        {
            throw new JournalException(RuntimeFailures.JournalServerLost(_name, $"{exception.MessageText} ({exception.SqlState})"), exception);
        }
        catch (Exception exception) when (IsOfServer(exception))
        {
            throw new JournalException(RuntimeFailures.JournalServerLost(_name, exception.Message), exception);
        }
    }

    private void Execute(string sql) => Send(new NpgsqlBatchCommand(sql));

    private static string CommentOf(long version) => string.Create(CultureInfo.InvariantCulture, $"pff journal {version}");

    private static string NameOf(PostgresPlace place, NpgsqlConnectionStringBuilder settings) =>
        $"database {settings.Database ?? settings.Username} on {settings.Host}, schema {place.Schema}";

    /// <summary>What Npgsql throws where the connection is gone or was never there.</summary>
    private static bool IsOfServer(Exception exception) =>
        exception is NpgsqlException or InvalidOperationException or IOException or TimeoutException or System.Net.Sockets.SocketException;
}
