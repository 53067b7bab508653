using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Hosting.Files;

/// <summary>A manifest from standard input, where a command line says <c>-</c>. Its catalogues are those of the current folder.</summary>
public static class StandardInput
{
    /// <summary>What a command line calls it.</summary>
    public const string Argument = "-";

    /// <summary>What diagnostics call it.</summary>
    public const string Name = "<stdin>";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static FileReadResult Read() => Read(Console.OpenStandardInput());

    /// <summary>The whole stream, up to the limit that files have.</summary>
    public static FileReadResult Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > DiskFileSource.DefaultMaximumBytes)
            {
                return new FileReadResult(FileReadStatus.TooLarge, null, null);
            }
        }

        try
        {
            var text = StrictUtf8.GetString(bytes.ToArray());
            return new FileReadResult(FileReadStatus.Found, new SourceText(Name, text.StartsWith('\uFEFF') ? text[1..] : text), string.Empty);
        }
        catch (DecoderFallbackException)
        {
            return new FileReadResult(FileReadStatus.NotText, null, null);
        }
    }
}
