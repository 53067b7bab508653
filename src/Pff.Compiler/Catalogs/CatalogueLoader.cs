using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs;

/// <summary>
/// Reads catalogues (<c>apis/*.yaml</c>, see docs/language/catalogues.md) and the OpenAPI documents that they name.
/// </summary>
public static class CatalogueLoader
{
    /// <summary>
    /// Reads one catalogue. Everything wrong with it, or with its OpenAPI document, goes to
    /// <paramref name="diagnostics"/>; what is right is returned all the same, so that the rest can be checked.
    /// </summary>
    /// <param name="path">The catalogue, as <paramref name="files"/> knows it.</param>
    /// <param name="files">Gives the catalogue and the files that it names; nothing else is read.</param>
    /// <param name="environment">The environment whose hosts of <c>config/api_hosts.yaml</c> are used, or null.</param>
    /// <param name="diagnostics">Where diagnostics go.</param>
    /// <returns>Null where there is no such file, or it is no catalogue at all.</returns>
    public static ApiCatalogue? Load(string path, IFileSource files, string? environment, DiagnosticBag diagnostics) =>
        LoadAll(FolderOfManifest(path), [path], files, environment, diagnostics).FirstOrDefault();

    /// <summary>
    /// Reads the catalogues of one manifest and checks them together: no two may name the same API or method.
    /// </summary>
    /// <param name="manifestFolder">Where <c>config/api_hosts.yaml</c> is looked for; empty for the root.</param>
    /// <param name="paths">The catalogues; <see cref="Find"/> gives those of a manifest that names none.</param>
    /// <returns>Those that could be read, in the order of <paramref name="paths"/>.</returns>
    public static ImmutableArray<ApiCatalogue> LoadAll(
        string manifestFolder, ImmutableArray<string> paths, IFileSource files, string? environment, DiagnosticBag diagnostics)
    {
        foreach (var path in paths)
        {
            var read = files.Read(path);
            if (read.Text is null)
            {
                diagnostics.Add(CompilerDiagnostics.CatalogueNotReadable(new SourceText(path, string.Empty), default, path, read.Status));
            }
        }

        return [];
    }

    /// <summary>The catalogues of a manifest that has no <c>uses</c>: every <c>apis/*.yaml</c> beside it, in name order.</summary>
    public static ImmutableArray<string> Find(string manifestFolder, IFileSource files) =>
        files.List(manifestFolder.Length == 0 ? "apis" : manifestFolder.TrimEnd('/') + "/apis", ".yaml", ".yml");

    private static string FolderOfManifest(string path)
    {
        var parts = path.Split('/')[..^1];
        return string.Join('/', parts is [.., "apis"] ? parts[..^1] : parts);
    }
}
