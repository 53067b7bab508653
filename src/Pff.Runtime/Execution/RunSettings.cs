using Pff.Core.Diagnostics;
using Pff.Runtime.Caching;

namespace Pff.Runtime.Execution;

/// <summary>How a run is done; none of it changes what a row's calls are.</summary>
public sealed record RunSettings
{
    public const int MaximumWorkers = 4096;

    /// <summary>How many rows are worked on at the same time; 1 to <see cref="MaximumWorkers"/>.</summary>
    public int Workers { get; init; } = HardwareProfile.Detect().RecommendedWorkers;

    /// <summary>Seeds the jitter of retries.</summary>
    public int Seed { get; init; }

    /// <summary>Reads are sent; writes are reported to <see cref="IRunObserver.WritePlanned"/> and not sent.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The language of <c>error.message</c> in handlers.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>What may answer reads besides the server. A dry run never takes what another run has read.</summary>
    public CacheUse CacheUse { get; init; } = CacheUse.Everything;

    /// <summary>The most bytes of responses that the memory cache holds; 0 caches nothing.</summary>
    public long CacheBytes { get; init; } = HardwareProfile.Detect().RecommendedCacheBytes;
}
