using System.Text.RegularExpressions;
using Pff.Compiler;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Formatting;
using Pff.Core.Text;
using Pff.Specs.Architecture;
using Pff.Specs.Features;

namespace Pff.Specs.Documentation;

/// <summary>
/// Every code of the compiler is triggered by something that a test compiles: a fixture under <c>wrong</c> or
/// <c>features</c>, an example of its page, or, where that would be too long for a page, a generated text.
/// </summary>
public sealed partial class TriggeringFixtureSpec
{
    private const string Head = "version: \"1.0\"\nsequences:\n  fix:\n";

    private const string ModuleHead = "language 1\n";

    private const string DocumentHead = """{ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, """;

    /// <summary>Catalogues that share a name are refused or qualified before, so that no manifest of catalogues alone comes to it.</summary>
    private const string BehindOthers = "PFF1211";

    public static TheoryData<string> Codes => [.. DiagnosticCodes.All];

    public static TheoryData<string, string> Generated => new()
    {
        { "PFF1018", Head + $"    - skip: \"{Repeat(1_001, "{{x}}")}\"\n" },
        { "PFF1107", Head + $"    - return: {{ a: {Repeat(70, "[")}1{Repeat(70, "]")} }}\n" },
        { "PFF1108", Head + $"    - skip: \"{new string('x', (4 * 1024 * 1024) + 1)}\"\n" },
        { "PFF1114", Head + "    - skip: \"bell \u0007\"\n" },
        { "PFF1132", Head + Repeat(21_000, "    - skip: a\n") },
        { "PFF1418", "version: \"1.0\"\nsequences:\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"  s{i}:\n    - call: s{i + 1}\n")) + "  s300:\n    - skip: a\n" },
    };

    public static TheoryData<string, string> Documents => new()
    {
        { "PFF1603", DocumentHead + $"\"paths\": {{}}, \"x-deep\": {Repeat(60, "[")}{Repeat(60, "]")} }}" },
        { "PFF1604", DocumentHead + $"\"paths\": {{}}, \"x-large\": [{Repeat(2_000_001, "0,")}0] }}" },
        { "PFF1605", DocumentHead + $"\"paths\": {{ {string.Join(", ", Enumerable.Range(0, FileCount).Select(Operation))} }} }}" },
    };

    public static TheoryData<string, string> Modules => new()
    {
        { "PFF1745", ModuleHead + $"// {new string('x', 4 * 1024 * 1024)}\n" },
        { "PFF1770", ModuleHead + string.Concat(Enumerable.Range(0, FileCount).Select(i => $"use \"m{i}.pff\"\n")) },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_triggered_by_a_fixture_or_an_example(string code)
    {
        var isTriggered = IsExpected(code) || HasExample(code) || Generated.Any(g => g.Data.Item1 == code)
            || code is "PFF1120" or "PFF1860" or BehindOthers
            || IsOfImports(code)
            || Documents.Any(d => d.Data.Item1 == code) || Modules.Any(m => m.Data.Item1 == code);
        Assert.True(isTriggered, $"Nothing triggers {code}: add a fixture to tests/Pff.Specs/wrong, or examples to its page that are whole manifests.");
    }

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_generated_text_triggers_its_code(string code, string manifest)
    {
        var files = new MemoryFiles { [FeatureRun.ManifestName] = manifest };
        Assert.Contains(code, ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings()).Diagnostics.Select(d => d.Code));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_generated_document_triggers_its_code(string code, string document)
    {
        var files = new MemoryFiles
        {
            [FeatureRun.ManifestName] = Head + "    - skip: done\n",
            ["apis/crm.yaml"] = "api: crm\nopenapi: crm.json\nhosts: https://crm.example.com\nimport: all\n",
            ["apis/crm.json"] = document,
        };
        for (var i = 0; i < FileCount; i++)
        {
            files[$"apis/f{i}.json"] = """{ "type": "string" }""";
        }

        Assert.Contains(code, ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings()).Diagnostics.Select(d => d.Code));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_generated_module_triggers_its_code(string code, string module)
    {
        var files = new MemoryFiles { [FeatureRun.ModuleName] = module };
        for (var i = 0; i < FileCount; i++)
        {
            files[$"m{i}.pff"] = ModuleHead;
        }

        Assert.Contains(code, ManifestCompiler.Compile(FeatureRun.ModuleName, files, new CompileSettings()).Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void A_manifest_that_is_not_there_is_one_diagnostic() =>
        Assert.Equal("PFF1120", ManifestCompiler.Compile("none.yaml", new MemoryFiles(), new CompileSettings()).Diagnostics.Single().Code);

    [Fact]
    public void A_text_that_is_no_mapping_is_not_formatted() =>
        Assert.Equal("PFF1860", YamlFormatter.Format(new SourceText("a.yaml", "only a text\n")).Diagnostics.Single().Code);

    /// <summary>The tests of imports run the examples of these pages, which are documents of other formats.</summary>
    private static bool IsOfImports(string code) => code.StartsWith("PFF19", StringComparison.Ordinal);

    /// <summary>What stands in a text file of the tests is compared with what the compiler says.</summary>
    private static bool IsExpected(string code) =>
        Repository.FilesUnder("tests", "*.md").Any(path => Regex.IsMatch(File.ReadAllText(path), $@"^(#|//).*\b(error|warning|information) {code}\b", RegexOptions.Multiline));

    /// <summary>Whether the tests of pages run the examples of this one: manifests, expressions, and catalogues.</summary>
    private static bool HasExample(string code)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "errors", code + ".md"));
        var manifests = Yaml().Matches(page);
        return (code[4] is '5' or '6' && !Documents.Any(d => d.Data.Item1 == code))
            || (manifests.Count == 2 && manifests.All(m => m.Value.Contains("sequences:", StringComparison.Ordinal)))
            || Module().Count(page) == 2
            || (Text().Count(page) == 2 && (code[..5] is "PFF10" or "PFF13" || code is "PFF1201" or "PFF1202" or "PFF1203" or "PFF1204"));
    }

    private const int FileCount = 70;

    private static string Operation(int number) =>
        $$$"""
        "/p{{{number}}}": { "get": { "operationId": "get{{{number}}}", "responses": { "200": { "description": "",
          "content": { "application/json": { "schema": { "$ref": "f{{{number}}}.json" } } } } } } }
        """;

    private static string Repeat(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    [GeneratedRegex("^```yaml\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex("^```pff\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Module();

    [GeneratedRegex("^```text\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Text();
}
