using System.Collections.Immutable;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>
/// What makes a generated world: at each place where it could be one way or another, which way it is. A place that is
/// not named is the ordinary way, number 0, so that the empty set is the ordinary world and fewer decisions are a smaller
/// world.
/// </summary>
internal sealed class Decisions
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _places = [];
    private readonly List<string> _descriptions = [];

    public Decisions(ImmutableSortedDictionary<string, int> made) => Made = made;

    public static ImmutableSortedDictionary<string, int> None { get; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, int> Made { get; }

    /// <summary>The places that were met while the world was made, in order.</summary>
    public IReadOnlyList<string> Places => _places;

    /// <summary>How many ways there are at a place that was met.</summary>
    public int WaysAt(string place) => _counts[place];

    /// <summary>What is not ordinary in the world that was made; empty in the ordinary one.</summary>
    public string Description => string.Join(", ", _descriptions);

    /// <summary>Whether something in the world is not as the schema promises.</summary>
    public bool BreaksPromises { get; private set; }

    /// <summary>The way to go at a place with so many ways.</summary>
    /// <param name="describe">What a way that is not the ordinary one means, as an expression would say it.</param>
    /// <param name="kept">The ways from this number on are not as the schema promises.</param>
    public int Choose(string place, int ways, Func<int, string> describe, int kept = int.MaxValue)
    {
        if (ways > 1 && _counts.TryAdd(place, ways))
        {
            _places.Add(place);
        }

        if (!Made.TryGetValue(place, out var way) || way == 0 || way >= ways)
        {
            return 0;
        }

        BreaksPromises |= way >= kept;
        _descriptions.Add(way < kept ? describe(way) : $"{describe(way)} against the schema");
        return way;
    }
}
