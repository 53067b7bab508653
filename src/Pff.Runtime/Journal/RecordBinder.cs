using System.Buffers;
using System.Text;

namespace Pff.Runtime.Journal;

/// <summary>
/// Writes a record: binds its columns to the parameters of a statement one after another, makes their checksum on the way, and
/// binds that to the last parameter.
/// </summary>
internal sealed class RecordBinder
{
    private readonly RecordCheck _check = new();
    private JournalStatement? _statement;
    private int _next;

    public RecordBinder Begin(JournalTable table, JournalStatement statement)
    {
        _check.Begin(table);
        _statement = statement;
        _next = 1;
        return this;
    }

    public RecordBinder Add(long value)
    {
        _check.Add(value);
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

        _check.AddBlob(blob);
        _statement!.Bind(_next++, blob);
        return this;
    }

    public RecordBinder AddNull(int columns = 1)
    {
        for (var i = 0; i < columns; i++)
        {
            _check.AddNull();
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
        var check = _check.End();
        _statement!.Bind(_next, check).Run();
        return check;
    }

    private void AddText(ReadOnlySpan<byte> utf8)
    {
        _check.AddText(utf8);
        _statement!.BindText(_next++, utf8);
    }
}
