using System.Collections.Immutable;
using Pff.Compiler.Binding;

namespace Pff.Compiler.Sessions;

/// <summary>The sequences of a program, each with what it calls.</summary>
/// <param name="All">Those of the root first.</param>
/// <param name="Callees">Of each the indexes of those that it calls, each once.</param>
/// <param name="Levels">Their indexes, those first that call none.</param>
internal sealed record SequencePieces(
    ImmutableArray<SequencePiece> All, ImmutableArray<ImmutableArray<int>> Callees, ImmutableArray<ImmutableArray<int>> Levels)
{
    /// <summary>Null where the order matters in which sequences are lowered, or two have one name.</summary>
    public static SequencePieces? Of(ImmutableArray<SequencePiece> pieces)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (!indexes.TryAdd(pieces[i].Bound.ProgramName, i))
            {
                return null;
            }
        }

        ImmutableArray<ImmutableArray<int>> callees =
            [.. pieces.Select(piece => CalleesOf(piece).Select(c => indexes.GetValueOrDefault(c.ProgramName, -1)).Where(i => i >= 0).Distinct().ToImmutableArray())];
        return CallLevels.Of(callees) is { } levels ? new SequencePieces(pieces, callees, levels) : null;
    }

    /// <summary>The program names of the sequences that others call.</summary>
    public ImmutableHashSet<string> Called => [.. Callees.SelectMany(c => c).Distinct().Select(i => All[i].Bound.ProgramName)];

    private static IEnumerable<BoundSequence> CalleesOf(SequencePiece piece) =>
        piece.Outline.Calls.Select(piece.Bound.Unit.FindSequence).OfType<BoundSequence>();
}
