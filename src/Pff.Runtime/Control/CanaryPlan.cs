using System.Collections.Immutable;

namespace Pff.Runtime.Control;

/// <summary>A part of the rows that is run before wider ones.</summary>
/// <param name="Number">From 1.</param>
/// <param name="From">Where its share begins: where that of the ring before ends.</param>
/// <param name="To">The share of all rows up to and with this ring.</param>
public readonly record struct CanaryRing(int Number, double From, double To)
{
    public bool IsLast => To >= 1;
}

/// <summary>
/// The rings of a run. Which ring a row is in follows from the run's seed and the row's number, so a ring is a random
/// sample of the table, and the same one when the run is resumed.
/// </summary>
public sealed class CanaryPlan
{
    private const double TwoToThe53 = 1L << 53;

    private readonly ulong _seed;

    private CanaryPlan(ImmutableArray<CanaryRing> rings, TestSettings whole, bool asksAtEachRing, int seed)
    {
        Rings = rings;
        AsksAtEachRing = asksAtEachRing;
        _seed = (ulong)(uint)seed;

        // The stated errors are those of the whole run, so that each ring has its share of them.
        Test = whole with { StopError = whole.StopError / rings.Length, WidenError = whole.WidenError / Math.Max(1, rings.Length - 1) };
    }

    public ImmutableArray<CanaryRing> Rings { get; }

    /// <summary>Of each ring.</summary>
    public TestSettings Test { get; }

    /// <summary>Even a good ring is widened only by somebody's decision.</summary>
    public bool AsksAtEachRing { get; }

    /// <summary>Null where the shares do not grow from above 0 to 1.</summary>
    /// <param name="shares">The share of all rows up to and with each ring; the last one is 1.</param>
    /// <param name="whole">The errors of the whole run.</param>
    public static CanaryPlan? Create(ImmutableArray<double> shares, TestSettings whole, bool asksAtEachRing, int seed)
    {
        var rings = ImmutableArray.CreateBuilder<CanaryRing>(shares.Length);
        var before = 0.0;
        foreach (var share in shares)
        {
            if (share <= before || share > 1)
            {
                return null;
            }

            rings.Add(new CanaryRing(rings.Count + 1, before, share));
            before = share;
        }

        return before < 1 || !whole.IsValid ? null : new CanaryPlan(rings.ToImmutable(), whole, asksAtEachRing, seed);
    }

    /// <summary>The ring of a row, by its index in <see cref="Rings"/>.</summary>
    public int RingOf(long row)
    {
        var place = PlaceOf(row);
        for (var i = 0; i < Rings.Length - 1; i++)
        {
            if (place < Rings[i].To)
            {
                return i;
            }
        }

        return Rings.Length - 1;
    }

    /// <summary>0 up to 1, evenly spread: the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    private double PlaceOf(long row)
    {
        var mixed = unchecked((_seed << 32) + ((ulong)row * 0x9E3779B97F4A7C15UL));
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        mixed ^= mixed >> 31;
        return (mixed >> 11) / TwoToThe53;
    }
}
