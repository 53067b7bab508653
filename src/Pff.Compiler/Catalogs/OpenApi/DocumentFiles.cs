using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>What a reference names.</summary>
/// <param name="Pointer">The JSON pointer of <paramref name="Node"/> in <paramref name="File"/>, RFC 6901; empty for the root.</param>
internal sealed record ReferenceTarget(DocumentFile File, string Pointer, DocumentNode Node);

/// <summary>The files of one OpenAPI description: each is read once, through the port, and nothing else is.</summary>
internal sealed class DocumentFiles(IFileSource files, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, DocumentFile?> _loaded = new(StringComparer.Ordinal);
    private readonly ImmutableArray<SourceFile>.Builder _sources = ImmutableArray.CreateBuilder<SourceFile>();

    /// <summary>What was read, in order.</summary>
    public ImmutableArray<SourceFile> Sources => _sources.ToImmutable();

    /// <summary>The files that could be read, the main one first.</summary>
    public ImmutableArray<DocumentFile> Loaded => [.. _sources.Select(s => _loaded[s.Path]).OfType<DocumentFile>()];

    /// <param name="path">As the port knows it.</param>
    /// <param name="source">The text that names the file.</param>
    /// <param name="span">Where it does.</param>
    public DocumentFile? Load(string path, SourceText source, TextSpan span)
    {
        if (_loaded.TryGetValue(path, out var known))
        {
            return known;
        }

        if (_loaded.Count == DocumentLimits.MaximumFileCount)
        {
            diagnostics.Add(CompilerDiagnostics.TooManyDocuments(source, span, DocumentLimits.MaximumFileCount));
            return null;
        }

        var read = files.Read(path);
        var file = read.Text is null ? null : Parse(path, read.Text);
        if (read.Text is null)
        {
            diagnostics.Add(CompilerDiagnostics.DocumentNotReadable(source, span, path, read.Status));
        }
        else
        {
            _sources.Add(new SourceFile(path, read.Sha256 ?? string.Empty));
        }

        _loaded.Add(path, file);
        return file;
    }

    /// <summary>Finds what a <c>$ref</c> names; null where it names nothing, and a diagnostic then says so.</summary>
    public ReferenceTarget? Resolve(string reference, DocumentFile from, TextSpan span)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var location = Uri.UnescapeDataString(hash < 0 ? reference : reference[..hash]);
        var pointer = Uri.UnescapeDataString(hash < 0 ? string.Empty : reference[(hash + 1)..]);
        if (IsRemote(location))
        {
            diagnostics.Add(CompilerDiagnostics.RemoteReference(from.Source, span, reference));
            return null;
        }

        var file = from;
        if (location.Length > 0)
        {
            var path = CataloguePaths.Combine(CataloguePaths.FolderOf(from.Path), location);
            if (path is null)
            {
                diagnostics.Add(CompilerDiagnostics.RemoteReference(from.Source, span, reference));
                return null;
            }

            file = Load(path, from.Source, span);
        }

        return file is null ? null : Find(file, pointer, reference, from, span);
    }

    private ReferenceTarget? Find(DocumentFile file, string pointer, string reference, DocumentFile from, TextSpan span)
    {
        DocumentNode? node = file.Root;
        string? suggestion = null;
        if (pointer.Length > 0 && pointer[0] != '/')
        {
            node = null;
        }

        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var parent = node;
            node = parent switch
            {
                DocumentMap map => map[name],
                DocumentList list when int.TryParse(name, out var index) && index >= 0 && index < list.Items.Length => list.Items[index],
                _ => null,
            };
            if (node is null)
            {
                suggestion = parent is DocumentMap siblings ? Suggestion.Nearest(name, siblings.Entries.Select(e => e.Name)) : null;
                break;
            }
        }

        if (node is null)
        {
            diagnostics.Add(CompilerDiagnostics.ReferenceToNothing(from.Source, span, reference, suggestion));
            return null;
        }

        return new ReferenceTarget(file, pointer, node);
    }

    private DocumentFile? Parse(string path, SourceText source)
    {
        if (source.Content.Length > DocumentLimits.MaximumLength)
        {
            diagnostics.Add(CompilerDiagnostics.DocumentNotReadable(source, default, path, FileReadStatus.TooLarge));
            return null;
        }

        var start = source.Content.AsSpan().TrimStart();
        var root = start.Length > 0 && start[0] is '{' or '['
            ? JsonDocumentReader.Read(source, diagnostics)
            : YamlDocumentReader.Read(source, diagnostics);
        if (root is DocumentMap map)
        {
            return new DocumentFile(path, source, map);
        }

        if (root is not null)
        {
            diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(source, root.Span, "", new("a mapping", "um mapeamento"), root.Description));
        }

        return null;
    }

    private static bool IsRemote(string location) =>
        location.StartsWith("//", StringComparison.Ordinal) || (location.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && location.AsSpan(0, colon).IndexOf('/') < 0);
}
