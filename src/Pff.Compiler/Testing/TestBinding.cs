using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Ports;

namespace Pff.Compiler.Testing;

/// <param name="Files">What the tests read besides the manifest.</param>
internal sealed record BoundTests(ImmutableArray<TestCase> Tests, ImmutableArray<SourceFile> Files)
{
    public static BoundTests None { get; } = new([], []);
}

/// <summary>From the tests of a manifest, or of a file of tests, to checked tests.</summary>
internal static class TestBinding
{
    /// <summary>A test that does not say what time it is runs at this one, each time the same.</summary>
    private const string DefaultNow = "2026-01-01T00:00:00Z";

    /// <param name="folder">Where the paths of mock files start.</param>
    public static BoundTests Bind(
        ImmutableArray<TestSyntax> tests, TestedProgram program, IFileSource files, string folder, CancellationToken cancellation)
    {
        var bound = ImmutableArray.CreateBuilder<TestCase>(tests.Length);
        var mockFiles = new MockFiles(files, folder, ImmutableDictionary<string, MockFile>.Empty);
        foreach (var test in tests)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Bind(test, program, mockFiles, program.Context.Diagnostics, cancellation).Test is { } known)
            {
                bound.Add(known);
            }
        }

        program.Context.Diagnostics.AddRange(mockFiles.Diagnostics);
        return new BoundTests(bound.ToImmutable(), mockFiles.Read);
    }

    /// <returns>The test, or null where nobody knows what it tests; and the paths of the files that it reads.</returns>
    public static (TestCase? Test, ImmutableArray<string> Files) Bind(
        TestSyntax test, TestedProgram program, MockFiles files, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        if (FindSequence(test.Run, program.Entries) is not { } sequence)
        {
            ReportUnknown(test, program, diagnostics);
            return (null, []);
        }

        // A test is no production: what is only a guess in it does no harm, so it is never checked strictly.
        var shared = new ProgramContext([], isStrict: false, diagnostics, cancellation);
        var context = new TestContext(shared, test, program, sequence);
        return (Bind(test, context, files), [.. context.Files]);
    }

    /// <summary>The sequence that a test runs: the one that it names, or else the only one.</summary>
    public static BoundSequence? FindSequence(ManifestName? run, ImmutableArray<BoundSequence> entries) =>
        run is null ? entries is [var only] ? only : null : entries.FirstOrDefault(s => s.Syntax.Name.Text == run.Text);

    private static TestCase Bind(TestSyntax test, TestContext context, MockFiles files) => new()
    {
        Name = test.Name.Text,
        Source = context.Source,
        Span = test.Name.Span,
        Sequence = context.Sequence.Ir.Name,
        Inputs = BindInputs(test, context),
        Now = BindNow(test, context),
        Mocks = MockBinding.Bind(test, context, files),
        Expectation = ExpectationBinding.Bind(test.Expectation, context),
    };

    private static void ReportUnknown(TestSyntax test, TestedProgram program, DiagnosticBag diagnostics)
    {
        var names = program.Entries.Select(s => s.Syntax.Name.Text).ToList();
        if (test.Run is { } run)
        {
            diagnostics.Add(CompilerDiagnostics.UnknownSequence(test.Source, run.Span, run.Text, names));
        }
        else if (names.Count > 1)
        {
            // Of a manifest without any sequence that is already said.
            diagnostics.Add(CompilerDiagnostics.TestOfWhichSequence(test.Source, test.Name.Span, names));
        }
    }

    private static ImmutableArray<TestValue> BindInputs(TestSyntax test, TestContext context)
    {
        var inputs = ImmutableArray.CreateBuilder<TestValue>(test.Inputs.Length);
        foreach (var (name, value) in test.Inputs)
        {
            var known = context.Sequence.Inputs.FirstOrDefault(i => i.Name == name.Text);
            if (known is null)
            {
                context.Report(CompilerDiagnostics.UnknownTestInput(
                    context.Source, name.Span, name.Text, context.Sequence.Ir.Name, context.Sequence.Inputs.Select(i => i.Name)));
            }

            // A test must be able to try a row that is wrong.
            var lowered = context.Lower(value, known is null ? null : SchemaConstraints.Free(known.Type));
            if (known is not null)
            {
                inputs.Add(new TestValue(name.Text, lowered));
            }
        }

        var given = test.Inputs.Select(i => i.Name.Text).ToList();
        foreach (var input in context.Sequence.Inputs.Where(i => i.IsRequired && !given.Contains(i.Name)))
        {
            // Where it is there but misspelled, that is already said.
            if (Suggestion.Nearest(input.Name, given.Where(n => context.Sequence.IndexOf(n) < 0)) is null)
            {
                context.Report(CompilerDiagnostics.MissingTestInput(context.Source, test.Name.Span, input.Name, context.Sequence.Ir.Name));
            }
        }

        return inputs.ToImmutable();
    }

    private static Timestamp BindNow(TestSyntax test, TestContext context)
    {
        var now = Conversions.ToTimestamp(Value.Of(test.Now?.Text ?? DefaultNow));
        if (!now.IsFault)
        {
            return now.AsTimestamp;
        }

        context.Report(CompilerDiagnostics.BadTestTime(context.Source, test.Now!.Span, test.Now.Text));
        return default;
    }
}
