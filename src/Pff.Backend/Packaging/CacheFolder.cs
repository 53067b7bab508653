namespace Pff.Backend.Packaging;

/// <summary>Files that appear whole, are found by the last use, and may be removed by anybody at any time.</summary>
internal sealed class CacheFolder(TimeProvider clock, long maximumBytes)
{
    private const string TemporaryExtension = ".tmp";
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>The file's bytes, or null where it cannot be read; reading counts as use.</summary>
    public byte[]? TryRead(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > PlanContainer.MaximumBytes)
            {
                return null;
            }

            var bytes = File.ReadAllBytes(path);
            TryTouch(path);
            return bytes;
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            return null;
        }
    }

    /// <summary>Writes beside the place and renames, so that a reader sees the old file or the new one whole.</summary>
    public bool TryWrite(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + "." + Guid.NewGuid().ToString("N") + TemporaryExtension;
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
            }

            TryTouch(temporary);
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            TryDelete(temporary);
            return false;
        }
    }

    public void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            // Somebody else has it open or removed it; either way it is not this process that needs it gone.
        }
    }

    /// <summary>Removes the files used longest ago until the rest is within the bound, and what a dead process left.</summary>
    public void Trim(string folder, string pattern)
    {
        try
        {
            var oldest = clock.GetUtcNow().UtcDateTime - AbandonedAfter;
            var root = new DirectoryInfo(folder);
            foreach (var file in root.EnumerateFiles("*" + TemporaryExtension, SearchOption.AllDirectories))
            {
                if (file.LastWriteTimeUtc < oldest)
                {
                    TryDelete(file.FullName);
                }
            }

            long kept = 0;
            var byUse = root.EnumerateFiles(pattern, SearchOption.AllDirectories)
                .OrderByDescending(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal);
            foreach (var file in byUse)
            {
                kept += file.Length;
                if (kept > maximumBytes)
                {
                    TryDelete(file.FullName);
                }
            }
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            // Another process trims at the same time; one of the two will finish.
        }
    }

    private static bool IsFileTrouble(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException;

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void TryTouch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (IsFileTrouble(exception))
        {
            // Then it only looks less used than it is.
        }
    }
}
