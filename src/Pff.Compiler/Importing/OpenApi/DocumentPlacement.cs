using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Manifest;

namespace Pff.Compiler.Importing.OpenApi;

/// <summary>
/// How a catalogue names its document: where it is, if that is in the folder of the manifest, and else as a copy. Copies
/// lie below the folder of the catalogues, where every YAML file is taken for a catalogue itself.
/// </summary>
internal sealed record DocumentPlacement(string Reference, ImmutableArray<GeneratedFile> Copies)
{
    public const string CopyFolder = "documents";

    public static DocumentPlacement Of(DocumentFile main, DocumentFiles documents, CatalogueTarget target)
    {
        var project = CataloguePaths.FolderOf(target.Folder);
        if (!target.CopiesDocument && IsBelow(project, main.Path) && main.Path != target.CataloguePath)
        {
            return new DocumentPlacement(SourcePaths.RelativeTo(target.Folder, main.Path), []);
        }

        var stem = SourcePaths.NameOf(target.CataloguePath);
        var sources = documents.Loaded;
        if (sources.Length == 1)
        {
            var extension = main.Source.Content.AsSpan().TrimStart() is ['{', ..] ? "json" : "yaml";
            var path = $"{CopyFolder}/{stem}.{extension}";
            return new DocumentPlacement(path, [new GeneratedFile(Join(target.Folder, path), main.Source.Content)]);
        }

        // References between the files are relative, so they keep their places to one another.
        var root = CommonFolder(sources);
        var folder = $"{CopyFolder}/{stem}";
        return new DocumentPlacement(
            $"{folder}/{Below(root, main.Path)}",
            [.. sources.Select(s => new GeneratedFile(Join(target.Folder, $"{folder}/{Below(root, s.Path)}"), s.Source.Content))]);
    }

    private static string CommonFolder(ImmutableArray<DocumentFile> files)
    {
        var folder = CataloguePaths.FolderOf(files[0].Path);
        while (folder.Length > 0 && !files.All(f => IsBelow(folder, f.Path)))
        {
            folder = folder == "/" ? string.Empty : CataloguePaths.FolderOf(folder);
        }

        return folder;
    }

    private static string Below(string folder, string path) =>
        folder.Length == 0 ? path.TrimStart('/') : path[(folder.TrimEnd('/').Length + 1)..];

    private static bool IsBelow(string folder, string path) => folder.Length == 0
        ? !path.StartsWith('/') && !path.StartsWith("../", StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal)
        : path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string Join(string folder, string path) => folder.Length == 0 ? path : $"{folder.TrimEnd('/')}/{path}";
}
