using System.Collections.Immutable;
using Pff.Compiler.Lowering;

namespace Pff.Compiler.Sessions;

/// <summary>The sequences of a program by how deep their calls go, so that those of one level may be lowered side by side.</summary>
internal static class CallLevels
{
    /// <param name="callees">Of each sequence the indexes of those that it calls, each once.</param>
    /// <returns>Indexes of sequences, the ones that call none first. Null where calls go in a circle, or too deep.</returns>
    public static ImmutableArray<ImmutableArray<int>>? Of(ImmutableArray<ImmutableArray<int>> callees)
    {
        var callers = callees.Select(_ => new List<int>()).ToList();
        var waitsFor = new int[callees.Length];
        for (var i = 0; i < callees.Length; i++)
        {
            waitsFor[i] = callees[i].Length;
            foreach (var callee in callees[i])
            {
                callers[callee].Add(i);
            }
        }

        var levels = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        ImmutableArray<int> ready = [.. Enumerable.Range(0, callees.Length).Where(i => waitsFor[i] == 0)];
        var done = 0;
        while (!ready.IsEmpty && levels.Count < ProgramContext.MaximumCallDepth)
        {
            levels.Add(ready);
            done += ready.Length;
            ready = [.. ready.SelectMany(i => callers[i]).Where(caller => --waitsFor[caller] == 0)];
        }

        return done == callees.Length ? levels.ToImmutable() : null;
    }
}
