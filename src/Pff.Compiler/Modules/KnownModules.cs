using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Modules;

/// <summary>
/// The modules that were bound with one set of catalogues. A module is bound again only where its text is another, or a
/// module that it uses was bound again, and then what its declarations mean stays the same object wherever it is the same.
/// Whoever binds holds the lock on it.
/// </summary>
internal sealed class KnownModules
{
    private readonly Dictionary<(string Path, bool IsRoot), Known> _known = [];

    /// <param name="apis">The catalogues behind the module's <c>use api</c>, null for one that cannot be used.</param>
    /// <param name="isRoot">Whether its sequences are called by their own names.</param>
    /// <param name="bind">Binds the module, with what its declarations are known to mean.</param>
    public BoundModule Bind(
        LoadedModule module,
        ImmutableArray<BoundModule> uses,
        ImmutableArray<ApiCatalogue?> apis,
        bool isRoot,
        DiagnosticBag diagnostics,
        Func<ModuleDeclarations, DiagnosticBag, BoundModule> bind)
    {
        var key = (module.Path, isRoot);
        if (!_known.TryGetValue(key, out var known) || !known.IsOf(module, uses, apis))
        {
            var said = new DiagnosticBag();
            var declarations = ModuleDeclarations.Of(module, uses, apis, known?.Bound.Declarations);
            known = new Known(bind(declarations, said), uses, apis, [.. said.Items]);
            _known[key] = known;
        }

        diagnostics.AddRange(known.Diagnostics);
        return known.Bound;
    }

    private sealed record Known(
        BoundModule Bound, ImmutableArray<BoundModule> Uses, ImmutableArray<ApiCatalogue?> Apis, ImmutableArray<Diagnostic> Diagnostics)
    {
        public bool IsOf(LoadedModule module, ImmutableArray<BoundModule> uses, ImmutableArray<ApiCatalogue?> apis) =>
            ReferenceEquals(Bound.Module.Syntax, module.Syntax)
            && AreSame(Uses, uses)
            && AreSame(Apis, apis);

        private static bool AreSame<T>(ImmutableArray<T> left, ImmutableArray<T> right)
            where T : class? =>
            left.Length == right.Length && left.Zip(right).All(pair => ReferenceEquals(pair.First, pair.Second));
    }
}
