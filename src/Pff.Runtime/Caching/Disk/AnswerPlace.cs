namespace Pff.Runtime.Caching.Disk;

/// <summary>An answer that was on disk.</summary>
/// <param name="Left">For how long it is still good.</param>
internal sealed record FoundAnswer(int Status, byte[] Body, TimeSpan Left);

/// <summary>The place of one answer on disk: what was found there, or where to keep what the server says.</summary>
/// <param name="stamp">Of the fence before the server is asked.</param>
internal sealed class AnswerPlace(AnswerDisk disk, MethodOnDisk method, byte[] key, int[] tags, long stamp)
{
    public FoundAnswer? Found { get; init; }

    public void Keep(int status, ReadOnlySpan<byte> body) => disk.Keep(method, key, tags, stamp, status, body);
}
