using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler;

/// <summary>What a compilation takes from those before it, or makes itself.</summary>
internal interface ICompilerMemory
{
    /// <summary>As <see cref="CatalogueLoader.LoadAll"/>.</summary>
    ImmutableArray<ApiCatalogue> LoadCatalogues(
        string manifestFolder, ImmutableArray<string> paths, IFileSource files, string? environment, DiagnosticBag diagnostics);

    /// <summary>As <see cref="ModuleParser.Parse"/>.</summary>
    ModuleSyntax ParseModule(SourceText text, DiagnosticBag diagnostics);

    /// <summary>The modules that were bound with exactly these catalogues.</summary>
    KnownModules ModulesWith(ImmutableArray<ApiCatalogue> catalogues);
}

/// <summary>Remembers nothing: a compilation from scratch.</summary>
internal sealed class NoMemory : ICompilerMemory
{
    public static NoMemory Instance { get; } = new();

    public ImmutableArray<ApiCatalogue> LoadCatalogues(
        string manifestFolder, ImmutableArray<string> paths, IFileSource files, string? environment, DiagnosticBag diagnostics) =>
        CatalogueLoader.LoadAll(manifestFolder, paths, files, environment, diagnostics);

    public ModuleSyntax ParseModule(SourceText text, DiagnosticBag diagnostics) => ModuleParser.Parse(text, diagnostics);

    public KnownModules ModulesWith(ImmutableArray<ApiCatalogue> catalogues) => new();
}
