using System.Collections.Immutable;
using Pff.Backend.Packaging;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Compiler;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Testing;
using Pff.Core.Ir;

namespace Pff.Cli.Compiler.Testing;

/// <summary>A manifest, or a file of tests, that compiled: its tests and the plan that they run.</summary>
internal sealed class TestTarget
{
    private TestTarget(string path, IrProgram program, CompileResult result, WorldRunner runner, CoverageMap map)
    {
        Path = path;
        Program = program;
        Manifest = result.Manifest ?? path;
        Tests = result.Tests;
        Methods = result.Methods;
        Runner = runner;
        Coverage = new CoverageHits(map);
    }

    /// <summary>The file that was named.</summary>
    public string Path { get; }

    public IrProgram Program { get; }

    public ImmutableArray<TestCase> Tests { get; }

    public ImmutableArray<MethodSymbol> Methods { get; }

    public WorldRunner Runner { get; }

    public CoverageHits Coverage { get; }

    /// <summary>The manifest that has the sequences.</summary>
    public string Manifest { get; }

    /// <param name="result">Of a compilation without errors.</param>
    public static TestTarget Open(string path, CompileResult result, int seed, CancellationToken cancellation)
    {
        var program = result.Program ?? throw new ArgumentException("The manifest has errors.", nameof(result));
        var loaded = PlanCompiler.Compile(program, cancellation).Load();
        var plan = loaded.Plan ?? throw new InvalidOperationException($"a plan just compiled cannot be loaded: {loaded.Failure}");
        var lines = program.Sequences.ToDictionary(s => s.Name, s => (s.Source.Path, s.Source.GetPosition(s.Span.Start).Line + 1), StringComparer.Ordinal);
        return new TestTarget(path, program, result, new WorldRunner(plan, seed), new CoverageMap(plan.Model, name => lines[name]));
    }
}
