using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Lowering;
using Pff.Compiler.Testing;

namespace Pff.Compiler.Sessions;

/// <summary>What is remembered of one manifest or module from its last check.</summary>
internal sealed class ManifestMemory(CompileSettings settings, int workers)
{
    /// <summary>Of so many files of tests are the tests remembered.</summary>
    private const int MaximumTestFiles = 16;

    public CompileSettings Settings { get; } = settings;

    public int Workers { get; } = workers;

    /// <summary>By their keys.</summary>
    public IReadOnlyDictionary<string, CheckedSequence> Sequences { get; private set; } = ImmutableDictionary<string, CheckedSequence>.Empty;

    /// <summary>
    /// What callers see of each sequence, by program name: the same object as long as it is equal, so that a change inside
    /// of a sequence does not reach those that call it.
    /// </summary>
    public Dictionary<string, LoweredSequence> Faces { get; private set; } = new(StringComparer.Ordinal);

    public ManifestWorld? World { get; private set; }

    /// <summary>The codes with which a step of the program may end a row, as one text.</summary>
    public string FailureCodes { get; private set; } = string.Empty;

    /// <summary>The tests of the manifest, and those of files that test it.</summary>
    public RecentlyUsed<string, TestMemory> Tests { get; } = new(MaximumTestFiles);

    /// <summary>Takes what all sequences see as it is now.</summary>
    public void See(string outside, ImmutableArray<ApiCatalogue> catalogues, ImmutableArray<SequenceOutline> outlines)
    {
        if (World?.IsSame(outside, catalogues) != true)
        {
            World = new ManifestWorld(outside, catalogues);
        }

        FailureCodes = string.Join('\n', outlines.SelectMany(o => o.FailureCodes));
    }

    /// <summary>Remembers the sequences of a check that is complete, and forgets all others.</summary>
    public void Remember(ImmutableArray<SequencePiece> pieces)
    {
        Sequences = pieces.ToDictionary(p => p.Key, p => p.Checked!, StringComparer.Ordinal);
        Faces = pieces.ToDictionary(p => p.Bound.ProgramName, p => Faces[p.Bound.ProgramName], StringComparer.Ordinal);
    }
}

/// <summary>What is remembered of the tests in one file.</summary>
internal sealed class TestMemory
{
    /// <summary>By their lines.</summary>
    public IReadOnlyDictionary<string, CheckedTest> Tests { get; set; } = ImmutableDictionary<string, CheckedTest>.Empty;

    /// <summary>The files of their mocks, by path.</summary>
    public IReadOnlyDictionary<string, MockFile> Files { get; set; } = ImmutableDictionary<string, MockFile>.Empty;
}

/// <summary>What all sequences of a manifest see: where it is another, all are checked again.</summary>
/// <param name="Outside">The text around the sequences and tests, and where their places matter these too.</param>
internal sealed record ManifestWorld(string Outside, ImmutableArray<ApiCatalogue> Catalogues)
{
    public bool IsSame(string outside, ImmutableArray<ApiCatalogue> catalogues) => Catalogues == catalogues && Outside == outside;
}
