using System.Collections.Immutable;
using Pff.Compiler.Modules;

namespace Pff.Compiler.Sessions;

/// <summary>Everything outside of a piece of text that can change what comes of it.</summary>
/// <param name="Meanings">What its names mean, and what it sees without a name. Where one is another, it is checked again.</param>
/// <param name="Names">The names that there are: they are suggested where something is wrong.</param>
/// <param name="Places">Where the rules of its methods stand, which are in what comes of it.</param>
/// <param name="Texts">The modules, whose lines are named where something is wrong.</param>
internal sealed record Outlook(
    ImmutableArray<object> Meanings, ImmutableArray<object> Names, ImmutableArray<int> Places, ImmutableArray<object> Texts)
{
    /// <param name="names">What the piece may name.</param>
    /// <param name="modules">The modules whose declarations it can name.</param>
    /// <param name="others">What it sees besides.</param>
    public static Outlook Of(NamesIn names, ImmutableArray<BoundModule> modules, ImmutableArray<object> others)
    {
        var meanings = ImmutableArray.CreateBuilder<object>();
        var places = ImmutableArray.CreateBuilder<int>();
        foreach (var module in modules)
        {
            meanings.Add(module.Declarations.Header);
            if (names.Words is null)
            {
                meanings.Add(ByReference.To(module));
                continue;
            }

            foreach (var word in names.Words)
            {
                if (module.Declarations.Find(word) is { } declaration)
                {
                    meanings.Add(declaration);
                    if (declaration.PlaceOfRules is { } place)
                    {
                        places.Add(place);
                    }
                }
            }
        }

        meanings.AddRange(others);
        return new Outlook(meanings.ToImmutable(), [.. modules.Select(m => m.Declarations.Names)], places.ToImmutable(), [.. modules.Select(ByReference.To)]);
    }
}

/// <summary>The very object, not one that is equal to it.</summary>
internal sealed class ByReference : IEquatable<ByReference>
{
    private readonly object _target;

    private ByReference(object target) => _target = target;

    public static ByReference To(object target) => new(target);

    public bool Equals(ByReference? other) => ReferenceEquals(_target, other?._target);

    public override bool Equals(object? obj) => obj is ByReference other && Equals(other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_target);
}
