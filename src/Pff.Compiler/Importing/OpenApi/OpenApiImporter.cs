using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.OpenApi;

/// <summary>An OpenAPI document becomes a catalogue.</summary>
public static class OpenApiImporter
{
    /// <param name="path">The document, as <paramref name="files"/> knows it.</param>
    /// <param name="cataloguePath">Where the catalogue goes; null for <c>apis/NAME.yaml</c>.</param>
    /// <param name="name">The API's name; null for one made from the file's.</param>
    /// <param name="copiesDocument">Whether the document is copied beside the catalogue in any case.</param>
    public static ImportResult Import(string path, string? cataloguePath, string? name, bool copiesDocument, IFileSource files)
    {
        var diagnostics = new DiagnosticBag();
        var documents = new DocumentFiles(files, diagnostics);
        if (documents.Load(path, new SourceText(path, string.Empty), default) is not { } main
            || OpenApiImport.Read(documents, main, diagnostics) is not { } import)
        {
            return new ImportResult([], diagnostics.ToSorted());
        }

        var stem = SourcePaths.NameOf(cataloguePath ?? path);
        var api = name ?? ImportedNames.Snake(stem.EndsWith(".openapi", StringComparison.Ordinal) ? stem[..^8] : stem, "api");
        var target = new CatalogueTarget(api, cataloguePath ?? $"apis/{api}.yaml", new ImportedNames()) { CopiesDocument = copiesDocument };
        var imported = CatalogueBuilder.Build(main, import, documents, target, diagnostics);
        Check(imported, files, diagnostics);
        return new ImportResult(imported.Files, diagnostics.ToSorted());
    }

    /// <summary>What is wrong with the document is known by now; what is wrong with the catalogue would be the import's fault.</summary>
    private static void Check(ImportedApi imported, IFileSource files, DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        CatalogueLoader.Load(imported.CataloguePath, new OverlayFiles(imported.Files, files), null, found);
        diagnostics.AddRange(found.ToSorted().Where(d => d.Source.Path == imported.CataloguePath));
    }
}
