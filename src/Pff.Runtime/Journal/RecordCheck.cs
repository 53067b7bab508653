using System.Buffers.Binary;
using System.IO.Hashing;

namespace Pff.Runtime.Journal;

/// <summary>The tables of a journal, as the checksum of a record names its own.</summary>
internal enum JournalTable : byte
{
    Run = 1,
    Name,
    Call,
    Row,
}

/// <summary>
/// The checksum of a record: 64 bits of XXH3 over its table and all its columns in their order, as
/// <c>docs/formats/journal.md</c> has them. One at a time.
/// </summary>
internal sealed class RecordCheck
{
    /// <summary>Of what no journal has, so that it makes the checksum wrong.</summary>
    private const byte OtherTag = 255;

    private readonly XxHash3 _hash = new();

    public void Begin(JournalTable table)
    {
        _hash.Reset();
        _hash.Append([(byte)table]);
    }

    public void AddNull() => _hash.Append([RecordBytes.NullTag]);

    public void Add(long value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = RecordBytes.IntegerTag;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], value);
        _hash.Append(bytes);
    }

    /// <param name="utf8">The text's bytes.</param>
    public void AddText(ReadOnlySpan<byte> utf8) => AddBytes(RecordBytes.TextTag, utf8);

    public void AddBlob(ReadOnlySpan<byte> bytes) => AddBytes(RecordBytes.BlobTag, bytes);

    public long End() => unchecked((long)_hash.GetCurrentHashAsUInt64());

    /// <summary>Whether the record that a statement stands on is what was written.</summary>
    /// <param name="columns">How many columns it has; the one after them is its checksum.</param>
    public bool Holds(JournalTable table, JournalRows statement, int columns)
    {
        Begin(table);
        for (var i = 0; i < columns; i++)
        {
            switch (statement.TypeOf(i))
            {
                case ColumnType.Null:
                    AddNull();
                    break;
                case ColumnType.Integer:
                    Add(statement.Int(i));
                    break;
                case ColumnType.Text:
                    AddText(statement.Blob(i));
                    break;
                case ColumnType.Blob:
                    AddBlob(statement.Blob(i));
                    break;
                case ColumnType.Other:
                    _hash.Append([OtherTag]);
                    break;
            }
        }

        return statement.TypeOf(columns) == ColumnType.Integer && statement.Int(columns) == End();
    }

    private void AddBytes(byte tag, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = tag;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        _hash.Append(head);
        _hash.Append(bytes);
    }
}
