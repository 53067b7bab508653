using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Hosting.Files;

namespace Pff.Cli.Compiler.Input;

/// <summary>The files of the disk, and one more that was read from standard input.</summary>
internal sealed class StandardInputFile : IFileSource
{
    /// <summary>What the text is called in messages.</summary>
    public const string Path = "stdin";

    private readonly IFileSource _disk;
    private readonly FileReadResult _input;

    private StandardInputFile(IFileSource disk, FileReadResult input) => (_disk, _input) = (disk, input);

    /// <summary>Reads all of standard input, up to the size that files may have.</summary>
    public static StandardInputFile Read(IFileSource disk)
    {
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var count = input.Read(buffer); count > 0 && bytes.Length <= DiskFileSource.DefaultMaximumBytes; count = input.Read(buffer))
        {
            bytes.Write(buffer, 0, count);
        }

        return new StandardInputFile(disk, ToResult(bytes.ToArray()));
    }

    public FileReadResult Read(string path) => path == Path ? _input : _disk.Read(path);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => _disk.List(folder, extensions);

    private static FileReadResult ToResult(byte[] bytes)
    {
        if (bytes.Length > DiskFileSource.DefaultMaximumBytes)
        {
            return new FileReadResult(FileReadStatus.TooLarge, null, null);
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            return new FileReadResult(FileReadStatus.Found, new SourceText(Path, text), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (DecoderFallbackException)
        {
            return new FileReadResult(FileReadStatus.NotText, null, null);
        }
    }
}
