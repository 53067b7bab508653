using Pff.Compiler.Exporting.Arazzo;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Diagnostics;
using Pff.Core.Ir.Hashing;

namespace Pff.Compiler.Tests.Importing;

/// <summary>What workflows become.</summary>
public sealed class ArazzoImporterTests
{
    private const string Inputs = "    inputs: { type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string } } }\n";

    private const string Get = """
              - stepId: pet
                operationId: getPet
                parameters: [{ name: id, in: path, value: $inputs.id }]

        """;

    [Fact]
    public void Steps_become_calls_criteria_asserts_and_outputs_values()
    {
        var result = Import("""
              - stepId: find
                operationPath: "{$sourceDescriptions.pets.url}#/paths/~1pets/get"
                parameters: [{ name: status, in: query, value: sold }]
                successCriteria:
                  - condition: $statusCode == 200
                  - { context: $statusCode, type: regex, condition: "^2" }
                  - { context: $response.body, type: jsonpath, condition: "$[?(@.id > 3)]" }
                  - { context: $response.body#/0/name, type: regex, condition: "^R" }
                outputs: { first: $response.body#/0/id }
              - stepId: make
                operationId: $sourceDescriptions.pets.createPet
                requestBody:
                  contentType: application/json
                  payload: { name: "{$inputs.name} {$steps.find.outputs.first}", age: 1 }
                  replacements: [{ target: /age, value: $steps.find.outputs.first }]
                outputs: { sent: $request.body#/age }
            outputs: { id: $steps.make.outputs.sent }
        """);
        Assert.Empty(ImportFixtures.Codes(result));
        var manifest = result.Files[0].Content;
        Assert.Contains("args:\n          status: sold\n", manifest, StringComparison.Ordinal);
        Assert.Contains("- assert: \"{{find.exists(item, item.id > 3)}}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("- assert: \"{{find[0].name.matches('^R')}}\"", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("assert: \"{{200", manifest, StringComparison.Ordinal);
        Assert.Contains("find_first: \"{{find[0].id}}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("name: \"{{name}} {{find_first}}\"\n          age: \"{{find_first}}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("make_sent: \"{{find_first}}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("- return:\n          id: \"{{make_sent}}\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Actions_lead_on_without_a_goto()
    {
        var result = Import(Get + """
                onSuccess: [{ name: a, type: end, criteria: [{ condition: $response.body#/id > 9 }] }, { name: b, type: goto, stepId: drop, criteria: [{ condition: $response.body#/id > 5 }] }]
                onFailure: [{ name: c, type: goto, stepId: make, criteria: [{ condition: $statusCode == 404 || $statusCode == 410 }] }, { name: d, type: end }]
              - stepId: make
                operationId: createPet
                requestBody: { payload: { name: $inputs.name } }
                onSuccess: [{ name: e, type: end }]
              - stepId: drop
                operationId: deletePet
                parameters: [{ name: id, in: path, value: $inputs.id }]
        """);
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Severity.Error);
        var manifest = result.Files[0].Content;
        Assert.Contains("- when: \"{{pet.id > 9}}\"\n        steps:\n          - return: {}\n", manifest, StringComparison.Ordinal);
        Assert.Contains("- when: \"{{pet.id > 5}}\"\n        steps:\n          - name: drop\n", manifest, StringComparison.Ordinal);
        Assert.Contains("not_found:\n            - name: make\n", manifest, StringComparison.Ordinal);
        Assert.Contains("any:\n            - fail: \"{{error.message}}\"\n", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Retries_become_retries()
    {
        var result = Import(Get + """
                successCriteria: [{ condition: $response.body#/id > 3 }]
                outputs: { name: $response.body#/name }
                onFailure:
                  - { name: gone, type: end, criteria: [{ condition: $statusCode == 404 }] }
                  - { name: busy, type: retry, retryAfter: 1.5, retryLimit: 3, criteria: [{ condition: $statusCode == 429 || $statusCode >= 500 }] }
                  - { name: small, type: retry, criteria: [{ condition: $statusCode == 200 }] }
                  - { name: other, type: goto, stepId: drop, criteria: [{ condition: $statusCode >= 400 }] }
              - stepId: make
                operationId: createPet
                requestBody: { payload: { name: $steps.pet.outputs.name } }
                onFailure: [{ name: all, type: retry, retryLimit: 5 }]
                onSuccess: [{ name: e, type: end }]
              - stepId: drop
                operationId: deletePet
                parameters: [{ name: id, in: path, value: $inputs.id }]
        """);
        Assert.Empty(ImportFixtures.Codes(result));
        var manifest = string.Join(' ', result.Files[0].Content.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("retry: times: 4 every: \"1500ms\" \"on\": - rate_limited - server_error steps: - name: pet method: get_pet", manifest, StringComparison.Ordinal);
        Assert.Contains("- retry: times: 2 \"on\": - CRITERION steps: - retry: times: 4", manifest, StringComparison.Ordinal);
        Assert.Contains("on_error: http_404: - fail: \"{{error.message}}\" CRITERION: - fail: \"{{error.message}}\" any: - name: drop", manifest, StringComparison.Ordinal);
        Assert.Contains("- retry: times: 6 steps: - name: make", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_retry_cannot_follow_it_does_not_repeat()
    {
        var result = Import(Get + "        onFailure: [{ name: gone, type: end, criteria: [{ condition: $statusCode == 404 }] }, { name: again, type: retry }]\n");
        Assert.Empty(ImportFixtures.Codes(result));
        Assert.Contains("- conflict\n", result.Files[0].Content, StringComparison.Ordinal);
        Assert.Contains("- http_410\n", result.Files[0].Content, StringComparison.Ordinal);
        Assert.DoesNotContain("- not_found", result.Files[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Selectors_and_conditions_of_one_path_are_carried()
    {
        var result = Import(Get + """
                successCriteria:
                  - { context: $response.body, type: jsonpath, condition: "$.name == 'rex'" }
                  - { context: $response.body, type: { type: jsonpath, version: rfc9535 }, condition: "$.status != null" }
                outputs:
                  name: { context: $response.body, selector: $.name, type: jsonpath }
                  status: { context: $response.body, selector: /status, type: { type: jsonpointer } }
              - stepId: make
                dependsOn: [$steps.pet]
                operationPath: $sourceDescriptions.pets#/paths/~1pets/post
                requestBody:
                  payload: { name: x }
                  replacements: [{ target: $.name, targetSelectorType: jsonpath, value: { context: $steps.pet.outputs, selector: $.name, type: jsonpath } }]
              - stepId: again
                operationId: pets.getPet
                parameters: [{ name: id, in: path, value: $inputs.id }]
        """);
        Assert.Empty(ImportFixtures.Codes(result, Severity.Information));
        var manifest = result.Files[0].Content;
        Assert.Contains("assert: \"{{pet.name == 'rex'}}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("assert: \"{{pet?.status != null}}\"", manifest, StringComparison.Ordinal);
        Assert.Contains("pet_name: \"{{pet.name}}\"\n", manifest, StringComparison.Ordinal);
        Assert.Contains("pet_status: \"{{pet.status}}\"\n", manifest, StringComparison.Ordinal);
        Assert.Contains("name: \"{{pet_name}}\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_a_step_leaves_out_may_be_missing()
    {
        var steps = Get.Replace("value: $inputs.id", "value: 1", StringComparison.Ordinal);
        var result = ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(
            "  - workflowId: outer\n    steps:\n      - { stepId: in, workflowId: inner, parameters: [{ name: a, value: x }] }\n"
            + "  - workflowId: inner\n    inputs: { type: object, properties: { a: { type: string }, b: { type: string } } }\n    steps:\n" + steps
            + "    outputs: { a: $inputs.a, b: $inputs.b }\n"));
        Assert.Empty(ImportFixtures.Codes(result));
        Assert.Contains("a: text\n      b: { type: text, required: false }\n", result.Files[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_what_was_not_carried_nothing_is_passed_over_in_silence()
    {
        var result = Import("      - { stepId: wait, channelPath: '#/a', action: receive, timeout: 5 }\n" + Get);
        Assert.Equal(["PFF1901", "PFF1901"], ImportFixtures.Codes(result));
        Assert.Contains(result.Diagnostics, d => d.Message.English.StartsWith("What follows the step 'wait' ('pet')", StringComparison.Ordinal));
        result = Import(Get + "        successCriteria: [{ condition: $statusCode == 404 }]\n        outputs: { n: $response.body#/name }\n");
        Assert.Contains("NOT_CARRIED", result.Files[0].Content, StringComparison.Ordinal);
        result = Import(Get + "        successCriteria: [{ condition: $statusCode == 202 }]\n");
        Assert.DoesNotContain("NOT_CARRIED", result.Files[0].Content, StringComparison.Ordinal);
        Assert.Contains("(only 200)", Assert.Single(result.Diagnostics).Message.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Workflows_call_one_another_and_components_are_used()
    {
        var result = ImportFixtures.ImportArazzo(ImportFixtures.Arazzo("  - workflowId: first\n" + Inputs + "    steps:\n" + Get.Replace("[{ name: id, in: path, value: $inputs.id }]", "[{ reference: $components.parameters.id }]", StringComparison.Ordinal) + """
                outputs: { name: $response.body#/name }
            outputs: { name: $steps.pet.outputs.name }
          - workflowId: second
            dependsOn: [first]
            steps:
              - stepId: again
                workflowId: first
                parameters: [{ name: id, value: 7 }, { name: name, value: rex }]
                outputs: { name: $outputs.name }
            outputs: { one: $workflows.first.outputs.name, two: $steps.again.outputs.name }
        components:
          parameters: { id: { name: id, in: path, value: $inputs.id } }

        """));
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Severity.Error);
        var manifest = result.Files[0].Content;
        Assert.Contains("- call: first\n        args:\n          id: \"{{id}}\"\n          name: \"{{name}}\"\n", manifest, StringComparison.Ordinal);
        Assert.Contains("call: first\n        args:\n          id: 7\n          name: rex\n        save_as: again\n", manifest, StringComparison.Ordinal);
        Assert.Contains("one: \"{{first_result.name}}\"\n          two: \"{{again.name}}\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void An_undeclared_field_is_an_error_and_an_optional_one_a_warning_unless_strict()
    {
        var steps = "  - workflowId: w\n" + Inputs + "    steps:\n" + Get + "        outputs: { wrong: $response.body#/owner/id, open: $response.body#/status }\n";
        var result = ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(steps));
        Assert.Equal(["PFF1903", "PFF1902"], ImportFixtures.Codes(result).Order(StringComparer.Ordinal).Reverse());
        Assert.All(result.Diagnostics, d => Assert.Equal("pets.arazzo.yaml", d.Source.Path));
        Assert.Equal("$response.body#/owner/id", result.Diagnostics.Single(d => d.Code == "PFF1902").Source.GetText(result.Diagnostics.Single(d => d.Code == "PFF1902").Span));
        Assert.Equal(Severity.Warning, result.Diagnostics.Single(d => d.Code == "PFF1903").Severity);
        Assert.Equal(Severity.Error, ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(steps), isStrict: true).Diagnostics.Single(d => d.Code == "PFF1903").Severity);
        var guarded = "  - workflowId: w\n" + Inputs + "    steps:\n" + Get + "        successCriteria: [{ condition: $response.body#/status != null }]\n        outputs: { open: $response.body#/status }\n";
        Assert.Empty(ImportFixtures.Codes(ImportFixtures.ImportArazzo(ImportFixtures.Arazzo(guarded), isStrict: true)));
    }

    [Theory]
    [InlineData("        onFailure: [{ name: r, type: retry, retryLimit: 200 }]", "PFF1901")]
    [InlineData("        onFailure: [{ name: r, type: retry, retryAfter: soon }]", "PFF1901")]
    [InlineData("        onFailure: [{ name: r, type: retry, workflowId: w }]", "PFF1901")]
    [InlineData("        onFailure: [{ name: r, type: retry, criteria: [{ condition: $statusCode == 200 }] }]", "PFF1901")]
    [InlineData("        onFailure: [{ name: e, type: end }, { name: r, type: retry, criteria: [{ condition: $statusCode == 503 }] }]", "PFF1901")]
    [InlineData("        onFailure: [{ name: r }]", "PFF1608")]
    [InlineData("        dependsOn: [later]", "PFF1901")]
    [InlineData("        outputs: { a: $workflow_id }", "PFF1904")]
    [InlineData("        successCriteria: [{ condition: $statusCode == 404 }]", "PFF1901")]
    [InlineData("        successCriteria: [{ context: $response.body, type: xpath, condition: /a }]", "PFF1901")]
    [InlineData("        successCriteria: [{ condition: $response.header.etag != null }]", "PFF1901")]
    [InlineData("        onSuccess: [{ name: b, type: goto, stepId: pet }]", "PFF1901")]
    [InlineData("        onSuccess: [{ name: b, type: goto, workflowId: w }]", "PFF1901")]
    [InlineData("        timeout: 10", "PFF1901")]
    [InlineData("        onSuccess: [{ name: b, type: goto, stepId: pat }]", "PFF1905")]
    [InlineData("        successCriteria: [{ condition: '$statusCode ==' }]", "PFF1904")]
    [InlineData("        outputs: { a: $inputs.ids }", "PFF1905")]
    [InlineData("        outputs: { a: { context: $response.body, type: jsonpath, selector: $..id } }", "PFF1901")]
    public void What_cannot_be_carried_is_named_with_its_place(string line, string code)
    {
        var document = ImportFixtures.Arazzo("  - workflowId: w\n" + Inputs + "    steps:\n" + Get + line + "\n");
        var result = ImportFixtures.ImportArazzo(document);
        Assert.True(result.Diagnostics.Any(d => d.Code == code && d.Source.GetPosition(d.Span.Start).Line == document.Split('\n').Length - 2), ImportFixtures.Show(result));
        Assert.NotEmpty(result.Files);
    }

    [Fact]
    public void A_source_that_is_not_there_leaves_the_names_of_its_operations()
    {
        var document = ImportFixtures.Arazzo("  - workflowId: w\n" + Inputs + "    steps:\n" + Get).Replace("url: api.yaml", "url: https://pets.example.com/openapi.yaml", StringComparison.Ordinal);
        var result = ImportFixtures.ImportArazzo(document);
        Assert.Equal(["PFF1909"], ImportFixtures.Codes(result));
        Assert.Contains("method: get_pet\n", result.Files[0].Content, StringComparison.Ordinal);
    }

    /// <summary>Documents of others, where somebody has named a folder of them.</summary>
    [Fact]
    public void Every_document_of_a_folder_imports_or_says_why_not()
    {
        var root = Environment.GetEnvironmentVariable("PFF_ARAZZO");
        Assert.SkipUnless(Directory.Exists(root), "PFF_ARAZZO names no folder.");
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json"))
        {
            var text = File.ReadAllText(file);
            if (!text.Contains("arazzo", StringComparison.Ordinal) || !text.Contains("workflows", StringComparison.Ordinal))
            {
                continue;
            }

            var files = new MemoryFiles();
            foreach (var beside in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length < 4_000_000))
            {
                files.With(beside, File.ReadAllText(beside));
            }

            var result = ArazzoImporter.Import(file, "out", isStrict: false, files);
            Assert.True(!result.Files.IsEmpty || result.Diagnostics.Any(d => d.Severity == Severity.Error), file);

            // What a person has to mend is said of what that person wrote.
            Assert.All(result.Diagnostics.Where(d => d.Severity == Severity.Error), d => Assert.False(d.Source.Path.StartsWith("out/", StringComparison.Ordinal), ImportFixtures.Show(result)));
            AssertSameThereAndBack(result, files);
            TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {result.Files.Length} files, {string.Join(' ', ImportFixtures.Codes(result))}");
            count++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} documents");
    }

    /// <summary>Where all of it was carried, and is carried back, it means the same.</summary>
    private static void AssertSameThereAndBack(ImportResult imported, MemoryFiles files)
    {
        imported.Files.ToList().ForEach(f => files.With(f.Path, f.Content));
        if (imported.Diagnostics.Any(d => d.Severity == Severity.Error) || imported.Files.IsEmpty
            || ArazzoExporter.Export(imported.Files[0].Path, "back/a.arazzo.yaml", files) is not { Diagnostics.IsEmpty: true } exported)
        {
            return;
        }

        var again = ArazzoImporter.Import("back/a.arazzo.yaml", "again", isStrict: false, files.With("back/a.arazzo.yaml", exported.Files[0].Content));
        again.Files.ToList().ForEach(f => files.With(f.Path, f.Content));
        var (one, two) = (HashOf(imported.Files[0].Path, files), HashOf(again.Files[0].Path, files));
        Assert.True(one == two, ImportFixtures.Show(imported) + exported.Files[0].Content + ImportFixtures.Show(again));
        TestContext.Current.TestOutputHelper?.WriteLine("the same there and back");
    }

    private static string HashOf(string path, MemoryFiles files) => SemanticHash.Of(ManifestCompiler.Compile(path, files, new CompileSettings()).Program!).Program;

    private static ImportResult Import(string steps) =>
        ImportFixtures.ImportArazzo(ImportFixtures.Arazzo("  - workflowId: w\n" + Inputs + "    steps:\n" + steps + "\n"));
}
