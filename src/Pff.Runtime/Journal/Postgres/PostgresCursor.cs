using System.Globalization;
using Npgsql;

namespace Pff.Runtime.Journal.Postgres;

/// <summary>
/// The rows of a query, a page at a time, through a cursor of the server, so that many may be open at once. As in SQLite, whoever reads
/// sees the journal as it was when reading began.
/// </summary>
internal sealed class PostgresCursor(PostgresDatabase database, string sql, int number) : JournalRows
{
    private const int FirstPage = 64;
    private const int LargestPage = 4096;
    private const long PageBytes = 256 * 1024;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"pff_{number}");
    private List<object?[]>? _page;
    private int _rows = FirstPage;
    private int _at;

    public override bool Step()
    {
        if (_page is null)
        {
            database.BeginSnapshot();
            database.Queue(new NpgsqlBatchCommand($"DECLARE {_name} NO SCROLL CURSOR FOR {sql}"));
            _page = [];
            Fetch();
        }
        else if (++_at >= _page.Count && _page.Count == _rows)
        {
            _rows = _page.Sum(SizeOf) < PageBytes ? Math.Min(_rows * 2, LargestPage) : Math.Max(_rows / 2, 1);
            Fetch();
        }

        return _at < _page.Count;
    }

    public override long Int(int column) => PostgresValue.Int(_page![_at][column]);

    public override string? Text(int column) => PostgresValue.Text(_page![_at][column]);

    public override ColumnType TypeOf(int column) => PostgresValue.TypeOf(_page![_at][column]);

    public override ReadOnlySpan<byte> Blob(int column) => PostgresValue.Blob(_page![_at][column]);

    public override void Dispose()
    {
        if (_page is null)
        {
            return;
        }

        _page = null;
        try
        {
            database.Queue(new NpgsqlBatchCommand($"CLOSE {_name}"));
            database.EndSnapshot();
        }
        catch (JournalException)
        {
            // The connection has gone, and the cursor with it; whoever reads on is told.
        }
    }

    private void Fetch()
    {
        _page = database.Send(new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture, $"FETCH {_rows} FROM {_name}")));
        _at = 0;
    }

    private static long SizeOf(object?[] row) => row.Sum(value => value switch
    {
        byte[] bytes => bytes.Length,
        string text => (long)text.Length,
        _ => sizeof(long),
    });
}
