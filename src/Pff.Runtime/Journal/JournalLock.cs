using System.Globalization;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>
/// Keeps a second writer out. The operating system drops the lock when the process ends, however it ends; the process
/// number beside it is only for the message.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    /// <summary>Whoever only asks whether it is held has it for a moment, which is no reason to refuse somebody.</summary>
    private const int Tries = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;
    private readonly string _pidPath;

    private JournalLock(FileStream file, string pidPath)
    {
        _file = file;
        _pidPath = pidPath;
    }

    public static Result<JournalLock> Acquire(string journalPath) =>
        Acquire(journalPath, processId => RuntimeFailures.JournalInUse(journalPath, processId));

    /// <param name="path">Without the endings of the files of the lock.</param>
    /// <param name="inUse">What to say where somebody holds it: given the number of that process.</param>
    public static Result<JournalLock> Acquire(string path, Func<string, RuntimeFailure> inUse)
    {
        var pidPath = path + ".pid";
        if (Open(path + ".lock") is not { } file)
        {
            return inUse(ReadPid(pidPath));
        }

        try
        {
            using var pid = new FileStream(pidPath, PrivateFile.Options(FileMode.Create, FileShare.Read));
            pid.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new JournalLock(file, pidPath);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether somebody writes the journal now.</summary>
    public static bool IsHeldOn(string journalPath)
    {
        try
        {
            // Shared with others who ask.
            using var file = new FileStream(journalPath + ".lock", FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_pidPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The number is stale then, and nobody reads it while the lock is free.
        }

        _file.Dispose();
    }

    /// <summary>Null where somebody holds it.</summary>
    private static FileStream? Open(string path)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                if (i == Tries)
                {
                    return null;
                }

                Thread.Sleep(Pause);
            }
        }
    }

    private static string ReadPid(string pidPath)
    {
        try
        {
            var text = File.ReadAllText(pidPath).Trim();
            return text.Length is > 0 and < 12 ? text : "?";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }

    /// <summary>EWOULDBLOCK on Linux (11) and macOS (35), a sharing or lock violation on Windows (32, 33).</summary>
    private static bool IsHeld(IOException exception) =>
        exception is not (FileNotFoundException or DirectoryNotFoundException) && (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
