using System.Collections.Immutable;
using Pff.Compiler.Typing;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>A name that a step has given to something.</summary>
/// <param name="Span">Where it was given, for messages.</param>
/// <param name="IsCertain">Whether every way to this place gives it; otherwise it may be null here.</param>
/// <param name="MaySaveAgain">Whether another step may give it anew: only where it is uncertain, and not across the start of a loop.</param>
internal sealed record SavedName(string Name, PffType Type, int Slot, TextSpan Span, bool IsCertain, bool MaySaveAgain);

/// <summary>What is known at one place between two steps. Immutable: a step turns one flow into the next.</summary>
internal sealed record Flow(Scope Scope, ImmutableDictionary<string, SavedName> Names, Facts Facts, bool IsReachable)
{
    public static Flow Start { get; } =
        new(Scope.Empty, ImmutableDictionary.Create<string, SavedName>(StringComparer.Ordinal), Facts.None, IsReachable: true);

    public Flow With(SavedName name)
    {
        // What was known of the old value is not known of the new one.
        var facts = Names.ContainsKey(name.Name) ? Facts.None : Facts;
        return this with
        {
            Scope = Scope.With(new VariableSymbol(name.Name, name.Type, name.Slot)),
            Names = Names.SetItem(name.Name, name),
            Facts = facts,
        };
    }

    public Flow Without(string name)
    {
        if (!Names.ContainsKey(name))
        {
            return this;
        }

        var rest = Names.Remove(name);
        var scope = rest.Values.OrderBy(n => n.Slot).Aggregate(
            Scope.Empty, (scope, n) => scope.With(new VariableSymbol(n.Name, n.Type, n.Slot)));
        return this with { Scope = scope, Names = rest };
    }

    /// <summary>Nothing comes after this place.</summary>
    public Flow End() => this with { IsReachable = false };

    /// <summary>No name known here may be given anew: the place is inside a loop, and the name was there before it.</summary>
    public Flow Sealed()
    {
        var names = Names;
        foreach (var name in Names.Values.Where(n => n.MaySaveAgain))
        {
            names = names.SetItem(name.Name, name with { MaySaveAgain = false });
        }

        return this with { Names = names };
    }
}
