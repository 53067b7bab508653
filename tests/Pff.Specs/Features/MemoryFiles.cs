using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Specs.Features;

/// <summary>Files that exist only in a test.</summary>
internal sealed class MemoryFiles : IFileSource
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    public string this[string path]
    {
        set => _files[path] = value;
    }

    public FileReadResult Read(string path) => _files.TryGetValue(path, out var content)
        ? new FileReadResult(FileReadStatus.Found, new SourceText(path, content), Hash(content))
        : new FileReadResult(FileReadStatus.NotFound, null, null);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions)
    {
        var wanted = extensions.ToArray();
        var prefix = folder.Length == 0 ? "" : folder.TrimEnd('/') + "/";
        return
        [
            .. _files.Keys.Where(path =>
                path.StartsWith(prefix, StringComparison.Ordinal)
                && !path[prefix.Length..].Contains('/')
                && wanted.Any(e => path.EndsWith(e, StringComparison.Ordinal))),
        ];
    }

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
