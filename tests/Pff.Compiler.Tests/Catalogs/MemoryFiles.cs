using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Tests.Catalogs;

/// <summary>Files that exist only in a test, and what of them was read.</summary>
internal sealed class MemoryFiles : IFileSource
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    public List<string> Read { get; } = [];

    public MemoryFiles With(string path, string content)
    {
        _files[path] = content;
        return this;
    }

    FileReadResult IFileSource.Read(string path)
    {
        Read.Add(path);
        return _files.TryGetValue(path, out var content)
            ? new(FileReadStatus.Found, new SourceText(path, content), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))))
            : new(FileReadStatus.NotFound, null, null);
    }

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions)
    {
        var wanted = extensions.ToArray();
        return [.. _files.Keys.Where(p => p.StartsWith(folder + "/", StringComparison.Ordinal)
            && !p[(folder.Length + 1)..].Contains('/') && wanted.Any(e => p.EndsWith(e, StringComparison.Ordinal)))];
    }
}
