using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Importing;

/// <summary>
/// The files as they will be once an import is written: its own in front of those that are there. Folders show only the
/// import's files, so that what happens to lie beside them is not checked with them.
/// </summary>
internal sealed class OverlayFiles(IEnumerable<GeneratedFile> generated, IFileSource files) : IFileSource
{
    private readonly Dictionary<string, string> _generated = generated
        .DistinctBy(f => f.Path, StringComparer.Ordinal).ToDictionary(f => f.Path, f => f.Content, StringComparer.Ordinal);

    public FileReadResult Read(string path) => _generated.TryGetValue(path, out var content)
        ? new FileReadResult(
            FileReadStatus.Found, new SourceText(path, content), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))))
        : files.Read(path);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions)
    {
        var prefix = folder.Length == 0 ? string.Empty : folder.TrimEnd('/') + "/";
        var wanted = extensions.ToArray();
        return
        [
            .. _generated.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)
                && !path[prefix.Length..].Contains('/', StringComparison.Ordinal)
                && wanted.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal),
        ];
    }
}
