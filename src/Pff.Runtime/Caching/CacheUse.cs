namespace Pff.Runtime.Caching;

/// <summary>What may answer the reads of a run besides the server. Writes drop what is kept in every case.</summary>
public enum CacheUse
{
    /// <summary>Memory and disk, as the catalogues say.</summary>
    Everything,

    /// <summary>What the run itself has read: nothing is older than the run.</summary>
    MemoryOnly,

    /// <summary>Every read is sent by itself.</summary>
    Nothing,
}
