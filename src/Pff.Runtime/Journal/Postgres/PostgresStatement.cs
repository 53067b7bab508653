using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Pff.Runtime.Journal.Postgres;

/// <summary>A statement that gives few rows, all of which it holds. One without rows waits for the next way to the server.</summary>
internal sealed class PostgresStatement(PostgresDatabase database, string sql) : JournalStatement
{
    private readonly string _sql = sql.Replace('?', '$');
    private readonly List<NpgsqlParameter> _parameters = [];
    private List<object?[]>? _rows;
    private int _at;

    public override JournalStatement Bind(int index, long value) => Set(index, new NpgsqlParameter<long> { TypedValue = value });

    public override JournalStatement Bind(int index, string? text) =>
        text is null ? BindNull(index) : Set(index, new NpgsqlParameter<string> { TypedValue = PostgresValue.Escape(text), NpgsqlDbType = NpgsqlDbType.Text });

    public override JournalStatement Bind(int index, ReadOnlySpan<byte> blob) =>
        blob.IsEmpty ? BindNull(index) : Set(index, new NpgsqlParameter<byte[]> { TypedValue = blob.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea });

    public override JournalStatement BindText(int index, ReadOnlySpan<byte> utf8) => Bind(index, Encoding.UTF8.GetString(utf8));

    public override JournalStatement BindNull(int index) => Set(index, new NpgsqlParameter { Value = DBNull.Value });

    public override void Run()
    {
        database.Queue(Take());
    }

    public override bool Step()
    {
        if (_rows is null)
        {
            _rows = database.Send(Take());
            _at = -1;
        }

        return ++_at < _rows.Count;
    }

    public override void Reset() => _rows = null;

    public override long Int(int column) => PostgresValue.Int(_rows![_at][column]);

    public override string? Text(int column) => PostgresValue.Text(_rows![_at][column]);

    public override ColumnType TypeOf(int column) => PostgresValue.TypeOf(_rows![_at][column]);

    public override ReadOnlySpan<byte> Blob(int column) => PostgresValue.Blob(_rows![_at][column]);

    public override void Dispose() => _rows = null;

    private PostgresStatement Set(int index, NpgsqlParameter parameter)
    {
        if (index == 1)
        {
            _parameters.Clear();
        }

        _parameters.Add(parameter);
        return this;
    }

    private NpgsqlBatchCommand Take()
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var parameter in _parameters)
        {
            command.Parameters.Add(parameter);
        }

        _parameters.Clear();
        return command;
    }
}
