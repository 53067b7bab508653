using System.Diagnostics;
using System.Globalization;

namespace Pff.Runtime.Tests.Support;

/// <summary>A disk in memory with a size of its own, where the test may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Null where this user or system cannot.</summary>
    public static SmallDisk? TryMount(int kilobytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Runs("mount", "-t", "tmpfs", "-o", SizeOf(kilobytes), "tmpfs", disk.Path))
        {
            return disk;
        }

        disk._folder.Dispose();
        return null;
    }

    public void Grow(int kilobytes) => Assert.True(Runs("mount", "-o", "remount," + SizeOf(kilobytes), Path));

    public void Dispose()
    {
        Assert.True(Runs("umount", Path));
        _folder.Dispose();
    }

    private static string SizeOf(int kilobytes) => string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k");

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
