using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>A manifest or file of tests without what stands in its sequences and tests.</summary>
/// <param name="Syntax">Without sequences and tests.</param>
/// <param name="NodeCount">How many nodes of YAML there are outside of sequences and tests.</param>
/// <param name="Outside">The text that it is, and the place of what messages name by its line.</param>
internal sealed record ManifestFrame(ManifestParts Parts, ManifestSyntax Syntax, int NodeCount, string Outside, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Null where only a read of the whole text can say what is wrong with it.</summary>
    public static ManifestFrame? Read(SourceText source)
    {
        if (ManifestParts.Of(source) is not { } parts || ReadEntries(source, parts) is not { } entries)
        {
            return null;
        }

        var root = new YamlMapping(source, new TextSpan(0, source.Content.Length), entries);
        var empty = new ManifestSyntax(source, root.Span);
        var diagnostics = new DiagnosticBag();
        var shape = new ShapeReader(diagnostics, isComplete: true);
        var tested = root.Find(ManifestReader.TestsOfKey);
        if (tested is null == parts.Sequences.IsEmpty)
        {
            return null;
        }

        var syntax = tested is null
            ? ManifestReader.ReadHead(empty, root, shape, isComplete: true)
            : ManifestReader.ReadTestHead(empty, root, tested, shape, isComplete: true);

        // Messages name the lines of inputs. Those before all sections stand where they stood as long as they are the same.
        var inputs = root.Find("inputs") is { Key.Span.Start: var start } && start >= parts.Outside[0].End ? start : 0;
        var outside = string.Join('\0', parts.Outside.Select(source.GetText)) + '\0' + inputs;
        return new ManifestFrame(parts, syntax, SequencePlace.CountNodes(root), outside, [.. diagnostics.Items]);
    }

    private static ImmutableArray<YamlEntry>? ReadEntries(SourceText source, ManifestParts parts)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        for (var i = 0; i < parts.Outside.Length; i++)
        {
            if (YamlReader.ReadPart(source, parts.Outside[i], depth: 0) is not { Entries: { IsEmpty: false } read })
            {
                return null;
            }

            if (i < parts.Sections.Length)
            {
                var section = parts.Sections[i];
                if (read[^1] is not { Value: YamlScalar { IsNull: true } } last || last.Key.Text != section.Key)
                {
                    return null;
                }

                var lines = TextSpan.FromBounds(section.Entries[0].Start, section.Entries[^1].End);
                read = read.SetItem(read.Length - 1, last with { Value = new YamlMapping(source, lines, []) });
            }

            entries.AddRange(read);
        }

        // A section may also be written in another way than by lines of its own, or twice.
        var hasOther = entries.Any(e => e.Key.Text is ManifestParts.SequencesKey or ManifestReader.TestsKey && parts.Sections.All(s => s.Key != e.Key.Text));
        return hasOther || entries.DistinctBy(e => e.Key.Text, StringComparer.Ordinal).Count() < entries.Count ? null : entries.ToImmutable();
    }
}
