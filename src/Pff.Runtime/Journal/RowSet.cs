namespace Pff.Runtime.Journal;

/// <summary>A set of row numbers, one bit each.</summary>
internal sealed class RowSet
{
    private const int PageBits = 16;
    private readonly Dictionary<long, ulong[]> _pages = [];

    public bool IsEmpty => _pages.Count == 0;

    public void Add(long row)
    {
        var page = row >> PageBits;
        if (!_pages.TryGetValue(page, out var bits))
        {
            _pages[page] = bits = new ulong[(1 << PageBits) / 64];
        }

        var at = (int)(row & ((1 << PageBits) - 1));
        bits[at >> 6] |= 1UL << at;
    }

    public RowSet Copy()
    {
        var copy = new RowSet();
        foreach (var (page, bits) in _pages)
        {
            copy._pages.Add(page, [.. bits]);
        }

        return copy;
    }

    public bool Contains(long row)
    {
        var at = (int)(row & ((1 << PageBits) - 1));
        return _pages.TryGetValue(row >> PageBits, out var bits) && (bits[at >> 6] & (1UL << at)) != 0;
    }
}
