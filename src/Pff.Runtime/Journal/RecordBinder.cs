using System.Buffers;
using System.Text;

namespace Pff.Runtime.Journal;

/// <summary>
/// Writes a record: binds its columns to the parameters of a statement one after another, makes their checksum on the way, and
/// binds that to the last parameter. Of an encrypted journal it encrypts, before the checksum, what <see cref="EncryptedColumns"/> names.
/// </summary>
internal sealed class RecordBinder(JournalCipher? cipher = null)
{
    private readonly RecordBytes _record = new();
    private readonly RecordBytes _content = new();
    private readonly RecordBytes _around = new();
    private EncryptedColumns _encrypted;
    private JournalStatement? _statement;
    private int _next;

    private bool IsEncrypted => cipher is not null && _encrypted.Has(_next - 1);

    /// <summary>Where the next column goes besides; null where nothing is encrypted.</summary>
    private RecordBytes? Gathered => cipher is null ? null : IsEncrypted ? _content : _around;

    public RecordBinder Begin(JournalTable table, JournalStatement statement)
    {
        _record.Begin(table);
        _statement = statement;
        _next = 1;
        if (cipher is not null)
        {
            _encrypted = EncryptedColumns.Of(table);
            _content.Clear();
            _around.Begin(table);
        }

        return this;
    }

    public RecordBinder Add(long value)
    {
        Gathered?.Add(value);
        if (IsEncrypted)
        {
            return Encrypt();
        }

        _record.Add(value);
        _statement!.Bind(_next++, value);
        return this;
    }

    public RecordBinder Add(string? text)
    {
        if (text is null)
        {
            return AddNull();
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > 256 ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> buffer = rented ?? stackalloc byte[256];
        AddText(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>An empty span is null.</summary>
    public RecordBinder Add(ReadOnlySpan<byte> blob)
    {
        if (blob.IsEmpty)
        {
            return AddNull();
        }

        Gathered?.AddBlob(blob);
        if (IsEncrypted)
        {
            return Encrypt();
        }

        _record.AddBlob(blob);
        _statement!.Bind(_next++, blob);
        return this;
    }

    public RecordBinder AddNull(int columns = 1)
    {
        for (var i = 0; i < columns; i++)
        {
            Gathered?.AddNull();
            if (IsEncrypted)
            {
                Encrypt();
                continue;
            }

            _record.AddNull();
            _statement!.BindNull(_next++);
        }

        return this;
    }

    /// <summary>Takes a column over from where another statement stands.</summary>
    public RecordBinder Copy(JournalRows from, int column)
    {
        switch (from.TypeOf(column))
        {
            case ColumnType.Integer:
                return Add(from.Int(column));
            case ColumnType.Text:
                AddText(from.Blob(column));
                return this;
            case ColumnType.Blob:
                return Add(from.Blob(column));
            default:
                return AddNull();
        }
    }

    /// <returns>The checksum.</returns>
    public long Run()
    {
        var check = _record.Checksum;
        _statement!.Bind(_next, check).Run();
        return check;
    }

    private void AddText(ReadOnlySpan<byte> utf8)
    {
        Gathered?.AddText(utf8);
        if (IsEncrypted)
        {
            Encrypt();
            return;
        }

        _record.AddText(utf8);
        _statement!.BindText(_next++, utf8);
    }

    /// <summary>Binds nothing for a column that is encrypted; for the last of them, all of them.</summary>
    private RecordBinder Encrypt()
    {
        if (_next - 1 < _encrypted.Last)
        {
            _record.AddNull();
            _statement!.BindNull(_next++);
            return this;
        }

        var content = cipher!.Encrypt(_around.Written, _content.Written);
        _record.AddBlob(content);
        _statement!.Bind(_next++, content);
        return this;
    }
}
