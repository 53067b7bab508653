using System.Buffers;
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
/// Columns as bytes, one after another: a tag, and the content, as <c>docs/formats/journal.md</c> has them. Those of a record, behind
/// the number of its table, make its checksum.
/// </summary>
internal sealed class RecordBytes
{
    /// <summary>Of what no journal has, so that it makes the checksum wrong.</summary>
    private const byte OtherTag = 255;

    public const byte NullTag = 0;
    public const byte IntegerTag = 1;
    public const byte TextTag = 2;
    public const byte BlobTag = 3;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>64 bits of XXH3.</summary>
    public long Checksum => unchecked((long)XxHash3.HashToUInt64(_bytes.WrittenSpan));

    public void Clear() => _bytes.ResetWrittenCount();

    public void Begin(JournalTable table)
    {
        Clear();
        AddTag((byte)table);
    }

    public void AddNull() => AddTag(NullTag);

    public void Add(long value)
    {
        var bytes = _bytes.GetSpan(1 + sizeof(long));
        bytes[0] = IntegerTag;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], value);
        _bytes.Advance(1 + sizeof(long));
    }

    /// <param name="utf8">The text's bytes.</param>
    public void AddText(ReadOnlySpan<byte> utf8) => AddBytes(TextTag, utf8);

    public void AddBlob(ReadOnlySpan<byte> bytes) => AddBytes(BlobTag, bytes);

    /// <summary>Takes a column over from where a statement stands.</summary>
    public void Add(JournalRows from, int column)
    {
        switch (from.TypeOf(column))
        {
            case ColumnType.Integer:
                Add(from.Int(column));
                break;
            case ColumnType.Text:
                AddText(from.Blob(column));
                break;
            case ColumnType.Blob:
                AddBlob(from.Blob(column));
                break;
            case ColumnType.Null:
                AddNull();
                break;
            case ColumnType.Other:
                AddTag(OtherTag);
                break;
        }
    }

    /// <summary>Finds so many columns in bytes that may be anything; null where they are not there.</summary>
    public static ColumnPlace[]? Find(ReadOnlySpan<byte> bytes, int count)
    {
        var places = new ColumnPlace[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var tag = at < bytes.Length ? bytes[at++] : byte.MaxValue;
            var left = bytes.Length - at;
            switch (tag)
            {
                case NullTag:
                    places[i] = new ColumnPlace(ColumnType.Null, at, 0);
                    break;
                case IntegerTag when left >= sizeof(long):
                    places[i] = new ColumnPlace(ColumnType.Integer, at, sizeof(long));
                    break;
                case TextTag or BlobTag when left >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) is >= 0 and var length
                    && length <= left - sizeof(int):
                    places[i] = new ColumnPlace(tag == TextTag ? ColumnType.Text : ColumnType.Blob, at + sizeof(int), length);
                    break;
                default:
                    return null;
            }

            at = places[i].Start + places[i].Length;
        }

        return at == bytes.Length ? places : null;
    }

    private void AddTag(byte tag)
    {
        _bytes.GetSpan(1)[0] = tag;
        _bytes.Advance(1);
    }

    private void AddBytes(byte tag, ReadOnlySpan<byte> bytes)
    {
        var to = _bytes.GetSpan(1 + sizeof(int) + bytes.Length);
        to[0] = tag;
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], bytes.Length);
        bytes.CopyTo(to[(1 + sizeof(int))..]);
        _bytes.Advance(1 + sizeof(int) + bytes.Length);
    }
}

/// <summary>Where the content of a column is.</summary>
internal readonly record struct ColumnPlace(ColumnType Type, int Start, int Length);
