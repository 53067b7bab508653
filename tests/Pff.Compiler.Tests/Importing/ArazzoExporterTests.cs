using Pff.Compiler.Exporting.Arazzo;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Diagnostics;

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

    private static MemoryFiles Files(string manifest) =>
        new MemoryFiles().With("m.yaml", manifest).With("apis/pets.yaml", Catalogue).With("api.yaml", ImportFixtures.Api);
}
