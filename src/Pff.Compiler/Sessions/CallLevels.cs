using System.Collections.Immutable;
using Pff.Compiler.Lowering;

namespace Pff.Compiler.Sessions;

/// <summary>The sequences of a manifest by how deep their calls go, so that those of one level may be lowered side by side.</summary>
internal static class CallLevels
{
    /// <returns>Indexes of sequences, the ones that call none first. Null where calls go in a circle, or too deep.</returns>
    public static ImmutableArray<ImmutableArray<int>>? Of(ImmutableArray<SequencePiece> pieces)
    {
        var indexes = pieces.Select((piece, index) => (piece.Outline.Name, index)).ToDictionary(p => p.Name, p => p.index, StringComparer.Ordinal);
        var callees = pieces.Select(p => p.Outline.Calls.Distinct().Where(indexes.ContainsKey).Select(c => indexes[c]).ToList()).ToList();
        var callers = pieces.Select(_ => new List<int>()).ToList();
        var waitsFor = new int[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            waitsFor[i] = callees[i].Count;
            callees[i].ForEach(callee => callers[callee].Add(i));
        }

        var levels = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        ImmutableArray<int> ready = [.. Enumerable.Range(0, pieces.Length).Where(i => waitsFor[i] == 0)];
        var done = 0;
        while (!ready.IsEmpty && levels.Count < ProgramContext.MaximumCallDepth)
        {
            levels.Add(ready);
            done += ready.Length;
            ready = [.. ready.SelectMany(i => callers[i]).Where(caller => --waitsFor[caller] == 0)];
        }

        return done == pieces.Length ? levels.ToImmutable() : null;
    }
}
