using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;

namespace Pff.Compiler.Importing.OpenApi;

/// <summary>An operation under the name that its new catalogue gives it.</summary>
internal sealed record ImportedMethod(string Name, ImportableOperation Operation, MethodSymbol Symbol);

/// <summary>A catalogue that was made for an OpenAPI document.</summary>
/// <param name="Name">The API's.</param>
/// <param name="CataloguePath">Where the catalogue goes.</param>
/// <param name="Files">The catalogue, and the documents where they are copied.</param>
internal sealed record ImportedApi(string Name, string CataloguePath, ImmutableArray<GeneratedFile> Files, ImmutableArray<ImportedMethod> Methods);

/// <summary>Where a catalogue goes and what it is made of.</summary>
/// <param name="ApiName">The API's name, which its environment variables start with.</param>
/// <param name="CataloguePath">As the file port knows it.</param>
/// <param name="Names">Gives methods their names, so that those of several catalogues are distinct.</param>
internal sealed record CatalogueTarget(string ApiName, string CataloguePath, ImportedNames Names)
{
    /// <summary>Whether the document is copied even where the catalogue could name it where it is.</summary>
    public bool CopiesDocument { get; init; }

    public string Folder => CataloguePaths.FolderOf(CataloguePath);

    /// <summary>The start of the names of the API's environment variables.</summary>
    public string VariablePrefix => ImportedNames.Snake(ApiName, "api").ToUpperInvariant();
}
