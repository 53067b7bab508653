using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Impact;

/// <summary>
/// Files as they would be with one version of a document: wherever either version lies, or a copy of one, or where the
/// user says that the document is, that version is read.
/// </summary>
internal sealed class DocumentVersions(IFileSource files, DocumentVersion shown, ImmutableHashSet<string> places, ImmutableHashSet<string> hashes)
    : IFileSource
{
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    /// <summary>The files in whose place the version was read.</summary>
    public IReadOnlyCollection<string> Replaced => _replaced;

    public FileReadResult Read(string path)
    {
        var read = files.Read(path);
        if (!places.Contains(SourcePaths.Combine(string.Empty, path)) && (read.Sha256 is null || !hashes.Contains(read.Sha256)))
        {
            return read;
        }

        _replaced.Add(path);
        return new FileReadResult(FileReadStatus.Found, new SourceText(path, shown.Text.Content), shown.Sha256);
    }

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => files.List(folder, extensions);
}
