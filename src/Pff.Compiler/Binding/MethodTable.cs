using System.Collections.Immutable;
using Pff.Compiler.Catalogs;

namespace Pff.Compiler.Binding;

/// <summary>All methods that a manifest can call, by name, and by name with the API before it (<c>crm.get_customer</c>).</summary>
internal sealed class MethodTable
{
    private readonly ImmutableDictionary<string, ImmutableArray<MethodSymbol>> _byName;

    /// <param name="declared">Methods of modules.</param>
    public MethodTable(IEnumerable<ApiCatalogue> catalogues, ImmutableArray<MethodSymbol> declared)
    {
        All = [.. catalogues.SelectMany(c => c.Methods).Concat(declared).Distinct()];
        var methods = All.Select(m => (Api: m.Descriptor.Api, Method: m)).ToList();
        _byName = methods.Select(m => (m.Method.Name, m.Method))
            .Concat(methods.Select(m => ($"{m.Api}.{m.Method.Name}", m.Method)))
            .GroupBy(m => m.Item1, StringComparer.Ordinal)
            .ToImmutableDictionary(g => g.Key, g => g.Select(m => m.Method).Distinct().ToImmutableArray(), StringComparer.Ordinal);
        Names = [.. methods.Select(m => m.Method.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public ImmutableArray<string> Names { get; }

    /// <summary>Catalogue by catalogue, each in the order in which it has them.</summary>
    public ImmutableArray<MethodSymbol> All { get; }

    /// <summary>None, one, or several where catalogues share a name.</summary>
    public ImmutableArray<MethodSymbol> Find(string name) => _byName.GetValueOrDefault(name, []);
}
