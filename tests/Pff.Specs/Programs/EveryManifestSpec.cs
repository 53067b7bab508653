using Pff.Compiler;
using Pff.Compiler.Graphs;
using Pff.Compiler.Schemas;
using Pff.Core.Ir;
using Pff.Core.Ir.Bounds;
using Pff.Core.Ir.Hashing;
using Pff.Specs.Architecture;
using Pff.Specs.Features;
using Pff.Specs.Testing;

namespace Pff.Specs.Programs;

/// <summary>What is asked of a program without running it, asked of every manifest and module that there is: none is too much for it.</summary>
public sealed class EveryManifestSpec
{
    public static TheoryData<string> Features => [.. FeatureRun.Names("features")];

    [Theory]
    [MemberData(nameof(Features))]
    public void Every_feature_has_a_bound_a_hash_a_graph_and_a_schema(string name)
    {
        var feature = FeatureRun.Open("features", name);
        foreach (var path in feature.Blocks.Select(b => b.Name).Where(IsRoot))
        {
            var settings = new CompileSettings(feature.Lines.Contains("strict: true"));
            if (ManifestCompiler.Compile(path, FeatureRun.FilesOf(feature), settings, TestContext.Current.CancellationToken).Program is { } program)
            {
                Ask(program);
            }
        }
    }

    [Fact]
    public async Task The_commands_answer_about_many_files_at_once()
    {
        using var workspace = TestWorkspace.OfAll(FeatureRun.Names("features").Select(name => FeatureRun.Open("features", name)));
        foreach (var command in new[] { "bound", "hash" })
        {
            var (exitCode, said) = await RunningProgram.RunAsync("pffc", workspace.Path, command, ".");
            Assert.True(exitCode is 0 or 1, said);
            Assert.DoesNotContain("PFF5099", said, StringComparison.Ordinal);
            Assert.Contains(Path.Combine("parallel", FeatureRun.ManifestName), said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bound", ".")]
    [InlineData("hash", ".")]
    [InlineData("graph", "manifest.yaml")]
    [InlineData("graph", "manifest.yaml", "--format", "svg")]
    [InlineData("export", "schema", "manifest")]
    [InlineData("export", "schema", "catalogue")]
    [InlineData("export", "schema", "inputs", "manifest.yaml")]
    public async Task The_commands_answer_about_the_example(params string[] arguments)
    {
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", Repository.PathOf("examples", "contract-fix"), arguments);
        Assert.True(exitCode == 0, said);
    }

    [Theory]
    [InlineData("graph")]
    [InlineData("export", "schema", "inputs")]
    public async Task What_is_about_one_manifest_takes_a_folder_with_one_and_refuses_one_with_several(params string[] command)
    {
        using var workspace = TestWorkspace.OfAll(new[] { "parallel", "match" }.Select(name => FeatureRun.Open("features", name)));
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", workspace.Path, [.. command, "."]);
        Assert.True(exitCode == 2 && said.Contains("PFF5176", StringComparison.Ordinal) && said.Contains($"match/{FeatureRun.ManifestName}", StringComparison.Ordinal), said);
        Assert.Equal(0, (await RunningProgram.RunAsync("pffc", workspace.Path, [.. command, "match"])).ExitCode);
    }

    private static bool IsRoot(string path) =>
        path.EndsWith(".pff", StringComparison.Ordinal) || Path.GetFileName(path) is FeatureRun.ManifestName;

    private static void Ask(IrProgram program)
    {
        var bounds = new BoundAnalysis(program);
        Assert.NotEmpty(SemanticHash.Of(program).Program);
        foreach (var sequence in program.Sequences)
        {
            var bound = bounds.Of(sequence);
            foreach (var kind in Enum.GetValues<CallKind>())
            {
                Assert.Equal(kind.In(bound).Most != CallCount.Zero, bounds.LargestContributor(sequence, kind) is not null);
            }

            var graph = FlowGraphBuilder.Build(sequence);
            Assert.All([MermaidGraph.Write(graph), DotGraph.Write(graph), SvgGraph.Write(graph), SchemaText.Of(InputSchema.Build(sequence))], Assert.NotEmpty);
        }
    }
}
