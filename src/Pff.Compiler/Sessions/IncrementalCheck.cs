using System.Collections.Immutable;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ports;

namespace Pff.Compiler.Sessions;

/// <summary>
/// One check of a program with what is remembered of the last one. It only takes on manifests that are laid out as
/// manifests are and whose YAML is right, and modules without syntax errors; for all others the way from scratch is as good.
/// </summary>
/// <param name="memory">That of the root; the caller holds the lock on it.</param>
/// <param name="own">The file that was asked for: the root, or tests of it.</param>
/// <param name="root">The file with the sequences.</param>
internal sealed class IncrementalCheck(
    ManifestMemory memory, FramedFile own, FramedFile root, IFileSource files, SessionMemory session, CancellationToken cancellation)
{
    private readonly DiagnosticBag _diagnostics = new();

    /// <summary>How many sequences did not have to be lowered.</summary>
    public int RememberedSequences { get; private set; }

    /// <returns>Null where the program must be checked from scratch.</returns>
    public CompileResult? TryRun(bool wantsProgram)
    {
        if (Bind() is not (var bound, var pieces))
        {
            return null;
        }

        var all = pieces.All;
        ImmutableArray<SequenceOutline> outlines = [.. all.Select(p => p.Outline)];
        memory.See(root.Frame?.Outside ?? string.Empty, bound.Modules.Catalogues, outlines);
        var program = new ProgramContext(outlines, pieces.Called, memory.Settings.IsStrict, _diagnostics, cancellation);
        foreach (var unit in all.Select(p => p.Bound.Unit).Distinct())
        {
            program.FindEffectRules(unit.Methods);
        }

        // Budgets are checked on the program, whose places must then be right.
        wantsProgram |= outlines.Any(o => o.HasBudget);
        if (!new IncrementalLowering(memory, program, pieces, wantsProgram, cancellation).Run())
        {
            return null;
        }

        RememberedSequences = all.Count(p => p.WasRemembered);
        memory.Remember(all);
        foreach (var piece in all)
        {
            _diagnostics.AddRange(piece.Diagnostics);
        }

        if (BindTests(bound, pieces, program, wantsProgram) is not { } tests)
        {
            return null;
        }

        ImmutableArray<IrSequence> sequences = [.. all.Select(p => p.IrAs(isEntry: bound.Entries.Contains(p.Bound)))];
        return ManifestCompiler.Conclude(
            own.AsRoot(), root.AsRoot(), bound, sequences, tests, files, memory.Settings, wantsProgram, _diagnostics);
    }

    /// <summary>What the program uses, and its sequences; those that are new are read.</summary>
    private (ManifestCompiler.ProgramParts Bound, SequencePieces Pieces)? Bind()
    {
        var said = new[] { own, root }.Distinct().SelectMany(f => f.Frame?.Diagnostics ?? []);
        _diagnostics.AddRange(said);
        if (root.Frame is not { } frame)
        {
            var module = ManifestCompiler.ReadModule(root.Path, root.Read, files, memory.Settings, session, _diagnostics);
            return module.IsComplete && SequencePieces.Of(PiecesOf(module, [])) is { } found ? (module, found) : null;
        }

        if (ReadSequences(frame) is not { } read || (own != root && !ReadOtherTests(frame, read)))
        {
            return null;
        }

        // Only names are asked of the sequences that others call: what is in them is not needed here.
        var manifest = frame.Syntax with { Sequences = [.. read.Select(p => p.NameOnly())] };
        var bound = ManifestCompiler.BindManifest(root.Path, manifest, isComplete: true, files, memory.Settings, session, _diagnostics);
        for (var i = 0; i < read.Length; i++)
        {
            read[i].Bind(bound.Entries[i], bound.Visible);
        }

        return SequencePieces.Of(PiecesOf(bound, read)) is { } pieces ? (bound, pieces) : null;
    }

    /// <summary>The sequences in the order in which a check from scratch has them.</summary>
    private ImmutableArray<SequencePiece> PiecesOf(ManifestCompiler.ProgramParts bound, ImmutableArray<SequencePiece> read)
    {
        ImmutableArray<SequencePiece> all =
            [.. read, .. bound.Modules.Modules.SelectMany(module => module.Sequences.Select(sequence => new SequencePiece(sequence, module, memory)))];
        return read.IsEmpty ? [.. all.OrderBy(p => bound.Entries.Contains(p.Bound) ? 0 : 1)] : all;
    }

    /// <summary>Each sequence of a manifest, read where its lines are new.</summary>
    private ImmutableArray<SequencePiece>? ReadSequences(ManifestFrame frame)
    {
        ImmutableArray<SequencePiece> pieces = [.. frame.Parts.Sequences.Select(lines => new SequencePiece(new SequencePlace(frame.Syntax.Source, lines), memory))];
        Concurrently.Run(memory.Workers, [.. pieces.Where(p => !p.IsKnown)], piece => piece.Read(), cancellation);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return pieces.All(p => p.IsKnown && names.Add(p.Outline.Name))
            && frame.NodeCount + pieces.Sum(p => p.NodeCount) <= ManifestReader.MaximumNodes
            ? pieces
            : null;
    }

    /// <summary>Tests of the root that are not asked for: they are only read.</summary>
    private bool ReadOtherTests(ManifestFrame frame, ImmutableArray<SequencePiece> sequences)
    {
        var tests = PiecesOf(frame, new TestMemory());
        _diagnostics.AddRange(tests.SelectMany(t => t.ReadDiagnostics));
        return AreRead(tests, frame, sequences);
    }

    /// <summary>Each test of a file, read where its lines are new.</summary>
    private static ImmutableArray<TestPiece> PiecesOf(ManifestFrame frame, TestMemory known)
    {
        ImmutableArray<TestPiece> tests = [.. frame.Parts.Tests.Select(lines => new TestPiece(new SequencePlace(frame.Syntax.Source, lines), known))];
        foreach (var test in tests.Where(t => !t.IsKnown))
        {
            test.Read();
        }

        return tests;
    }

    private static bool AreRead(ImmutableArray<TestPiece> tests, ManifestFrame? frame, ImmutableArray<SequencePiece> sequences)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return tests.All(t => t.IsKnown && names.Add(frame is null ? t.Key : t.Name))
            && (frame?.NodeCount ?? 0) + tests.Sum(t => t.NodeCount) + sequences.Sum(p => p.NodeCount) <= ManifestReader.MaximumNodes;
    }

    private BoundTests? BindTests(ManifestCompiler.ProgramParts bound, SequencePieces sequences, ProgramContext program, bool wantsProgram)
    {
        var known = memory.Tests.Get(own.Path, () => new TestMemory());
        var tests = own.Frame is { } frame ? PiecesOf(frame, known) : TestsOf(bound.Modules.Modules[^1], known);
        if (!AreRead(tests, own.Frame, own == root ? sequences.All : []))
        {
            return null;
        }

        return tests.IsEmpty ? BoundTests.None
            : !memory.Settings.IncludesTests ? null
            : new IncrementalTests(memory, sequences, program, files, SourcePaths.FolderOf(own.Path), wantsProgram)
                .Bind(tests, known, new TestedProgram(program, bound.Entries), _diagnostics, cancellation);
    }

    private ImmutableArray<TestPiece> TestsOf(BoundModule module, TestMemory known)
    {
        var source = module.Module.Syntax.Source;
        var spans = module.Module.Syntax.Declarations.OfType<TestDeclarationSyntax>().Select(t => t.Span);
        return [.. ModuleTests.Of(module, _diagnostics).Zip(spans, (test, span) => new TestPiece(test, new SequencePlace(source, span), known))];
    }
}
