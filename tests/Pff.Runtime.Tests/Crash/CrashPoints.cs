namespace Pff.Runtime.Tests.Crash;

/// <summary>What is left when the process is killed at one point: the journal's files and the server.</summary>
internal sealed record Wreck(int Point, string What, byte[] Database, byte[] Log, ServerState Server);

/// <summary>
/// The points of a run at which it might be killed. At each that is wanted the world stops while what a kill would leave is
/// copied; the run then goes on, so that one run gives a wreck for each of its points.
/// </summary>
/// <param name="journalPath">Its files as the operating system has them are what outlives the process.</param>
internal sealed class CrashPoints(string journalPath, ServerState server, Random random, Func<int, bool> isWanted)
{
    private readonly Lock _world = new();
    private readonly List<Wreck> _wrecks = [];

    public int Count { get; private set; }

    /// <summary>Once the run has ended.</summary>
    public IReadOnlyList<Wreck> Wrecks => _wrecks;

    public void Pass(string what) => Change(what, () => 0);

    /// <summary>A change of the server, and a point after it.</summary>
    public T Change<T>(string what, Func<T> change)
    {
        lock (_world)
        {
            var result = change();
            Count++;
            if (isWanted(Count))
            {
                _wrecks.Add(new Wreck(Count, what, Bytes(journalPath), Bytes(journalPath + "-wal"), server.AfterCrash(random)));
            }

            return result;
        }
    }

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
