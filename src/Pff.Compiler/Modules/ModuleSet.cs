using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Compiler.Modules;

/// <summary>The modules of one program with the catalogues that they and the manifest use.</summary>
internal sealed class ModuleSet
{
    private ModuleSet(ImmutableArray<BoundModule> modules, ImmutableArray<ApiCatalogue> catalogues, ImmutableArray<SourceFile> sources)
    {
        Modules = modules;
        Catalogues = catalogues;
        Sources = sources;
    }

    /// <summary>Each behind those that it uses.</summary>
    public ImmutableArray<BoundModule> Modules { get; }

    public ImmutableArray<ApiCatalogue> Catalogues { get; }

    /// <summary>Every file but the root, relative to the root's folder.</summary>
    public ImmutableArray<SourceFile> Sources { get; }

    public IEnumerable<MethodSymbol> Methods => Catalogues.SelectMany(c => c.Methods).Concat(Modules.SelectMany(m => m.Methods));

    /// <summary>Loads the catalogues of the loaded modules and of a manifest together, and binds the modules.</summary>
    /// <param name="rootPath">The manifest or the root module.</param>
    /// <param name="cataloguePaths">Those that a manifest uses itself.</param>
    /// <param name="memory">Loads the catalogues, or knows them already, and modules that were bound with them.</param>
    public static ModuleSet Bind(
        string rootPath,
        ModuleLoader loader,
        ImmutableArray<string> cataloguePaths,
        IFileSource files,
        string? environment,
        ICompilerMemory memory,
        DiagnosticBag diagnostics)
    {
        var folder = SourcePaths.FolderOf(rootPath);
        var apis = new ModuleApis(files, diagnostics);
        var uses = new List<(UseApiSyntax Use, LoadedModule Module, string Path)>();
        foreach (var module in loader.All)
        {
            foreach (var use in module.Syntax.UsedApis)
            {
                if (apis.PathOf(use, module) is { } path)
                {
                    uses.Add((use, module, path));
                }
            }
        }

        var all = memory.LoadCatalogues(folder, [.. cataloguePaths.Concat(uses.Select(u => u.Path)).Distinct()], apis, environment, diagnostics);
        var byPath = all.ToDictionary(c => c.Sources[0].Path, StringComparer.Ordinal);
        var byName = new Dictionary<string, ApiCatalogue>(StringComparer.Ordinal);
        foreach (var (use, module, path) in uses)
        {
            if (!byPath.TryGetValue(SourcePaths.RelativeTo(folder, path), out var catalogue))
            {
                continue;
            }

            if (catalogue.Api.Name != use.Name.Text)
            {
                diagnostics.Add(CompilerDiagnostics.UnknownApi(module.Syntax.Source, use.Name, [catalogue.Api.Name]));
            }

            byName[use.Name.Text] = catalogue;
        }

        ImmutableArray<BoundModule> bound;
        var known = memory.ModulesWith(all);
        lock (known)
        {
            var binder = new ModuleBinder(byName, rootPath, known, diagnostics);
            bound = [.. loader.All.Select(binder.Bind)];
        }

        var sources = loader.All.Where(m => m.Path != rootPath).Select(m => m.File with { Path = SourcePaths.RelativeTo(folder, m.Path) })
            .Concat(apis.WithoutMade(all.SelectMany(c => c.Sources), folder))
            .Distinct();
        return new ModuleSet(bound, all, [.. sources]);
    }

    /// <summary>What the steps of a manifest can name.</summary>
    /// <param name="used">The modules that it uses itself.</param>
    /// <param name="cataloguePaths">The catalogues that it uses itself, relative to its folder.</param>
    public UnitScope UnitOf(ManifestSyntax manifest, ImmutableArray<BoundModule> used, ImmutableArray<string> cataloguePaths)
    {
        var visible = used;
        var own = Catalogues.Where(c => cataloguePaths.Contains(c.Sources[0].Path));
        var unit = new UnitScope(
            new MethodTable(own, [.. visible.SelectMany(m => m.Methods)]),
            visible.IsEmpty ? NoFunctions.Instance : new ImportedFunctions(visible.SelectMany(m => m.Functions)),
            manifest.Inputs);
        foreach (var sequence in manifest.Sequences)
        {
            unit.Add(new BoundSequence(sequence, unit, sequence.Name.Text));
        }

        foreach (var sequence in visible.SelectMany(m => m.Sequences))
        {
            unit.Add(sequence);
        }

        return unit;
    }

    private sealed class ImportedFunctions(IEnumerable<FunctionSymbol> functions) : IFunctionTable
    {
        private readonly ImmutableDictionary<string, FunctionSymbol> _byName =
            functions.DistinctBy(f => f.Name).ToImmutableDictionary(f => f.Name, StringComparer.Ordinal);

        public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

        public FunctionSymbol? Find(string name) => _byName.GetValueOrDefault(name);
    }
}
