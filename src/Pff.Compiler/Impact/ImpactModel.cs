using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Impact;

public enum ImpactKind
{
    /// <summary>The compiler refuses what it accepted.</summary>
    Error,

    /// <summary>The compiler warns of what it was silent about.</summary>
    Warning,

    /// <summary>An operation that is called is gone, or is at another address.</summary>
    Operation,

    /// <summary>A call that read now writes, or the other way round.</summary>
    Effect,

    /// <summary>A loop may go round more or less often.</summary>
    Bound,

    /// <summary>A field that is read may be missing now, or no longer may.</summary>
    Optionality,

    /// <summary>A field that is read has another type.</summary>
    Type,

    /// <summary>What the compiler found wrong, or warned of, is right now.</summary>
    Resolved,
}

/// <summary>One way in which a new version of a document changes a sequence.</summary>
/// <param name="Breaks">Whether the sequence no longer does, or no longer may do, what it did.</param>
public sealed record ImpactChange(ImpactKind Kind, bool Breaks, LocalizedText Message, SourceText Source, TextSpan Span)
{
    /// <summary>What the compiler says, for errors and warnings.</summary>
    public Diagnostic? Diagnostic { get; init; }
}

/// <param name="Sequence">Its name; null for what concerns no single sequence, such as the catalogue.</param>
public sealed record SequenceImpact(string? Sequence, ImmutableArray<ImpactChange> Changes)
{
    public bool Breaks => Changes.Any(c => c.Breaks);
}

/// <param name="UsesDocument">Whether one of the manifest's catalogues is made from the document.</param>
/// <param name="Sequences">Those that change.</param>
/// <param name="Calls">The operations that each sequence calls, as <c>GET /customers/{id}</c>.</param>
public sealed record ManifestImpact(
    string Manifest, bool UsesDocument, ImmutableArray<SequenceImpact> Sequences, ImmutableDictionary<string, ImmutableHashSet<string>> Calls)
{
    public int SequenceCount => Calls.Count;

    /// <summary>A catalogue that is wrong takes every sequence with it.</summary>
    public int BrokenCount => Sequences.Any(s => s is { Sequence: null, Breaks: true }) ? SequenceCount : Sequences.Count(s => s.Breaks);

    public bool Breaks => Sequences.Any(s => s.Breaks);
}

/// <summary>A difference between two versions of a document.</summary>
/// <param name="Operation">As <c>GET /customers/{id}</c>.</param>
public sealed record DocumentChange(string Operation, LocalizedText Message);

/// <summary>A version of a document.</summary>
/// <param name="Path">Where it lies, as the file source knows it.</param>
public sealed record DocumentVersion(string Path, SourceText Text, string Sha256);
