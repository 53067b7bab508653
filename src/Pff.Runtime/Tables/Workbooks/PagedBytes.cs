using System.Buffers;

namespace Pff.Runtime.Tables.Workbooks;

/// <summary>
/// Bytes that are appended, then read at random places, in bounded memory: the first pages stay in memory, the others go
/// to a temporary file that no one else can open and that is gone when the process is.
/// </summary>
internal sealed class PagedBytes(int pagesInMemory) : IDisposable
{
    public const int PageSize = 64 * 1024;
    private const int CacheSlots = 16;

    private readonly List<byte[]> _memory = [];
    private readonly byte[]?[] _cache = new byte[CacheSlots][];
    private readonly long[] _cachedPages = [.. Enumerable.Repeat(-1L, CacheSlots)];
    private byte[] _current = new byte[PageSize];
    private long _sealedPages;
    private int _used;
    private FileStream? _file;

    public long Length => (_sealedPages * PageSize) + _used;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, PageSize - _used);
            bytes[..count].CopyTo(_current.AsSpan(_used));
            _used += count;
            bytes = bytes[count..];
            if (_used == PageSize)
            {
                Seal();
            }
        }
    }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/>, as far as there are bytes.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        var wanted = (int)Math.Min(destination.Length, Length - offset);
        for (var done = 0; done < wanted;)
        {
            var (page, at) = Math.DivRem(offset + done, PageSize);
            var source = PageAt(page).AsSpan((int)at);
            var count = Math.Min(source.Length, wanted - done);
            source[..count].CopyTo(destination[done..]);
            done += count;
        }

        return wanted;
    }

    public void Dispose() => _file?.Dispose();

    private void Seal()
    {
        if (_memory.Count < pagesInMemory)
        {
            _memory.Add(_current);
            _current = new byte[PageSize];
        }
        else
        {
            _file ??= CreateFile();
            RandomAccess.Write(_file.SafeFileHandle, _current, (_sealedPages - _memory.Count) * PageSize);
        }

        _sealedPages++;
        _used = 0;
    }

    private byte[] PageAt(long page)
    {
        if (page == _sealedPages)
        {
            return _current;
        }

        if (page < _memory.Count)
        {
            return _memory[(int)page];
        }

        var slot = (int)(page % CacheSlots);
        var cached = _cache[slot] ??= new byte[PageSize];
        if (_cachedPages[slot] != page)
        {
            _cachedPages[slot] = -1;
            var at = (page - _memory.Count) * PageSize;
            for (var done = 0; done < PageSize;)
            {
                var read = RandomAccess.Read(_file!.SafeFileHandle, cached.AsSpan(done), at + done);
                done += read > 0 ? read : throw new EndOfStreamException("a temporary file was cut");
            }

            _cachedPages[slot] = page;
        }

        return cached;
    }

    private static FileStream CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), "pff-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);

        // Without a name it cannot outlive the process, even when that is killed.
        File.Delete(path);
        return file;
    }
}
