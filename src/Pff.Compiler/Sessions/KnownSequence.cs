using System.Collections.Immutable;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>The lines of one sequence as they were read somewhere, which hold wherever the same lines stand.</summary>
/// <param name="NodeCount">How many nodes of YAML they are.</param>
internal sealed record SequenceRead(SequenceOutline Outline, int NodeCount);

/// <summary>A sequence in the text that is being checked.</summary>
/// <param name="Lines">Where it stands.</param>
internal sealed record SequencePlace(SourceText Source, TextSpan Lines)
{
    private readonly Lazy<int> _line = new(() => Source.GetPosition(Lines.Start).Line);

    public int FirstLine => _line.Value;

    /// <summary>Reads the lines. Null where only a read of the whole manifest can say what is wrong with them.</summary>
    /// <param name="diagnostics">What is wrong with the sequence that they are.</param>
    public (SequenceSyntax Syntax, SequenceRead Read)? TryRead(DiagnosticBag diagnostics)
    {
        // Around it are the manifest's mapping and that of its sequences, of which the part itself is the second.
        if (YamlReader.ReadPart(Source, Lines, depth: 1) is not { Entries: [var entry] } mapping
            || entry.Key.Span.Start != mapping.Span.Start
            || SequenceReader.Read(entry, new ShapeReader(diagnostics, isComplete: true)) is not { } sequence)
        {
            return null;
        }

        return (sequence, new SequenceRead(SequenceOutline.Of(sequence), CountNodes(entry.Value)));
    }

    public static int CountNodes(YamlNode node) => node switch
    {
        YamlSequence list => 1 + list.Items.Sum(CountNodes),
        YamlMapping mapping => 1 + mapping.Entries.Sum(e => CountNodes(e.Value)),
        _ => 1,
    };
}

/// <summary>What came of a sequence when it was last checked.</summary>
/// <param name="Place">Where it stood then.</param>
/// <param name="Diagnostics">What was said of it, with places as they were.</param>
/// <param name="Seen">What it saw from outside: while that is the same, so is all of this.</param>
internal sealed record CheckedSequence(
    SequencePlace Place, SequenceRead Read, ImmutableArray<Diagnostic> Diagnostics, LoweredSequence Lowered, ImmutableArray<object> Seen)
{
    private readonly Lazy<bool> _namesLines = new(() => Diagnostics.Any(MovedDiagnostics.MayNameLine));

    /// <summary>The diagnostics where the same lines stand now; null where only checking again can tell.</summary>
    public ImmutableArray<Diagnostic>? DiagnosticsAt(SequencePlace now)
    {
        if (now.FirstLine != Place.FirstLine && _namesLines.Value)
        {
            return null;
        }

        return ReferenceEquals(now.Source, Place.Source)
            ? Diagnostics
            : [.. Diagnostics.Select(d => MovedDiagnostics.Move(d, Place.Source, now.Source, now.Lines.Start - Place.Lines.Start))];
    }
}
