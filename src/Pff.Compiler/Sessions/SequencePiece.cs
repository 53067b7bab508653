using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;

namespace Pff.Compiler.Sessions;

/// <summary>
/// A sequence on its way through one check: first it is read or known, then checked or known to be as it was. One of a
/// module is read with its module.
/// </summary>
internal sealed class SequencePiece
{
    private readonly DiagnosticBag _readDiagnostics = new();
    private SequenceRead? _read;
    private BoundSequence? _bound;
    private SequenceSyntax? _syntax;

    /// <param name="place">A sequence of the manifest.</param>
    public SequencePiece(SequencePlace place, ManifestMemory memory)
    {
        Place = place;
        Key = place.Text;
        Before = memory.Sequences.GetValueOrDefault(Key);
        _read = Before?.Read;
    }

    /// <param name="bound">A sequence of the module.</param>
    public SequencePiece(BoundSequence bound, BoundModule module, ManifestMemory memory)
    {
        (_bound, _syntax) = (bound, bound.Syntax);
        Place = new SequencePlace(bound.Syntax.Source, bound.Syntax.Span);
        Key = $"{module.Module.Path}\0{Place.Text}";
        Before = memory.Sequences.GetValueOrDefault(Key);
        _read = Before?.Read ?? new SequenceRead(SequenceOutline.Of(bound.Syntax), 0, NamesIn.Text(Place.Text));
        Modules = [module, .. module.Uses];
    }

    public SequencePlace Place { get; }

    /// <summary>The lines, in which the name is, and of a module its path: no two sequences have the same.</summary>
    public string Key { get; }

    /// <summary>What came of the same lines in the last check, or null where they are new.</summary>
    public CheckedSequence? Before { get; }

    public bool IsKnown => _read is not null;

    public SequenceOutline Outline => _read!.Outline;

    public NamesIn Names => _read!.Names;

    public int NodeCount => _read!.NodeCount;

    /// <summary>The modules whose declarations it can name.</summary>
    public ImmutableArray<BoundModule> Modules { get; private set; } = [];

    /// <summary>What the program calls it, and what its names mean; known once it is bound.</summary>
    public BoundSequence Bound => _bound!;

    public CheckedSequence? Checked { get; private set; }

    public bool WasRemembered => ReferenceEquals(Checked, Before);

    /// <summary>What is said of it, at its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>The intermediate form, in the text as it is now.</summary>
    public IrSequence IrAs(bool isEntry) => Checked!.Lowered.Ir with { Source = Place.Source, IsEntry = isEntry };

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

    /// <summary>Makes known what the names in the manifest mean.</summary>
    public void Bind(BoundSequence bound, ImmutableArray<BoundModule> modules) => (_bound, Modules) = (bound, modules);

    /// <summary>Takes what came of the same lines before, unless something that they see from outside is another.</summary>
    public bool TryKeep(Outlook seen, bool mustStandStill)
    {
        if (Before?.Said.At(Place, seen, mustStandStill) is not { } diagnostics)
        {
            return false;
        }

        // The intermediate form keeps the places where it was made, the diagnostics those of now.
        Checked = Before;
        Diagnostics = diagnostics;
        return true;
    }

    public void Lower(ProgramContext program, Outlook seen)
    {
        if (_syntax is null)
        {
            Read();
        }

        var diagnostics = program.NewBag();
        diagnostics.AddRange(_readDiagnostics.Items);
        var lowered = SequenceLowering.Lower(Bound with { Syntax = _syntax! }, program, diagnostics);
        Diagnostics = [.. diagnostics.Items];
        Checked = new CheckedSequence(_read!, lowered, new Remembered(Place, Diagnostics, seen));
    }
}
