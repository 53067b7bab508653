using System.Buffers.Binary;
using System.Text;
using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>The records of a statement of an encrypted journal, as they were before they were encrypted.</summary>
/// <param name="stored">Stands on all columns of a table.</param>
/// <param name="cipher">Null where the key was not asked for: then only what is in the clear can be read.</param>
/// <param name="path">Of the journal.</param>
internal sealed class DecryptedRows(JournalRows stored, JournalTable table, JournalCipher? cipher, string path) : JournalRows
{
    private readonly EncryptedColumns _encrypted = EncryptedColumns.Of(table);
    private readonly RecordBytes _around = new();
    private ColumnPlace[]? _places;
    private byte[] _content = [];

    public override bool Step()
    {
        Forget();
        return stored.Step();
    }

    /// <summary>The statement has moved.</summary>
    public void Forget() => _places = null;

    public override long Int(int column) => !_encrypted.Has(column) ? stored.Int(column)
        : Find(column) is { Type: ColumnType.Integer } place ? BinaryPrimitives.ReadInt64LittleEndian(Bytes(place))
        : 0;

    public override string? Text(int column) => !_encrypted.Has(column) ? stored.Text(column)
        : Find(column) is { Type: not ColumnType.Null } place ? Encoding.UTF8.GetString(Bytes(place))
        : null;

    public override ColumnType TypeOf(int column) => _encrypted.Has(column) ? Find(column).Type : stored.TypeOf(column);

    public override ReadOnlySpan<byte> Blob(int column) => _encrypted.Has(column) ? Bytes(Find(column)) : stored.Blob(column);

    /// <summary>Ends here; the statement is whoever's who made it.</summary>
    public override void Dispose() => Forget();

    private ReadOnlySpan<byte> Bytes(ColumnPlace place) => _content.AsSpan(place.Start, place.Length);

    private ColumnPlace Find(int column) => (_places ??= Decrypt())[_encrypted.IndexOf(column)];

    private ColumnPlace[] Decrypt()
    {
        if (cipher is null)
        {
            throw new InvalidOperationException($"the key of the journal '{path}' was not asked for");
        }

        _around.Begin(table);
        for (var column = 0; column < _encrypted.Last; column++)
        {
            if (!_encrypted.Has(column))
            {
                _around.Add(stored, column);
            }
        }

        if (cipher.Decrypt(_around.Written, stored.Blob(_encrypted.Last)) is { } content && RecordBytes.Find(content, _encrypted.Count) is { } places)
        {
            _content = content;
            return places;
        }

        var name = JournalRecordReader.NameOf(table, stored);
        throw new JournalException(RuntimeFailures.DamagedJournal(path, new LocalizedText(
            $"{name.English} is not what was encrypted there", $"{name.Portuguese} não é o que foi cifrado ali")));
    }
}
