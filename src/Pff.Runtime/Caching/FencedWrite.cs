using Pff.Runtime.Caching.Disk;

namespace Pff.Runtime.Caching;

/// <summary>
/// A write under way whose reads are not kept. It stays so, and with it what it reads are answered by, where nobody knows what
/// came of the write: the server may still be at it.
/// </summary>
internal sealed class FencedWrite(WriteFence fence, AnswerDisk disk, int[] tags, int[] tagsOnDisk)
{
    public void Begin()
    {
        fence.Begin(tags);
        disk.BeginWrite(tagsOnDisk);
    }

    public void End()
    {
        disk.EndWrite(tagsOnDisk);
        fence.End(tags);
    }
}
