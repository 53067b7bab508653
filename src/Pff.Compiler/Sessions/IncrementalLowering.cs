using System.Collections.Immutable;
using Pff.Compiler.Lowering;

namespace Pff.Compiler.Sessions;

/// <summary>Lowers the sequences that must be, level by level: those that others call before those that call them.</summary>
/// <param name="wantsProgram">Whether every place in what comes of a sequence must be right, not only those of diagnostics.</param>
internal sealed class IncrementalLowering(
    ManifestMemory memory, ProgramContext program, SequencePieces pieces, bool wantsProgram, CancellationToken cancellation)
{
    private readonly string _names = string.Join('\n', pieces.All.Select(p => p.Bound.ProgramName));

    /// <summary>False where so much is wrong that the order matters in which it is found.</summary>
    public bool Run() => pieces.Levels.All(level => Run([.. level.Select(i => pieces.All[i])]));

    private bool Run(ImmutableArray<SequencePiece> level)
    {
        var open = ImmutableArray.CreateBuilder<(SequencePiece Piece, Outlook Seen)>();
        foreach (var piece in level)
        {
            var seen = SeenBy(piece);
            if (piece.TryKeep(seen, mustStandStill: wantsProgram))
            {
                program.Count(piece.Diagnostics);
            }
            else
            {
                open.Add((piece, seen));
            }
        }

        Concurrently.Run(memory.Workers, open.ToImmutable(), work => work.Piece.Lower(program, work.Seen), cancellation);
        foreach (var piece in level)
        {
            var name = piece.Bound.ProgramName;
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
    private Outlook SeenBy(SequencePiece piece)
    {
        var outline = piece.Outline;
        var others = ImmutableArray.CreateBuilder<object>();
        others.Add(memory.World!);
        others.Add(piece.Bound.ProgramName);
        others.Add(program.Called.Contains(piece.Bound.ProgramName));
        others.Add(outline.HasHandlers ? memory.FailureCodes : string.Empty);
        foreach (var callee in outline.Calls)
        {
            others.Add(piece.Bound.Unit.FindSequence(callee) is { } sequence ? ByReference.To(memory.Faces[sequence.ProgramName]) : _names);
        }

        return Outlook.Of(piece.Names, piece.Modules, others.ToImmutable());
    }
}
