using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

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
    /// Reads the catalogues of one manifest and checks them together: no two may name the same API or method. Of
    /// operations that are imported without being named, those with the same operationId in two catalogues are called
    /// <c>api.operationId</c>.
    /// </summary>
    /// <param name="manifestFolder">Where <c>config/api_hosts.yaml</c> is looked for, and what paths of sources are relative to; empty for the root.</param>
    /// <param name="paths">The catalogues; <see cref="Find"/> gives those of a manifest that names none.</param>
    /// <param name="files">Gives the catalogues and the files that they name; nothing else is read.</param>
    /// <param name="environment">The environment whose hosts are used, or null.</param>
    /// <param name="diagnostics">Where diagnostics go.</param>
    /// <returns>Those that could be read, in the order of <paramref name="paths"/>.</returns>
    public static ImmutableArray<ApiCatalogue> LoadAll(
        string manifestFolder, ImmutableArray<string> paths, IFileSource files, string? environment, DiagnosticBag diagnostics)
    {
        var overlay = HostOverlay.Read(Join(manifestFolder, HostOverlay.RelativePath), files, environment, diagnostics);
        var drafts = paths.Distinct(StringComparer.Ordinal)
            .Select(path => CatalogueReader.Read(path, files, overlay, diagnostics))
            .OfType<CatalogueDraft>()
            .ToList();
        overlay.CheckApis([.. drafts.Select(d => d.Api.Name)], diagnostics);
        var names = new NameRegister(drafts, diagnostics);
        var catalogues = ImmutableArray.CreateBuilder<ApiCatalogue>(drafts.Count);
        foreach (var draft in drafts)
        {
            if (names.TakeApi(draft))
            {
                var sources = overlay.File is { } file ? draft.Sources.Add(file) : draft.Sources;
                catalogues.Add(new ApiCatalogue(
                    draft.Api,
                    names.TakeMethods(draft),
                    [.. sources.Select(s => new SourceFile(CataloguePaths.RelativeTo(manifestFolder, s.Path), s.Sha256))]));
            }
        }

        return catalogues.ToImmutable();
    }

    /// <summary>The catalogues of a manifest that has no <c>uses</c>: every <c>apis/*.yaml</c> beside it, in name order.</summary>
    public static ImmutableArray<string> Find(string manifestFolder, IFileSource files) =>
        files.List(Join(manifestFolder, "apis"), ".yaml", ".yml");

    private static string Join(string folder, string path) => folder.Length == 0 ? path : folder.TrimEnd('/') + "/" + path;

    private static string FolderOfManifest(string path)
    {
        var folder = CataloguePaths.FolderOf(path);
        return folder == "apis" ? string.Empty
            : folder.EndsWith("/apis", StringComparison.Ordinal) ? CataloguePaths.FolderOf(folder)
            : folder;
    }

    /// <summary>The names that several catalogues take together.</summary>
    private sealed class NameRegister
    {
        private readonly Dictionary<string, CatalogueDraft> _apis = new(StringComparer.Ordinal);
        private readonly Dictionary<string, MethodSymbol> _methods = new(StringComparer.Ordinal);
        private readonly HashSet<string> _declared;
        private readonly HashSet<string> _importedTwice;
        private readonly DiagnosticBag _diagnostics;

        public NameRegister(List<CatalogueDraft> drafts, DiagnosticBag diagnostics)
        {
            _diagnostics = diagnostics;
            _declared = drafts.SelectMany(d => d.Declared).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
            _importedTwice = drafts.SelectMany(d => d.Imported).GroupBy(m => m.Name, StringComparer.Ordinal)
                .Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        }

        public bool TakeApi(CatalogueDraft draft)
        {
            if (_apis.TryAdd(draft.Api.Name, draft))
            {
                return true;
            }

            var first = _apis[draft.Api.Name].ApiName;
            _diagnostics.Add(CompilerDiagnostics.ApiNameTaken(draft.ApiName.Source, draft.ApiName.Span, draft.Api.Name, first.Source.Path));
            return false;
        }

        public ImmutableArray<MethodSymbol> TakeMethods(CatalogueDraft draft)
        {
            var methods = ImmutableArray.CreateBuilder<MethodSymbol>();
            foreach (var method in draft.Declared.Concat(draft.Imported.Select(m => Qualify(m, draft))))
            {
                if (_methods.TryAdd(method.Name, method))
                {
                    methods.Add(method);
                    continue;
                }

                var first = _methods[method.Name];
                var place = $"{first.Source.Path}:{first.Source.GetPosition(first.Span.Start).Line + 1}";
                _diagnostics.Add(CompilerDiagnostics.MethodNameTaken(method.Source, method.Span, method.Name, place));
            }

            return methods.ToImmutable();
        }

        private MethodSymbol Qualify(MethodSymbol method, CatalogueDraft draft) =>
            _importedTwice.Contains(method.Name) || _declared.Contains(method.Name)
                ? method with { Descriptor = method.Descriptor with { Name = $"{draft.Api.Name}.{method.Name}" } }
                : method;
    }
}
