using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>What all checks of a session share: catalogues and modules, by the contents of files. Safe to use from several threads.</summary>
/// <param name="maximumCatalogueSets">So many sets of catalogues that a program uses together are remembered.</param>
/// <param name="maximumModules">So many texts of modules are remembered.</param>
internal sealed class SessionMemory(int maximumCatalogueSets, int maximumModules) : ICompilerMemory
{
    private readonly CatalogueMemory _catalogues = new(maximumCatalogueSets);
    private readonly RecentlyUsed<ImmutableArray<ApiCatalogue>, KnownModules> _modules = new(maximumCatalogueSets);
    private readonly RecentlyUsed<(string Path, string Content), Lazy<ParsedModule>> _parsed = new(maximumModules);

    public ImmutableArray<ApiCatalogue> LoadCatalogues(
        string manifestFolder, ImmutableArray<string> paths, IFileSource files, string? environment, DiagnosticBag diagnostics) =>
        _catalogues.Load(manifestFolder, paths, files, environment, diagnostics);

    public ModuleSyntax ParseModule(SourceText text, DiagnosticBag diagnostics)
    {
        var parsed = _parsed.Get((text.Path, text.Content), () => new Lazy<ParsedModule>(() => Parse(text))).Value;
        diagnostics.AddRange(parsed.Diagnostics);
        return parsed.Syntax;
    }

    public KnownModules ModulesWith(ImmutableArray<ApiCatalogue> catalogues) => _modules.Get(catalogues, () => new KnownModules());

    private static ParsedModule Parse(SourceText text)
    {
        var diagnostics = new DiagnosticBag();
        var syntax = ModuleParser.Parse(text, diagnostics);
        return new ParsedModule(syntax, [.. diagnostics.Items]);
    }

    private sealed record ParsedModule(ModuleSyntax Syntax, ImmutableArray<Diagnostic> Diagnostics);
}
