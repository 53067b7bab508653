using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Hosting.Files;

/// <summary>
/// The compiler's view of the disk: reads UTF-8 files up to a limit, relative paths from <paramref name="root"/>.
/// Each file is read once, so that one compilation sees one state of it. Safe to use from several threads.
/// </summary>
public sealed class DiskFileSource(string root, long maximumBytes = DiskFileSource.DefaultMaximumBytes) : IFileSource
{
    public const long DefaultMaximumBytes = 32 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, Lazy<FileReadResult>> _read = new(StringComparer.Ordinal);

    public FileReadResult Read(string path)
    {
        Lazy<FileReadResult>? result;
        lock (_read)
        {
            if (!_read.TryGetValue(path, out result))
            {
                result = new Lazy<FileReadResult>(() => ReadNow(path));
                _read.Add(path, result);
            }
        }

        // Outside of the lock: one slow file does not keep the others waiting.
        return result.Value;
    }

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions)
    {
        var full = Path.Combine(root, folder);
        if (!Directory.Exists(full))
        {
            return [];
        }

        var wanted = extensions.ToArray();
        try
        {
            return
            [
                .. Directory.EnumerateFiles(full)
                    .Where(file => wanted.Any(e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                    .Select(file => Join(folder, Path.GetFileName(file)))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Join(string folder, string name) =>
        folder.Length == 0 ? name : folder.Replace('\\', '/').TrimEnd('/') + "/" + name;

    private FileReadResult ReadNow(string path)
    {
        try
        {
            var full = Path.Combine(root, path);
            if (!File.Exists(full))
            {
                return new(Directory.Exists(full) ? FileReadStatus.NotReadable : FileReadStatus.NotFound, null, null);
            }

            using var stream = File.OpenRead(full);
            if (stream.Length > maximumBytes)
            {
                return new(FileReadStatus.TooLarge, null, null);
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var content = bytes.AsSpan();
            var text = StrictUtf8.GetString(content.StartsWith("\uFEFF"u8) ? content[3..] : content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return new(FileReadStatus.Found, new SourceText(path.Replace('\\', '/'), text), hash);
        }
        catch (DecoderFallbackException)
        {
            return new(FileReadStatus.NotText, null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new(FileReadStatus.NotReadable, null, null);
        }
    }
}
