using System.Text;
using System.Xml;

namespace Pff.Runtime.Tables.Workbooks;

/// <summary>
/// A workbook's table of texts, to which its cells refer by number. Kept as UTF-8 with one offset for a group of texts,
/// because as strings they would be the largest thing in the process.
/// </summary>
internal sealed class SharedStrings : IDisposable
{
    private const int GroupSize = 16;
    private const int PagesInMemory = 32;

    private readonly PagedBytes _bytes = new(PagesInMemory);
    private readonly List<long> _groups = [];
    private byte[] _scratch = new byte[1024];
    private long _count;

    /// <summary>Reads <c>sharedStrings.xml</c>.</summary>
    public static SharedStrings Read(Stream stream, TableOptions options)
    {
        var strings = new SharedStrings();
        try
        {
            using var reader = WorkbookXml.Open(stream);
            var text = new TextBuffer(options.MaximumCellLength);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si")
                {
                    text.Clear();
                    WorkbookXml.ReadRichText(reader, text);
                    strings.Add(text.Content, text.IsTooLong);
                }
            }

            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    /// <summary>The text with this number, from 0; null where it is longer than a cell may be, empty where there is none.</summary>
    public string? this[long index]
    {
        get
        {
            if (index < 0 || index >= _count)
            {
                return string.Empty;
            }

            var offset = _groups[(int)(index / GroupSize)];
            Span<byte> prefix = stackalloc byte[sizeof(int)];
            for (var skip = index % GroupSize; ; skip--)
            {
                _bytes.Read(offset, prefix);
                var length = BitConverter.ToInt32(prefix);
                offset += sizeof(int);
                if (skip > 0)
                {
                    offset += Math.Max(0, length);
                    continue;
                }

                return length < 0 ? null : Decode(offset, length);
            }
        }
    }

    public void Dispose() => _bytes.Dispose();

    private string Decode(long offset, int length)
    {
        if (length > _scratch.Length)
        {
            _scratch = new byte[length];
        }

        _bytes.Read(offset, _scratch.AsSpan(0, length));
        return Encoding.UTF8.GetString(_scratch.AsSpan(0, length));
    }

    private void Add(ReadOnlySpan<char> text, bool isTooLong)
    {
        if (_count++ % GroupSize == 0)
        {
            _groups.Add(_bytes.Length);
        }

        Span<byte> prefix = stackalloc byte[sizeof(int)];
        if (isTooLong)
        {
            BitConverter.TryWriteBytes(prefix, -1);
            _bytes.Append(prefix);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _scratch.Length)
        {
            _scratch = new byte[most];
        }

        var length = Encoding.UTF8.GetBytes(text, _scratch);
        BitConverter.TryWriteBytes(prefix, length);
        _bytes.Append(prefix);
        _bytes.Append(_scratch.AsSpan(0, length));
    }
}
