using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Core.Diagnostics;

public enum Severity
{
    Information,
    Warning,
    Error,
}

/// <summary>Replaces the text at <see cref="Span"/> of the diagnostic's source.</summary>
public sealed record TextEdit(TextSpan Span, string NewText);

/// <summary>A repair that can be applied as it stands.</summary>
public sealed record Fix(LocalizedText Title, ImmutableArray<TextEdit> Edits)
{
    /// <summary>
    /// Whether the repaired text does something else than the text does as it stands, so that a person must want it: it is
    /// shown and offered, and applied to many files only where its code is asked for.
    /// </summary>
    public bool ChangesMeaning { get; init; }

    /// <summary>By what it does: of an array the platform compares only which one it is.</summary>
    public bool Equals(Fix? other) =>
        other is not null && Title == other.Title && ChangesMeaning == other.ChangesMeaning && Edits.SequenceEqual(other.Edits);

    public override int GetHashCode() => HashCode.Combine(Title, ChangesMeaning, Edits.Length);
}

/// <summary>
/// One thing that a person should know about a text: a stable code, one sentence, the exact token, and what to do.
/// Made only by the constructor functions of a library's diagnostics table, one function a code.
/// </summary>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    LocalizedText Message,
    SourceText Source,
    TextSpan Span)
{
    /// <summary>What to do, where the message does not already say it ("did you mean 'enquiry'?").</summary>
    public LocalizedText? Help { get; init; }

    public Fix? Fix { get; init; }

    /// <summary>A warning that strict checking makes an error: a comment with a reason can still allow it.</summary>
    public bool IsPromoted { get; init; }

    /// <summary>Set where a comment in the text allows it.</summary>
    public Suppression? Suppression { get; init; }
}

/// <summary>Why a comment allows a diagnostic.</summary>
/// <param name="Reason">In the words of the comment.</param>
/// <param name="Span">The comment, in the diagnostic's source.</param>
public sealed record Suppression(string Reason, TextSpan Span);

/// <summary>Where a phase puts its diagnostics. Not thread-safe: one bag belongs to one phase run.</summary>
/// <param name="total">What counts the diagnostics of several bags together, or null.</param>
public sealed class DiagnosticBag(DiagnosticTotal? total = null)
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    public bool HasErrors { get; private set; }

    public int Count => _items.Count;

    public void Add(Diagnostic diagnostic)
    {
        _items.Add(diagnostic);
        HasErrors |= diagnostic.Severity == Severity.Error;
        total?.Count(diagnostic);
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>All diagnostics, in source order, each once.</summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [.. _items.Distinct().OrderBy(d => d.Source.Path, StringComparer.Ordinal).ThenBy(d => d.Span.Start).ThenBy(d => d.Code, StringComparer.Ordinal)];
}
