using Pff.Compiler.Exporting.Arazzo;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Diagnostics;
using Pff.Core.Ir.Hashing;

namespace Pff.Compiler.Tests.Importing;

public sealed class ArazzoExporterTests
{
    private const string Catalogue = "api: pets\nopenapi: ../api.yaml\nmethods:\n  find: findPets\n  show: getPet\n  make: { operation: createPet, idempotent: { header: Idempotency-Key } }\n  drop: deletePet\n";

    private const string Manifest = """
        version: "1.0"
        metadata: { name: Pets }
        sequences:
          adopt:
            inputs: { id: int, name: { type: text, matching: "[a-z]+", default: rex }, note: { type: text, required: false } }
            steps:
              - method: show
                args: { id: "{{id}}" }
                save_as: pet
                on_error: { not_found: { fail: gone } }
              - assert: "{{has(pet.status) && pet.id > 3}}"
              - let: { known: "{{pet.name}}" }
              - when: "{{pet.name == 'its' || !(pet.id <= 5)}}"
                method: make
                args: { name: "{{known}} of {{name}}" }
                save_as: made
              - when: "{{pet.id != 9}}"
                method: drop
                args: { id: "{{pet.id}}" }
              - call: other
                args: { id: "{{pet.id}}" }
                save_as: seen
              - return: { status: "{{pet.status}}", first: "{{seen.first}}" }
          other:
            inputs: { id: int }
            steps:
              - method: find
                args: { status: sold }
                save_as: pets
              - for_each: "{{pets}}"
                as: p
                steps: [{ method: drop, args: { id: "{{p.id}}" } }]
              - return: { first: "{{pets[0].id}}" }

        """;

    [Fact]
    public void What_is_exported_imports_again_and_compiles()
    {
        var files = Files(Manifest);
        var exported = ArazzoExporter.Export("m.yaml", "m.arazzo.yaml", files);
        Assert.False(exported.Files.IsEmpty, ImportFixtures.Show(exported));
        var document = exported.Files[0];
        var left = Assert.Single(exported.Diagnostics);
        Assert.Equal(("PFF1901", "for_each"), (left.Code, left.Source.GetText(left.Span)));
        Assert.Contains("status: \"$response.body#/status\"", document.Content, StringComparison.Ordinal);
        Assert.Contains("condition: \"($response.body#/status != null && $response.body#/id > 3)\"", document.Content, StringComparison.Ordinal);

        var imported = ArazzoImporter.Import("m.arazzo.yaml", "again", isStrict: false, files.With("m.arazzo.yaml", document.Content));
        Assert.False(imported.Diagnostics.Any(d => d.Severity == Severity.Error), document.Content + ImportFixtures.Show(imported));
        Assert.DoesNotContain("PFF1901", ImportFixtures.Codes(imported));

        // Once more, and nothing changes any more but names.
        imported.Files.ToList().ForEach(f => files.With(f.Path, f.Content));
        var twice = ArazzoExporter.Export("again/m.yaml", "again/m.arazzo.yaml", files);
        Assert.NotEmpty(twice.Files);
    }

    [Fact]
    public void The_example_of_the_project_exports()
    {
        var root = Path.Combine(Expressions.TestData.Root, "examples", "contract-fix");
        var files = new MemoryFiles();
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".yaml" or ".json"))
        {
            files.With(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file));
        }

        var exported = ArazzoExporter.Export("manifest.yaml", "manifest.arazzo.yaml", files);
        var imported = ArazzoImporter.Import("manifest.arazzo.yaml", "again", isStrict: false, files.With("manifest.arazzo.yaml", exported.Files[0].Content));
        Assert.DoesNotContain(imported.Diagnostics, d => d.Severity == Severity.Error);
    }

    [Fact]
    public void A_manifest_with_errors_is_not_exported()
    {
        var exported = ArazzoExporter.Export("m.yaml", "m.arazzo.yaml", Files(Manifest.Replace("method: show", "method: shwo", StringComparison.Ordinal)));
        Assert.Empty(exported.Files);
        Assert.Contains(exported.Diagnostics, d => d.Code == "PFF1210");
    }

    public static TheoryData<string> Documents => new()
    {
        Workflow("outputs: { name: $response.body#/name, first: $response.body#/id }") + "    outputs: { id: $steps.pet.outputs.first }\n",
        Workflow("successCriteria: [{ condition: $statusCode == 200 }, { condition: $response.body#/id > 3 && $response.body.name != 'rex' }]"),
        Workflow("onFailure: [{ name: r, type: retry, retryAfter: 0.5, retryLimit: 3, criteria: [{ condition: $statusCode == 503 || $statusCode == 429 }] }]"),
        Workflow("onFailure: [{ name: r, type: retry, retryLimit: 9 }]\n        successCriteria: [{ condition: $response.body#/status != null }]\n        outputs: { s: $response.body#/status }")
            + "    outputs: { s: $steps.pet.outputs.s }\n    failureActions: [{ name: e, type: end }]\n",
        Workflow("outputs: { n: $response.body#/name }")
            + "      - stepId: make\n        operationId: createPet\n        requestBody: { payload: { name: '{$inputs.id} of {$steps.pet.outputs.n}', age: 3 } }\n        outputs: { id: $response.body#/id }\n"
            + "      - { stepId: drop, operationId: deletePet, parameters: [{ name: id, in: path, value: $steps.make.outputs.id }] }\n    outputs: { id: $steps.make.outputs.id }\n",
        Workflow("outputs: { n: $response.body#/name }") + "    outputs: { n: $steps.pet.outputs.n }\n"
            + "  - workflowId: outer\n    dependsOn: [w]\n    steps:\n      - { stepId: again, workflowId: w, parameters: [{ name: id, value: 7 }] }\n    outputs: { one: $workflows.w.outputs.n, two: $steps.again.outputs.n }\n",
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void What_is_carried_there_and_back_means_the_same(string document)
    {
        var files = new MemoryFiles().With("pets.arazzo.yaml", document).With("api.yaml", ImportFixtures.Api);
        var first = ArazzoImporter.Import("pets.arazzo.yaml", "one", isStrict: false, files);
        Assert.DoesNotContain("PFF1901", ImportFixtures.Codes(first));
        first.Files.ToList().ForEach(f => files.With(f.Path, f.Content));
        var exported = ArazzoExporter.Export("one/pets.yaml", "pets2.arazzo.yaml", files);
        Assert.True(exported.Diagnostics.IsEmpty, ImportFixtures.Show(first) + ImportFixtures.Show(exported));
        files.With("pets2.arazzo.yaml", exported.Files[0].Content);
        var second = ArazzoImporter.Import("pets2.arazzo.yaml", "two", isStrict: false, files);
        second.Files.ToList().ForEach(f => files.With(f.Path, f.Content));
        var (one, two) = (HashOf("one/pets.yaml", files), HashOf("two/pets2.yaml", files));
        Assert.True(one.Sequences.SequenceEqual(two.Sequences) && one.Program == two.Program, ImportFixtures.Show(first) + exported.Files[0].Content + ImportFixtures.Show(second));
    }

    [Fact]
    public void What_a_row_says_comes_back_too()
    {
        var files = Files(Manifest.Replace("&& pet.id > 3}}\"\n", "&& pet.id > 3}}\"\n        code: SMALL\n        message: \"{{pet.name}} is small\"\n", StringComparison.Ordinal));
        var exported = ArazzoExporter.Export("m.yaml", "m.arazzo.yaml", files);
        var imported = ArazzoImporter.Import("m.arazzo.yaml", "again", isStrict: false, files.With("m.arazzo.yaml", exported.Files[0].Content));
        Assert.Contains("code: SMALL\n        message: \"{{pet.name}} is small\"", imported.Files[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_is_converted_first()
    {
        var exported = ArazzoExporter.Export("m.pff", "m.arazzo.yaml", new MemoryFiles().With("m.pff", "language 1\nsequence a(n: int) {\n  skip \"x\"\n}\n"));
        Assert.Empty(exported.Files);
        Assert.Equal("PFF1900", Assert.Single(exported.Diagnostics).Code);
    }

    private static SemanticHash HashOf(string manifest, MemoryFiles files) => SemanticHash.Of(ManifestCompiler.Compile(manifest, files, new CompileSettings()).Program!);

    private static string Workflow(string line) => ImportFixtures.Arazzo(
        "  - workflowId: w\n    inputs: { type: object, required: [id], properties: { id: { type: integer } } }\n    steps:\n"
        + "      - stepId: pet\n        operationId: getPet\n        parameters: [{ name: id, in: path, value: $inputs.id }]\n        " + line + "\n");

    private static MemoryFiles Files(string manifest) =>
        new MemoryFiles().With("m.yaml", manifest).With("apis/pets.yaml", Catalogue).With("api.yaml", ImportFixtures.Api);
}
