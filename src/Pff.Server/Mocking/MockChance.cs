using System.Collections.Concurrent;

namespace Pff.Server.Mocking;

/// <summary>
/// What happens by chance, and how often each request came. A draw depends on the seed, on what the request says and on
/// how often it was said before, not on the order in which requests of many workers arrive: the same run against the
/// same seed meets the same faults.
/// </summary>
internal sealed class MockChance(long seed)
{
    // Past this many distinct requests new ones are no longer told apart, so that memory stays bounded.
    private const int MaximumCounters = 4_000_000;

    private readonly ConcurrentDictionary<ulong, int> _counters = new();

    /// <summary>How often the key was counted, this time included.</summary>
    public int CountOf(ulong key)
    {
        if (_counters.Count >= MaximumCounters && !_counters.ContainsKey(key))
        {
            key = 0;
        }

        return _counters.AddOrUpdate(key, 1, static (_, count) => count + 1);
    }

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Draw(ulong key, int attempt, int purpose)
    {
        var mixed = Mix((ulong)seed ^ Mix(key ^ Mix(((ulong)(uint)attempt << 32) | (uint)purpose)));
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    public void Clear() => _counters.Clear();

    /// <summary>FNV-1a over the UTF-16 code units, from <paramref name="start"/>.</summary>
    public static ulong Hash(ReadOnlySpan<char> text, ulong start = 14695981039346656037)
    {
        var hash = start;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        // A separator, so that "ab" + "c" is not "a" + "bc".
        return (hash ^ 0x10000) * 1099511628211;
    }

    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong start)
    {
        var hash = start;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return (hash ^ 0x10000) * 1099511628211;
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
