using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Testing;

/// <summary>What is tested.</summary>
/// <param name="Context">In which its sequences were lowered.</param>
/// <param name="Entries">The sequences that a test can run.</param>
internal sealed record TestedProgram(ProgramContext Context, ImmutableArray<BoundSequence> Entries);

/// <summary>What the parts of one test share while they are bound.</summary>
internal sealed class TestContext(ProgramContext shared, TestSyntax test, TestedProgram program, BoundSequence tested)
{
    private readonly SequenceContext _values = ContextOf(shared, test, tested.Unit, test.Source);

    public ProgramContext Program => program.Context;

    /// <summary>The one that runs.</summary>
    public LoweredSequence Sequence { get; } = program.Context.Lower(tested.ProgramName);

    public SourceText Source => test.Source;

    /// <summary>The paths of the files that the test reads.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    public void Report(Diagnostic diagnostic) => shared.Diagnostics.Add(diagnostic);

    /// <summary>A context in which values of another text can be lowered.</summary>
    public SequenceContext ContextOf(SourceText source) => ContextOf(shared, test, tested.Unit, source);

    /// <summary>A value that reads nothing but <c>now</c>.</summary>
    /// <param name="type">What it must be, leniently; null where any value is good.</param>
    public IrExpression Lower(ValueSyntax value, PffType? type) =>
        ValueLowering.Lower(value, type is null ? null : TestTypes.Lenient(type), _values, Flow.Start);

    public IrExpression LowerCondition(ValueSyntax condition, Flow flow) => ValueLowering.LowerCondition(condition, _values, flow);

    public MethodSymbol? FindMethod(ManifestName name)
    {
        switch (tested.Unit.Methods.Find(name.Text))
        {
            case [var method]:
                return method;
            case []:
                Report(CompilerDiagnostics.UnknownMethod(Source, name.Span, name.Text, tested.Unit.Methods.Names));
                return null;
            case var several:
                Report(CompilerDiagnostics.AmbiguousMethod(Source, name.Span, name.Text, [.. several.Select(m => m.Descriptor.Api)]));
                return null;
        }
    }

    /// <summary>Values of tests read no names but those of their flow.</summary>
    private static SequenceContext ContextOf(ProgramContext shared, TestSyntax test, UnitScope unit, SourceText source)
    {
        var nothing = new SequenceSyntax(source, test.Name, null, [], [], test.Span);
        return new SequenceContext(shared, new BoundSequence(nothing, unit, test.Name.Text), new DeclaredNames(nothing), new TemplateCache(), shared.Diagnostics);
    }
}
