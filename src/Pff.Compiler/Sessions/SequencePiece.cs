using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Sessions;

/// <summary>A sequence on its way through one check: first it is read or known, then checked or known to be as it was.</summary>
internal sealed class SequencePiece
{
    private readonly DiagnosticBag _readDiagnostics = new();
    private SequenceRead? _read;
    private SequenceSyntax? _syntax;

    public SequencePiece(SequencePlace place, ManifestMemory memory)
    {
        Place = place;
        Lines = place.Source.GetText(place.Lines);
        Before = memory.Sequences.GetValueOrDefault(Lines);
        _read = Before?.Read;
    }

    public SequencePlace Place { get; }

    public string Lines { get; }

    /// <summary>What came of the same lines in the last check, or null where they are new.</summary>
    public CheckedSequence? Before { get; }

    public bool IsKnown => _read is not null;

    public SequenceOutline Outline => _read!.Outline;

    public int NodeCount => _read!.NodeCount;

    public CheckedSequence? Checked { get; private set; }

    public bool WasRemembered => ReferenceEquals(Checked, Before);

    /// <summary>What is said of it, at its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>A sequence of this name, for those who only need to know that there is one.</summary>
    public SequenceSyntax NameOnly() => new(Place.Source, new ManifestName(Outline.Name, Place.Lines), null, [], [], Place.Lines);

    /// <summary>Reads the lines; it is then known, or only the whole manifest can tell what is wrong.</summary>
    public void Read()
    {
        if (Place.TryRead(_readDiagnostics) is var (syntax, read))
        {
            (_syntax, _read) = (syntax, read);
        }
    }

    /// <summary>Takes what came of the same lines before, unless something that they see from outside is another.</summary>
    public bool TryKeep(ImmutableArray<object> seen, bool mustStandStill)
    {
        if (Before is null || !Before.Seen.SequenceEqual(seen)
            || (mustStandStill && Before.Place.Lines.Start != Place.Lines.Start)
            || Before.DiagnosticsAt(Place) is not { } diagnostics)
        {
            return false;
        }

        // The intermediate form keeps the places where it was made, the diagnostics those of now.
        Checked = Before;
        Diagnostics = diagnostics;
        return true;
    }

    public void Lower(ProgramContext program, UnitScope unit, ImmutableArray<object> seen)
    {
        if (_syntax is null)
        {
            Read();
        }

        var diagnostics = program.NewBag();
        diagnostics.AddRange(_readDiagnostics.Items);
        var lowered = SequenceLowering.Lower(new BoundSequence(_syntax!, unit, Outline.Name), program, diagnostics);
        Diagnostics = [.. diagnostics.Items];
        Checked = new CheckedSequence(Place, _read!, Diagnostics, lowered, seen);
    }
}
