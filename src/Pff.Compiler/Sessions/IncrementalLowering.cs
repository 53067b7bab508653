using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Lowering;

namespace Pff.Compiler.Sessions;

/// <summary>Lowers the sequences that must be, level by level: those that others call before those that call them.</summary>
/// <param name="wantsProgram">Whether every place in what comes of a sequence must be right, not only those of diagnostics.</param>
internal sealed class IncrementalLowering(
    ManifestMemory memory,
    ProgramContext program,
    UnitScope unit,
    ImmutableArray<SequenceOutline> outlines,
    bool wantsProgram,
    CancellationToken cancellation)
{
    private readonly string _names = string.Join('\n', outlines.Select(o => o.Name));
    private readonly string _failureCodes = string.Join('\n', outlines.SelectMany(o => o.FailureCodes));

    /// <summary>One level. False where so much is wrong that the order matters in which it is found.</summary>
    public bool Run(ImmutableArray<SequencePiece> level)
    {
        var open = ImmutableArray.CreateBuilder<(SequencePiece Piece, ImmutableArray<object> Seen)>();
        foreach (var piece in level)
        {
            var seen = SeenBy(piece.Outline);
            if (piece.TryKeep(seen, mustStandStill: wantsProgram))
            {
                program.Count(piece.Diagnostics);
            }
            else
            {
                open.Add((piece, seen));
            }
        }

        Concurrently.Run(memory.Workers, open.ToImmutable(), work => work.Piece.Lower(program, unit, work.Seen), cancellation);
        foreach (var piece in level)
        {
            var name = piece.Outline.Name;
            var lowered = piece.Checked!.Lowered;
            if (!memory.Faces.TryGetValue(name, out var face) || !lowered.LooksLike(face))
            {
                memory.Faces[name] = lowered;
            }

            program.Know(name, lowered);
        }

        return !program.HasSaidEnough;
    }

    /// <summary>Everything outside of a sequence's own lines that can change what comes of it.</summary>
    private ImmutableArray<object> SeenBy(SequenceOutline outline)
    {
        var seen = ImmutableArray.CreateBuilder<object>();
        seen.Add(memory.World!);
        seen.Add(program.Called.Contains(outline.Name));
        seen.Add(outline.HasHandlers ? _failureCodes : string.Empty);
        foreach (var callee in outline.Calls)
        {
            seen.Add(unit.FindSequence(callee) is not null ? new FaceReference(memory.Faces[callee]) : _names);
        }

        return seen.ToImmutable();
    }

    /// <summary>The very object, not one that is equal to it.</summary>
    private sealed class FaceReference(LoweredSequence face) : IEquatable<FaceReference>
    {
        private readonly LoweredSequence _face = face;

        public bool Equals(FaceReference? other) => ReferenceEquals(_face, other?._face);

        public override bool Equals(object? obj) => obj is FaceReference other && Equals(other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_face);
    }
}
