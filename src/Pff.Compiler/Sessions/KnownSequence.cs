using System.Collections.Immutable;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>The lines of one sequence as they were read somewhere, which hold wherever the same lines stand.</summary>
/// <param name="NodeCount">How many nodes of YAML they are.</param>
/// <param name="Names">What may be named in them.</param>
internal sealed record SequenceRead(SequenceOutline Outline, int NodeCount, NamesIn Names);

/// <summary>A sequence or test in the text that is being checked.</summary>
/// <param name="Lines">Where it stands.</param>
internal sealed record SequencePlace(SourceText Source, TextSpan Lines)
{
    private readonly Lazy<int> _line = new(() => Source.GetPosition(Lines.Start).Line);

    public int FirstLine => _line.Value;

    public string Text => Source.GetText(Lines);

    /// <summary>The YAML of the lines. Null where only a read of the whole manifest can say what is wrong with them.</summary>
    public YamlEntry? TryReadEntry() =>
        // Around it are the manifest's mapping and that of its sequences, of which the part itself is the second.
        YamlReader.ReadPart(Source, Lines, depth: 1) is { Entries: [var entry] } mapping && entry.Key.Span.Start == mapping.Span.Start ? entry : null;

    /// <summary>Reads the lines of a sequence. Null where only a read of the whole manifest can say what is wrong with them.</summary>
    /// <param name="diagnostics">What is wrong with the sequence that they are.</param>
    public (SequenceSyntax Syntax, SequenceRead Read)? TryRead(DiagnosticBag diagnostics) =>
        TryReadEntry() is { } entry && SequenceReader.Read(entry, new ShapeReader(diagnostics, isComplete: true)) is { } sequence
            ? (sequence, new SequenceRead(SequenceOutline.Of(sequence), CountNodes(entry.Value), NamesIn.Text(Text)))
            : null;

    public static int CountNodes(YamlNode node) => node switch
    {
        YamlSequence list => 1 + list.Items.Sum(CountNodes),
        YamlMapping mapping => 1 + mapping.Entries.Sum(e => CountNodes(e.Value)),
        _ => 1,
    };
}

/// <summary>The words of a text, or all words where it may name what is none of them.</summary>
/// <param name="Words">Null for all.</param>
internal sealed record NamesIn(IReadOnlySet<string>? Words)
{
    public static NamesIn Text(string text) => new(Modules.Words.MayHideNames(text) ? null : Modules.Words.Of(text));
}

/// <summary>What came of a sequence when it was last checked.</summary>
/// <param name="Said">With places as they were.</param>
internal sealed record CheckedSequence(SequenceRead Read, LoweredSequence Lowered, Remembered Said);

/// <summary>What was said of a piece of text.</summary>
/// <param name="Place">Where it stood then.</param>
/// <param name="Diagnostics">With places as they were.</param>
/// <param name="Seen">What it saw from outside: while that is the same, so is all that came of it.</param>
internal sealed record Remembered(SequencePlace Place, ImmutableArray<Diagnostic> Diagnostics, Outlook Seen)
{
    private readonly Lazy<bool> _namesLines = new(() => Diagnostics.Any(MovedDiagnostics.MayNameLine));

    /// <summary>The diagnostics where the same text stands now; null where only checking again can tell.</summary>
    /// <param name="mustStandStill">Whether all places must be as they were.</param>
    public ImmutableArray<Diagnostic>? At(SequencePlace now, Outlook seen, bool mustStandStill)
    {
        if (!seen.Meanings.SequenceEqual(Seen.Meanings)
            || (mustStandStill && (now.Lines.Start != Place.Lines.Start || !seen.Places.SequenceEqual(Seen.Places)))
            || (!Diagnostics.IsEmpty && !seen.Names.SequenceEqual(Seen.Names))
            || (_namesLines.Value && (now.FirstLine != Place.FirstLine || !seen.Texts.SequenceEqual(Seen.Texts))))
        {
            return null;
        }

        return ReferenceEquals(now.Source, Place.Source)
            ? Diagnostics
            : [.. Diagnostics.Select(d => MovedDiagnostics.Move(d, Place.Source, now.Source, now.Lines.Start - Place.Lines.Start))];
    }
}
