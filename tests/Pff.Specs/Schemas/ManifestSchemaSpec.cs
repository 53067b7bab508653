using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Pff.Compiler;
using Pff.Compiler.Schemas;
using Pff.Specs.Architecture;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Schemas;

/// <summary>The JSON Schema of manifests, by another maker's validator: what PFF takes it takes, what PFF refuses for its shape it refuses.</summary>
public sealed class ManifestSchemaSpec
{
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromText(SchemaText.Of(ManifestSchema.Build())));

    public static TheoryData<string> Features =>
        [.. FeatureRun.Names("features").Where(name => FeatureRun.Open("features", name).Find(FeatureRun.ManifestName) is not null)];

    [Fact]
    public void It_is_a_schema_of_the_draft_that_it_names()
    {
        var document = JsonDocument.Parse(SchemaText.Of(ManifestSchema.Build()));
        Assert.True(MetaSchemas.Draft202012.Evaluate(document.RootElement).IsValid);
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void It_takes_the_manifests_of_the_features(string name) =>
        AssertTakes(string.Join('\n', FeatureRun.Open("features", name).Find(FeatureRun.ManifestName)!.Lines));

    [Fact]
    public void It_takes_the_example() => AssertTakes(File.ReadAllText(Repository.PathOf("examples", "contract-fix", "manifest.yaml")));

    [Fact]
    public void It_takes_files_of_tests() => AssertTakes(File.ReadAllText(Repository.PathOf("examples", "contract-fix", "tests.yaml")));

    [Fact]
    public void It_takes_generated_programs()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            AssertTakes(YamlPrinter.Print(new YamlTreeMap(
                true, ("version", new YamlTreeText("1.0")), ("sequences", new YamlTreeMap(true, new ProgramGenerator(new Random(seed), "v").Sequences("main"))))));
        }
    }

    [Theory]
    [InlineData("misspelled-key")]
    [InlineData("misspelled-section")]
    [InlineData("misspelled-step")]
    [InlineData("loop-limit-zero")]
    [InlineData("steps-not-a-list")]
    [InlineData("unknown-input-type")]
    [InlineData("not-a-mapping")]
    [InlineData("retry-without-times")]
    [InlineData("match-without-cases")]
    public void It_refuses_wrong_shapes(string name) =>
        Assert.False(Takes(string.Join('\n', FeatureRun.Open("wrong", name).Find(FeatureRun.ManifestName)!.Lines)));

    [Theory]
    [InlineData("{ id: \"7\", n: 3, when: null }", true)]
    [InlineData("{ id: \"7\", n: 3 }", true)]
    [InlineData("{ id: \"7\", n: 3, other: 1 }", true)]
    [InlineData("{ id: \"x\", n: 3 }", false)]
    [InlineData("{ id: \"7\", n: \"three\" }", false)]
    [InlineData("{ n: 3 }", false)]
    [InlineData("{ id: \"7\", n: 3, Kind: old }", true)]
    [InlineData("{ id: \"7\", n: 3, Kind: blue }", false)]
    [InlineData("{ id: \"7777\", n: 3 }", false)]
    [InlineData("{ id: \"7\", n: 0 }", false)]
    [InlineData("{ id: \"7\", n: 4 }", false)]
    public void The_schema_of_inputs_takes_what_a_row_may_be(string row, bool isGood)
    {
        var files = new MemoryFiles
        {
            ["manifest.yaml"] = """
                version: "1.0"
                inputs:
                  id: { type: text, matching: "[0-9]+", max_length: 3 }
                  n: { type: int, above: 0, maximum: 3 }
                  when: { type: timestamp, required: false }
                  kind: { type: text, column: Kind, enum: [old, new], default: new }
                sequences:
                  fix:
                    - skip: "{{id}} {{n}} {{when ?? now}} {{kind}}"

                """,
        };
        var program = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken).Program!;
        var schema = JsonSchema.FromText(SchemaText.Of(InputSchema.Build(program.Sequences[0])));
        Assert.Equal(isGood, schema.Evaluate(Element(YamlAsJson.Of(row))).IsValid);
    }

    private static void AssertTakes(string manifest) => Assert.True(Takes(manifest), manifest);

    private static bool Takes(string manifest) => Schema.Value.Evaluate(Element(YamlAsJson.Of(manifest))).IsValid;

    private static JsonElement Element(JsonNode? node) => JsonDocument.Parse(node?.ToJsonString() ?? "null").RootElement;
}
