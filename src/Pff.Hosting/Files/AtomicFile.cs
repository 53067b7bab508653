using System.Text;

namespace Pff.Hosting.Files;

/// <summary>Replaces files whole or not at all: what reads one sees the old text or the new one.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(string path, string text) => Replace(path, isPrivate: false, temporary =>
    {
        File.WriteAllText(temporary, text, Utf8);
        return true;
    });

    /// <summary>A file that only its owner can read; where <paramref name="write"/> gives false, what was there stays.</summary>
    public static void WritePrivate(string path, Func<Stream, bool> write) => Replace(path, isPrivate: true, temporary =>
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(temporary, options);
        return write(stream);
    });

    private static void Replace(string path, bool isPrivate, Func<string, bool> write)
    {
        // Through a link its target is replaced, and the link stays.
        var target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            if (!write(temporary))
            {
                return;
            }

            if (!isPrivate && !OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            // Where its folder is missing there is nothing to delete, and asking for it would be a failure of its own.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
