using System.Collections.Immutable;
using Pff.Compiler.Typing;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>A name that a step has given to something.</summary>
/// <param name="Span">Where it was given, for messages.</param>
/// <param name="IsCertain">Whether every way to this place gives it; otherwise it may be null here.</param>
/// <param name="LoopDepth">How many loops were around the step that gave it.</param>
internal sealed record SavedName(string Name, PffType Type, int Slot, TextSpan Span, bool IsCertain, int LoopDepth);

/// <summary>What is known at one place between two steps. Immutable: a step turns one flow into the next.</summary>
internal sealed record Flow
{
    private Flow()
    {
    }

    public static Flow Start { get; } = new();

    public Scope Scope { get; private init; } = Scope.Empty;

    public ImmutableDictionary<string, SavedName> Names { get; private init; } =
        ImmutableDictionary.Create<string, SavedName>(StringComparer.Ordinal);

    public Facts Facts { get; init; } = Facts.None;

    public bool IsReachable { get; init; } = true;

    public int LoopDepth { get; private init; }

    /// <summary>The names given so far, the last one first, so that what a way gives can be told from what was there.</summary>
    private Trail? Given { get; init; }

    public Flow With(SavedName name) => this with
    {
        Scope = Scope.With(new VariableSymbol(name.Name, name.Type, name.Slot)),
        Names = Names.SetItem(name.Name, name),

        // What was known of the old value is not known of the new one.
        Facts = Names.ContainsKey(name.Name) ? Facts.None : Facts,
        Given = new Trail(name.Name, Given),
    };

    /// <summary>The flow inside of a loop that starts here.</summary>
    public Flow InLoop() => this with { LoopDepth = LoopDepth + 1 };

    /// <summary>Nothing comes after this place.</summary>
    public Flow End() => this with { IsReachable = false };

    /// <summary>
    /// Whether a step may give the name anew: only where it may be missing, and not inside a loop around which it was
    /// given, whose next turn would see the new value.
    /// </summary>
    public bool MaySaveAgain(SavedName name) => !name.IsCertain && name.LoopDepth == LoopDepth;

    /// <summary>The names given between an earlier flow and this one, each once.</summary>
    public IEnumerable<string> GivenSince(Flow earlier)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var trail = Given; trail is not null && !ReferenceEquals(trail, earlier.Given); trail = trail.Previous)
        {
            if (seen.Add(trail.Name))
            {
                yield return trail.Name;
            }
        }
    }

    private sealed record Trail(string Name, Trail? Previous);
}
