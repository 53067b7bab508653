using System.Numerics;

namespace Pff.Runtime.Journal;

/// <summary>
/// Of a table of an encrypted journal, the columns whose contents are encrypted: all of them together in the last one, bound to the
/// columns before that one which are in the clear. The others are null.
/// </summary>
internal readonly record struct EncryptedColumns
{
    private readonly uint _columns;

    private EncryptedColumns(params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
        {
            _columns |= 1u << column;
        }
    }

    public int Count => BitOperations.PopCount(_columns);

    public int Last => BitOperations.Log2(_columns);

    /// <summary>Places are those in <see cref="JournalSchema.CallColumns"/> and <see cref="JournalSchema.RowColumns"/>.</summary>
    public static EncryptedColumns Of(JournalTable table) => table switch
    {
        // Key and fingerprint of a request are hashes of values that can be guessed.
        JournalTable.Call => new(7, 8, 12, 13, 14, 15, JournalSchema.UndoColumn),
        JournalTable.Row => new(2, 3, 4),
        JournalTable.Run or JournalTable.Name => default,
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    };

    public bool Has(int column) => (_columns & (1u << column)) != 0;

    /// <summary>The place of a column among the encrypted ones.</summary>
    public int IndexOf(int column) => BitOperations.PopCount(_columns & ((1u << column) - 1));
}
