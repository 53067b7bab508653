using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Hosting.Files;

/// <summary>Why a file could not be read, as the end of a sentence that begins with its name.</summary>
public static class FileProblem
{
    public static LocalizedText Describe(FileReadStatus status) => status switch
    {
        FileReadStatus.Found => throw new ArgumentException("A file that was read is no problem.", nameof(status)),
        FileReadStatus.NotFound => new("does not exist", "não existe"),
        FileReadStatus.TooLarge => new("is larger than 32 MiB", "é maior que 32 MiB"),
        FileReadStatus.NotText => new("is not UTF-8 text", "não é texto UTF-8"),
        FileReadStatus.NotReadable => new("cannot be read", "não pode ser lido"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
