using System.Collections.Immutable;
using Pff.Compiler.Lowering;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Compiler.Sessions;

/// <summary>Binds the tests that must be: those that are new, and those of which something that they see is another.</summary>
/// <param name="folder">Where the paths of mock files start.</param>
/// <param name="wantsProgram">Whether the tests will run, so that every place in them must be right.</param>
internal sealed class IncrementalTests(
    ManifestMemory memory, SequencePieces sequences, ProgramContext program, IFileSource files, string folder, bool wantsProgram)
{
    private readonly Dictionary<string, ImmutableArray<object>> _parts = new(StringComparer.Ordinal);

    public BoundTests Bind(
        ImmutableArray<TestPiece> tests, TestMemory known, TestedProgram tested, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var mockFiles = new MockFiles(files, folder, known.Files);
        var names = string.Join('\n', tested.Entries.Select(s => s.Syntax.Name.Text));
        foreach (var test in tests)
        {
            cancellation.ThrowIfCancellationRequested();
            var sequence = TestBinding.FindSequence(test.Run, tested.Entries) is { } run ? sequences.All.First(s => s.Bound.ProgramName == run.ProgramName) : null;
            if (test.Before is not { } before || !test.TryKeep(See(before.Files), wantsProgram))
            {
                // Which files it reads is known only behind it.
                test.Bind(tested, mockFiles, See, cancellation);
            }

            foreach (var path in test.Checked!.Files)
            {
                mockFiles.Use(path);
            }

            Outlook See(ImmutableArray<string> read) => SeenBy(test, sequence, names, [.. read.Select(path => ByReference.To(mockFiles.Open(path)))]);

            diagnostics.AddRange(test.Diagnostics);
        }

        diagnostics.AddRange(mockFiles.Diagnostics);
        known.Tests = tests.ToDictionary(t => t.Key, t => t.Checked!, StringComparer.Ordinal);
        known.Files = mockFiles.Used;
        return new BoundTests([.. tests.Select(t => t.Test).OfType<TestCase>()], mockFiles.Read);
    }

    private Outlook SeenBy(TestPiece test, SequencePiece? sequence, string names, ImmutableArray<object> read)
    {
        ImmutableArray<object> others =
            [memory.World!, memory.FailureCodes, names, .. sequence is null ? [] : PartsOf(sequence), .. read];
        return Outlook.Of(test.Names, sequence?.Modules ?? [], others);
    }

    /// <summary>The sequence as it was lowered, and all those that it calls: a test may say what any of them does.</summary>
    private ImmutableArray<object> PartsOf(SequencePiece sequence)
    {
        var name = sequence.Bound.ProgramName;
        if (!_parts.TryGetValue(name, out var parts))
        {
            var reached = new HashSet<int>();
            var open = new Stack<int>([sequences.All.IndexOf(sequence)]);
            while (open.TryPop(out var index))
            {
                if (reached.Add(index))
                {
                    sequences.Callees[index].ToList().ForEach(open.Push);
                }
            }

            parts = [.. reached.Order().Select(i => (object)ByReference.To(program.Lower(sequences.All[i].Bound.ProgramName)))];
            _parts.Add(name, parts);
        }

        return parts;
    }
}
