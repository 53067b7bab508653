using System.Text;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Control;

/// <summary>
/// Where the process of a run listens: a socket in the run's folder, which only its owner can enter. The path of a socket
/// may have little more than a hundred bytes, so that of a deep folder lies among the temporary files.
/// </summary>
internal static class ControlAddress
{
    private const int MaximumPathBytes = 100;

    public static string Choose(RunFolder folder)
    {
        var path = Path.Combine(folder.Path, "control.sock");
        return Encoding.UTF8.GetByteCount(path) <= MaximumPathBytes ? path : Path.Combine(Path.GetTempPath(), $"pff-{folder.RunId}.sock");
    }
}
