using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Hosting.Files;

/// <summary>Files with some of their texts replaced: what stands on standard input, or what a fix makes of a file.</summary>
public sealed class OverlayFileSource(IFileSource below) : IFileSource
{
    private readonly Dictionary<string, FileReadResult> _texts = new(StringComparer.Ordinal);

    public FileReadResult Read(string path) => _texts.TryGetValue(path, out var own) ? own : below.Read(path);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => below.List(folder, extensions);

    public void Set(string path, string text) => Set(
        path,
        new FileReadResult(FileReadStatus.Found, new SourceText(path, text), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));

    public void Set(string path, FileReadResult result) => _texts[path] = result;
}
