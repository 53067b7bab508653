using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>
/// A name that expressions may read: an input column, a saved result, a <c>let</c> or a loop variable. CEL allows
/// qualified names, so a name may contain dots.
/// </summary>
public sealed record VariableSymbol(string Name, PffType Type, int Slot);

/// <summary>The names visible at one place of a sequence. Immutable: a step that declares a name gives a new scope.</summary>
public sealed class Scope
{
    public static Scope Empty { get; } = new(null, null, ImmutableDictionary.Create<string, VariableSymbol>(StringComparer.Ordinal));

    private readonly Scope? _parent;
    private readonly VariableSymbol? _variable;
    private readonly ImmutableDictionary<string, VariableSymbol> _byName;

    private Scope(Scope? parent, VariableSymbol? variable, ImmutableDictionary<string, VariableSymbol> byName)
    {
        _parent = parent;
        _variable = variable;
        _byName = byName;
    }

    /// <summary>The newest first.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var scope = this; scope?._variable is not null; scope = scope._parent)
            {
                yield return scope._variable.Name;
            }
        }
    }

    public Scope With(VariableSymbol variable) => new(this, variable, _byName.SetItem(variable.Name, variable));

    public bool TryFind(string name, [NotNullWhen(true)] out VariableSymbol? variable) => _byName.TryGetValue(name, out variable);
}
