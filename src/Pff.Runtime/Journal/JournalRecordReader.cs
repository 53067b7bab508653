using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>Reads records of a journal, each of which must have the checksum with which it was written. Not thread-safe.</summary>
internal sealed class JournalRecordReader(JournalDatabase database)
{
    private static readonly int _runColumns = JournalSchema.CountOf(JournalSchema.RunColumns);
    private static readonly int _nameColumns = JournalSchema.CountOf(JournalSchema.NameColumns);
    private static readonly int _callColumns = JournalSchema.CountOf(JournalSchema.CallColumns);
    private static readonly int _rowColumns = JournalSchema.CountOf(JournalSchema.RowColumns);

    private readonly RecordBytes _record = new();
    private readonly Dictionary<long, string> _names = [];
    private JournalCipher? _cipher;
    private bool _isEncrypted;

    /// <summary>Contents cannot be read, because nobody has given the journal's keys.</summary>
    public bool IsLocked => _isEncrypted && _cipher is null;

    /// <summary>The journal is an encrypted one.</summary>
    /// <param name="cipher">Null where nobody has given the keys.</param>
    public void SetEncrypted(JournalCipher? cipher) => (_isEncrypted, _cipher) = (true, cipher);

    public JournalRows SelectCalls() => database.Query($"SELECT {JournalSchema.CallColumns}, checksum FROM call ORDER BY \"row\", ordinal");

    public JournalRows SelectCallsOf(long row) =>
        database.Prepare($"SELECT {JournalSchema.CallColumns}, checksum FROM call WHERE \"row\" = ?1 ORDER BY ordinal").Bind(1, row);

    public JournalRows SelectRows() => database.Query($"SELECT {JournalSchema.RowColumns}, checksum FROM \"row\" ORDER BY number");

    public JournalRows SelectNames() => database.Query($"SELECT {JournalSchema.NameColumns}, checksum FROM name");

    public JournalRows SelectTexts(string condition = "") => database.Query($"SELECT {JournalSchema.RunColumns}, checksum FROM run {condition}");

    /// <summary>Moves to the next record; false at the end.</summary>
    /// <exception cref="JournalException">PFF3305 where it is not what was written.</exception>
    public bool Next(JournalTable table, JournalRows statement)
    {
        if (!statement.Step())
        {
            return false;
        }

        return Holds(table, statement)
            ? true
            : throw Damaged(new($"{NameOf(table, statement).English} is not what was written", $"{NameOf(table, statement).Portuguese} não é o que foi gravado"));
    }

    /// <summary>The records of a table one after another, as they were before they were encrypted; streams.</summary>
    /// <param name="select">Selects all columns and the checksum; called when somebody reads, so that whoever does not keeps no file open.</param>
    /// <exception cref="JournalException">PFF3305 where one is not what was written.</exception>
    public IEnumerable<JournalRows> Read(JournalTable table, Func<JournalRows> select)
    {
        using var stored = select();
        var decrypted = _isEncrypted ? new DecryptedRows(stored, table, _cipher, database.Path) : null;
        while (Next(table, stored))
        {
            decrypted?.Forget();
            yield return decrypted ?? stored;
        }
    }

    public static long ChecksumOf(JournalTable table, JournalRows statement) => statement.Int(ColumnsOf(table));

    /// <summary>A text of the table <c>run</c> and its checksum; null where there is none.</summary>
    /// <exception cref="JournalException">It is damaged.</exception>
    public (string Text, long Checksum)? FindText(string key)
    {
        using var statement = database.Prepare($"SELECT {JournalSchema.RunColumns}, checksum FROM run WHERE key = ?1");
        return Next(JournalTable.Run, statement.Bind(1, key)) ? (statement.Text(1) ?? "", ChecksumOf(JournalTable.Run, statement)) : null;
    }

    /// <summary>A name by its id. Names may be added while the journal is read.</summary>
    /// <exception cref="JournalException">There is none, or one is damaged.</exception>
    public string NameOf(long id)
    {
        if (_names.TryGetValue(id, out var name))
        {
            return name;
        }

        using var statement = SelectNames();
        while (Next(JournalTable.Name, statement))
        {
            _names[statement.Int(0)] = statement.Text(1) ?? "";
        }

        return _names.TryGetValue(id, out name) ? name : throw Damaged(new($"name {id} is missing", $"falta o nome {id}"));
    }

    public JournalException Damaged(LocalizedText what) => new(RuntimeFailures.DamagedJournal(database.Path, what));

    private bool Holds(JournalTable table, JournalRows statement)
    {
        var columns = ColumnsOf(table);
        _record.Begin(table);
        for (var i = 0; i < columns; i++)
        {
            _record.Add(statement, i);
        }

        return statement.TypeOf(columns) == ColumnType.Integer && statement.Int(columns) == _record.Checksum;
    }

    private static int ColumnsOf(JournalTable table) => table switch
    {
        JournalTable.Run => _runColumns,
        JournalTable.Name => _nameColumns,
        JournalTable.Call => _callColumns,
        JournalTable.Row => _rowColumns,
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    };

    public static LocalizedText NameOf(JournalTable table, JournalRows statement) => table switch
    {
        JournalTable.Run => new($"its {statement.Text(0)}", $"o seu {statement.Text(0)}"),
        JournalTable.Name => new($"name {statement.Int(0)}", $"o nome {statement.Int(0)}"),
        JournalTable.Call => new($"call {statement.Int(1)} of row {statement.Int(0)}", $"a chamada {statement.Int(1)} da linha {statement.Int(0)}"),
        JournalTable.Row => new($"row {statement.Int(0)}", $"a linha {statement.Int(0)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    };
}
