using System.Globalization;
using Pff.Runtime.Execution;

namespace Pff.Runtime.Caching;

/// <summary>How many reads of a run were not sent, and why.</summary>
/// <param name="Reads">All of them, those sent too.</param>
/// <param name="Shared">Those that took the answer of one under way.</param>
public sealed record CacheCounts(long Reads, long FromMemory, long FromDisk, long Shared)
{
    public long NotSent => FromMemory + FromDisk + Shared;

    /// <summary>From 0 to 1.</summary>
    public double HitRate => Reads > 0 ? (double)NotSent / Reads : 0;

    public static CacheCounts Of(RunCounts counts) => new(counts.Reads, counts.CacheHits, counts.DiskHits, counts.Coalesced);

    /// <summary>As <see cref="ToString"/> gives them; null where the text is something else.</summary>
    public static CacheCounts? Parse(string? text)
    {
        var numbers = (text ?? string.Empty).Split(' ')
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers.Length == 4 && numbers.All(n => n >= 0) ? new CacheCounts(numbers[0], numbers[1], numbers[2], numbers[3]) : null;
    }

    public CacheCounts Plus(CacheCounts? other) => other is null
        ? this
        : new(Reads + other.Reads, FromMemory + other.FromMemory, FromDisk + other.FromDisk, Shared + other.Shared);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Reads} {FromMemory} {FromDisk} {Shared}");
}
