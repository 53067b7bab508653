using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>
/// One check of a manifest with what is remembered of the last one. It only takes on manifests that are laid out as
/// manifests are and whose YAML is right; for all others the way from scratch is as good.
/// </summary>
internal sealed class IncrementalCheck(
    ManifestMemory memory,
    string manifestPath,
    FileReadResult read,
    IFileSource files,
    CatalogueSource loader,
    CancellationToken cancellation)
{
    private readonly SourceText _source = read.Text!;
    private readonly DiagnosticBag _diagnostics = new();

    /// <summary>How many sequences did not have to be lowered.</summary>
    public int RememberedSequences { get; private set; }

    /// <returns>Null where the manifest must be checked from scratch.</returns>
    public CompileResult? TryRun(bool wantsProgram)
    {
        if (ManifestParts.Of(_source) is not { } parts
            || ReadHead(parts) is not { } head
            || head.Manifest.Uses?.Any(ManifestCompiler.IsModule) == true
            || ReadSequences(parts, head.NodeCount) is not { } pieces
            || CallLevels.Of(pieces) is not { } levels)
        {
            return null;
        }

        // Only names are asked of the sequences that others call: what is in them is not needed here.
        var manifest = head.Manifest with { Sequences = [.. pieces.Select(p => p.NameOnly())] };
        var bound = ManifestCompiler.BindManifest(manifestPath, manifest, isComplete: true, files, memory.Settings, loader, _diagnostics);
        var catalogues = bound.Modules.Catalogues;
        if (memory.World?.IsSame(head.Outside, catalogues) != true)
        {
            memory.World = new ManifestWorld(head.Outside, catalogues);
        }

        ImmutableArray<SequenceOutline> outlines = [.. pieces.Select(p => p.Outline)];
        var program = new ProgramContext(outlines, memory.Settings.IsStrict, _diagnostics, cancellation);
        program.FindEffectRules(bound.Unit!.Methods);

        // Budgets are checked on the program, whose places must then be right.
        wantsProgram |= outlines.Any(o => o.HasBudget);
        var lowering = new IncrementalLowering(memory, program, bound.Unit, outlines, wantsProgram, cancellation);
        if (!levels.All(level => lowering.Run([.. level.Select(i => pieces[i])])))
        {
            return null;
        }

        RememberedSequences = pieces.Count(p => p.WasRemembered);
        memory.Remember(pieces);
        foreach (var piece in pieces)
        {
            _diagnostics.AddRange(piece.Diagnostics);
        }

        var root = new ManifestCompiler.RootFile(manifestPath, read, manifest, IsComplete: true);
        return ManifestCompiler.Conclude(
            root, root, bound, [.. pieces.Select(IrOf)], BoundTests.None, files, memory.Settings, wantsProgram, _diagnostics);
    }

    private IrSequence IrOf(SequencePiece piece) =>
        piece.Checked!.Lowered.Ir with { Source = _source, IsEntry = true };

    private (ManifestSyntax Manifest, int NodeCount, string Outside)? ReadHead(ManifestParts parts)
    {
        if (YamlReader.ReadPart(_source, parts.Head, depth: 0) is not { Entries: [.., { Key.Text: ManifestParts.SequencesKey, Value: YamlScalar { IsNull: true } }] } before)
        {
            return null;
        }

        var entries = before.Entries.SetItem(
            before.Entries.Length - 1,
            before.Entries[^1] with { Value = new YamlMapping(_source, TextSpan.FromBounds(parts.Sequences[0].Start, parts.Tail.Start), []) });
        if (parts.Tail.Length > 0)
        {
            if (YamlReader.ReadPart(_source, parts.Tail, depth: 0) is not { } after)
            {
                return null;
            }

            entries = entries.AddRange(after.Entries);
        }

        // Tests are bound to the whole program: they are for the way from scratch.
        if (entries.Any(e => e.Key.Text is ManifestReader.TestsKey or ManifestReader.TestsOfKey)
            || entries.DistinctBy(e => e.Key.Text, StringComparer.Ordinal).Count() < entries.Length)
        {
            return null;
        }

        var root = new YamlMapping(_source, new TextSpan(0, _source.Content.Length), entries);
        var manifest = ManifestReader.ReadHead(
            new ManifestSyntax(_source, root.Span), root, new ShapeReader(_diagnostics, isComplete: true), isComplete: true);

        // Messages name the lines of inputs. Those before the sequences stand where they stood as long as they are the same.
        var hasMovedInputs = parts.Tail.Length > 0 && root.Find("inputs") is { Key.Span.Start: var inputs } && inputs >= parts.Tail.Start;
        var place = hasMovedInputs ? parts.Tail.Start : 0;
        return (manifest, SequencePlace.CountNodes(root), $"{_source.GetText(parts.Head)}\0{_source.GetText(parts.Tail)}\0{place}");
    }

    /// <summary>Each sequence, read where its lines are new.</summary>
    private ImmutableArray<SequencePiece>? ReadSequences(ManifestParts parts, int nodeCount)
    {
        ImmutableArray<SequencePiece> pieces = [.. parts.Sequences.Select(lines => new SequencePiece(new SequencePlace(_source, lines), memory))];
        Concurrently.Run(memory.Workers, [.. pieces.Where(p => !p.IsKnown)], piece => piece.Read(), cancellation);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return pieces.All(p => p.IsKnown && names.Add(p.Outline.Name))
            && nodeCount + pieces.Sum(p => p.NodeCount) <= ManifestReader.MaximumNodes
            ? pieces
            : null;
    }
}
