namespace Pff.Core.Diagnostics;

/// <summary>
/// Why a file could not be read or written, as a clause in both languages. The platform's own texts are English, and name the
/// temporary files that nobody asked for.
/// </summary>
public static class FileFault
{
    public static LocalizedText Of(Exception exception) => exception switch
    {
        FileNotFoundException => new("there is no such file", "o arquivo não existe"),
        DirectoryNotFoundException => new("there is no such folder", "a pasta não existe"),
        UnauthorizedAccessException => new("access is denied", "o acesso é negado"),
        PathTooLongException => new("the path is too long", "o caminho é longo demais"),
        IOException when IsDiskFull(exception) => new("the disk is full", "o disco está cheio"),
        _ => AsItIs(exception.Message.Split('\n', 2)[0].TrimEnd('.', '\r')),
    };

    /// <summary>By the error numbers of Linux and Windows, for a full disk and a quota that is used up.</summary>
    public static bool IsDiskFull(Exception exception) => (exception.HResult & 0xFFFF) is 28 or 39 or 112 or 122;

    private static LocalizedText AsItIs(string text) => new(text, text);
}
