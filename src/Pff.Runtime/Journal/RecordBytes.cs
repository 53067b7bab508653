using System.Buffers;
using System.Buffers.Binary;

namespace Pff.Runtime.Journal;

/// <summary>
/// Columns as bytes, one after another: a tag, and the content. The checksum of a record is made of the same bytes.
/// </summary>
internal sealed class RecordBytes
{
    public const byte NullTag = 0;
    public const byte IntegerTag = 1;
    public const byte TextTag = 2;
    public const byte BlobTag = 3;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Begin(JournalTable table)
    {
        Clear();
        AddTag((byte)table);
    }

    public void AddNull() => AddTag(NullTag);

    public void Add(long value)
    {
        AddTag(IntegerTag);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    /// <param name="utf8">The text's bytes.</param>
    public void AddText(ReadOnlySpan<byte> utf8) => AddBytes(TextTag, utf8);

    public void AddBlob(ReadOnlySpan<byte> bytes) => AddBytes(BlobTag, bytes);

    /// <summary>Takes a column over from where a statement stands; no column but one of these types is in a journal.</summary>
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
            default:
                AddNull();
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
        AddTag(tag);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), bytes.Length);
        _bytes.Advance(sizeof(int));
        _bytes.Write(bytes);
    }
}

/// <summary>Where the content of a column is.</summary>
internal readonly record struct ColumnPlace(ColumnType Type, int Start, int Length);
