using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>What a module declares, bound: what those that use it can name.</summary>
internal sealed record BoundModule(
    LoadedModule Module,
    UnitScope Unit,
    ImmutableArray<TypeSymbol> Types,
    ImmutableDictionary<string, TableSyntax> Tables,
    ImmutableArray<FunctionSymbol> Functions,
    ImmutableArray<MethodSymbol> Methods,
    ImmutableArray<BoundSequence> Sequences)
{
    /// <summary>The modules whose declarations can be named in it.</summary>
    public required ImmutableArray<BoundModule> Uses { get; init; }

    /// <summary>By which it can be told whether one of its names means something else than it did.</summary>
    public required ModuleDeclarations Declarations { get; init; }
}

/// <summary>Gives the declarations of modules their meaning, those of used modules first.</summary>
/// <param name="known">What is bound already; the caller holds the lock on it.</param>
internal sealed class ModuleBinder(
    IReadOnlyDictionary<string, ApiCatalogue> catalogues, string rootPath, KnownModules known, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, BoundModule> _bound = new(StringComparer.Ordinal);

    public BoundModule Bind(LoadedModule module)
    {
        if (!_bound.TryGetValue(module.Path, out var bound))
        {
            ImmutableArray<BoundModule> uses = [.. module.Uses.Select(Bind)];
            ImmutableArray<ApiCatalogue?> apis = [.. module.Syntax.UsedApis.Select(u => catalogues.GetValueOrDefault(u.Name.Text))];
            bound = known.Bind(
                module,
                uses,
                apis,
                module.Path == rootPath,
                diagnostics,
                (declarations, said) => new DeclarationBinder(module, uses, declarations, said).Bind(apis, module.Path == rootPath));
            _bound.Add(module.Path, bound);
        }

        return bound;
    }
}
