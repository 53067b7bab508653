namespace Pff.Runtime.Caching;

/// <summary>
/// Keeps answers apart by the writes between them: each tag counts the writes that have begun and those under way. The sum of
/// what has begun is a stamp, which only grows, so that equal stamps mean that no write has come between.
/// </summary>
internal sealed class WriteFence(bool isNeeded)
{
    /// <summary>The lower bits count what has begun, the upper ones what is under way.</summary>
    private const long UnderWay = 1L << 40;

    private readonly long[] _tags = isNeeded ? new long[CallTags.Count] : [];

    /// <summary>Null while a write is under way: what is read now may be what was, or what will be.</summary>
    public long? StampOf(ReadOnlySpan<int> tags)
    {
        long stamp = 0;
        foreach (var tag in tags)
        {
            var found = Volatile.Read(ref _tags[tag]);
            if (found >= UnderWay)
            {
                return null;
            }

            stamp += found;
        }

        return stamp;
    }

    public void Begin(ReadOnlySpan<int> tags)
    {
        foreach (var tag in tags)
        {
            Interlocked.Add(ref _tags[tag], UnderWay + 1);
        }
    }

    public void End(ReadOnlySpan<int> tags)
    {
        foreach (var tag in tags)
        {
            Interlocked.Add(ref _tags[tag], -UnderWay);
        }
    }
}
