namespace Pff.Runtime.Execution;

/// <summary>What the machine offers to a run, and the settings that follow from it.</summary>
/// <param name="MemoryBytes">What this process may use, which a container's limit may make less than the machine has.</param>
public sealed record HardwareProfile(int Cores, long MemoryBytes)
{
    private const int WorkersPerCore = 16;
    private const int MaximumWorkers = 64;
    private const long MemoryPerWorkerBytes = 4L * 1024 * 1024;
    private const long MaximumCacheBytes = 256L * 1024 * 1024;

    public static HardwareProfile Detect() =>
        new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>
    /// Workers mostly wait for servers, so there are more of them than cores; each may hold a few responses, so a small
    /// machine gets fewer.
    /// </summary>
    public int RecommendedWorkers =>
        (int)Math.Clamp(Math.Min((long)Cores * WorkersPerCore, MemoryBytes / 4 / MemoryPerWorkerBytes), 1, MaximumWorkers);

    /// <summary>How much the memory cache of responses may hold: a sixteenth of the memory, at most 256 MiB.</summary>
    public long RecommendedCacheBytes => Math.Clamp(MemoryBytes / 16, 0, MaximumCacheBytes);
}
