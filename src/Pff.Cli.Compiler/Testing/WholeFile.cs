namespace Pff.Cli.Compiler.Testing;

/// <summary>Files that are written whole or not at all, so that nobody reads half a report.</summary>
internal static class WholeFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
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
