using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Lowering;

namespace Pff.Compiler.Sessions;

/// <summary>What is remembered of one manifest from its last check.</summary>
internal sealed class ManifestMemory(CompileSettings settings, int workers)
{
    public CompileSettings Settings { get; } = settings;

    public int Workers { get; } = workers;

    /// <summary>By their lines. A sequence's name is in its lines, so that no two are the same.</summary>
    public IReadOnlyDictionary<string, CheckedSequence> Sequences { get; private set; } = ImmutableDictionary<string, CheckedSequence>.Empty;

    /// <summary>
    /// What callers see of each sequence, by name: the same object as long as it is equal, so that a change inside of a
    /// sequence does not reach those that call it.
    /// </summary>
    public Dictionary<string, LoweredSequence> Faces { get; private set; } = new(StringComparer.Ordinal);

    public ManifestWorld? World { get; set; }

    /// <summary>Remembers the sequences of a check that is complete, and forgets all others.</summary>
    public void Remember(ImmutableArray<SequencePiece> pieces)
    {
        Sequences = pieces.ToDictionary(p => p.Lines, p => p.Checked!, StringComparer.Ordinal);
        Faces = pieces.ToDictionary(p => p.Outline.Name, p => Faces[p.Outline.Name], StringComparer.Ordinal);
    }
}

/// <summary>What all sequences of a manifest see: where it is another, all are checked again.</summary>
/// <param name="Outside">The lines before and after the sequences, and where their places matter these too.</param>
internal sealed record ManifestWorld(string Outside, ImmutableArray<ApiCatalogue> Catalogues)
{
    public bool IsSame(string outside, ImmutableArray<ApiCatalogue> catalogues) => Catalogues == catalogues && Outside == outside;
}
