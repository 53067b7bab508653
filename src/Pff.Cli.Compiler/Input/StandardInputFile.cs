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
    private readonly string _path;

    private StandardInputFile(IFileSource disk, FileReadResult input, string path) => (_disk, _input, _path) = (disk, input, path);

    /// <summary>Reads all of standard input, up to the size that files may have.</summary>
    /// <param name="path">What it is called, where its name says what it is.</param>
    public static StandardInputFile Read(IFileSource disk, string path = Path)
    {
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var count = input.Read(buffer); count > 0 && bytes.Length <= DiskFileSource.DefaultMaximumBytes; count = input.Read(buffer))
        {
            bytes.Write(buffer, 0, count);
        }

        return new StandardInputFile(disk, ToResult(bytes.ToArray(), path), path);
    }

    public FileReadResult Read(string path) => path == _path ? _input : _disk.Read(path);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => _disk.List(folder, extensions);

    private static FileReadResult ToResult(byte[] bytes, string path)
    {
        if (bytes.Length > DiskFileSource.DefaultMaximumBytes)
        {
            return new FileReadResult(FileReadStatus.TooLarge, null, null);
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            return new FileReadResult(FileReadStatus.Found, new SourceText(path, text), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (DecoderFallbackException)
        {
            return new FileReadResult(FileReadStatus.NotText, null, null);
        }
    }
}
