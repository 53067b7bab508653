using System.Security.Cryptography;
using System.Text;
using Pff.Compiler.Impact;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Text;

namespace Pff.Compiler.Tests.Impact;

/// <summary>What a new version of a document does to a manifest.</summary>
public sealed class ImpactTests
{
    private const string Document = """
        {
          "openapi": "3.0.3", "info": { "title": "crm", "version": "1" },
          "paths": {
            "/customers/{id}": { "get": {
              "operationId": "getCustomer",
              "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
              "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Customer" } } } } }
            } },
            "/check": { "get": { "operationId": "check", "responses": { "204": { "description": "ok" } } } },
            "/unused": { "get": { "operationId": "unused", "responses": { "204": { "description": "ok" } } } }
          },
          "components": { "schemas": { "Customer": {
            "type": "object", "required": ["id", "status"],
            "properties": {
              "id": { "type": "string" }, "status": { "type": "string" }, "note": { "type": "string" },
              "phones": { "type": "array", "maxItems": 3, "items": { "type": "string" } }
            } } } }
        }
        """;

    private const string Manifest = """
        version: "1.0"
        sequences:
          fix:
            - method: getCustomer
              args: { id: "{{id}}" }
              save_as: customer
            - for_each: "{{customer.phones ?? []}}"
              as: phone
              at_most: 9
              steps: [{ method: check }]
            - return: { status: "{{customer.status.size()}}", note: "{{customer.note ?? ''}}" }
          other:
            - method: check
            - for_each: "{{names.split(',')}}"
              as: name
              at_most: 2
              steps: [{ method: getCustomer, args: { id: "{{name}}" } }]
        """;

    [Theory]
    [InlineData("", "", "")]
    [InlineData("\"required\": [\"id\", \"status\"]", "\"required\": [\"id\"]", "fix: Warning 'status', Optionality 'customer.status'")]
    [InlineData("\"required\": [\"id\", \"status\"]", "\"required\": [\"id\", \"status\", \"note\"]", "fix: Optionality 'customer.note'")]
    [InlineData("\"status\": { \"type\": \"string\" }", "\"state\": { \"type\": \"string\" }", "fix!: Error 'status'")]
    [InlineData("\"status\": { \"type\": \"string\" }", "\"status\": { \"type\": \"integer\" }", "fix!: Error 'customer.status'")]
    [InlineData("\"note\": { \"type\": \"string\" }", "\"note\": { \"type\": \"string\", \"enum\": [\"A\"] }", "fix: Type 'customer.note'")]
    [InlineData("\"operationId\": \"unused\"", "\"operationId\": \"unusedNow\"", "")]
    [InlineData("\"/check\": { \"get\"", "\"/check\": { \"post\"", "fix!: Effect 'method', Operation 'method'; other!: Effect 'method', Operation 'method'")]
    [InlineData("\"operationId\": \"check\"", "\"operationId\": \"verify\"", "fix!: Error 'check', Operation 'method'; other!: Error 'check', Operation 'method'")]
    [InlineData("\"status\": { \"type\": \"string\" }", "\"status\": { \"type\": \"string\", \"nullable\": true }", "fix!: Error 'customer.status'")]
    [InlineData("\"note\": { \"type\": \"string\" }", "\"note\": { \"type\": \"string\", \"nullable\": true }", "fix: Type 'customer.note'")]
    [InlineData("\"note\": { \"type\": \"string\" }", "\"note\": { \"type\": \"string\", \"description\": \"words\" }, \"more\": { \"type\": \"string\" }", "")]
    [InlineData("\"required\": true, \"schema\": { \"type\": \"string\" } }]", "\"required\": true, \"schema\": { \"type\": \"string\" } }, { \"name\": \"tenant\", \"in\": \"query\", \"required\": true, \"schema\": { \"type\": \"string\" } }]", "fix!: Error 'getCustomer'; other!: Error 'getCustomer'")]
    [InlineData("\"required\": true, \"schema\": { \"type\": \"string\" } }]", "\"required\": true, \"schema\": { \"type\": \"string\" } }, { \"name\": \"tenant\", \"in\": \"query\", \"schema\": { \"type\": \"string\" } }]", "")]
    [InlineData("\"required\": true, \"schema\": { \"type\": \"string\" } }]", "\"required\": true, \"schema\": { \"type\": \"boolean\" } }]", "fix!: Type ''")]
    [InlineData("\"200\": { \"description\": \"ok\", \"content\"", "\"404\": { \"description\": \"ok\", \"content\"", "fix: Type 'customer.phones'")]
    [InlineData("\"200\": { \"description\": \"ok\", \"content\"", "\"201\": { \"description\": \"ok\", \"content\"", "")]
    public void It_says_which_sequences_change_and_how(string old, string @new, string expected)
    {
        var impact = Analyse(Document, old.Length == 0 ? Document : Document.Replace(old, @new)).Compare("manifest.yaml");
        Assert.True(impact.UsesDocument);
        Assert.Equal(expected, Show(impact));
    }

    [Fact]
    public void A_loop_without_a_limit_of_its_own_changes_with_the_document()
    {
        var manifest = Manifest.Replace("      at_most: 9\n", "").Replace("customer.phones ?? []", "customer.phones.filter(p => p != '')");
        var analysis = Analyse(Document, Document.Replace("\"maxItems\": 3", "\"maxItems\": 30"), manifest);
        Assert.Equal("fix: Bound 'for_each'", Show(analysis.Compare("manifest.yaml")));
    }

    [Fact]
    public void A_loop_that_nothing_bounds_any_more_is_one_problem()
    {
        var manifest = Manifest.Replace("      at_most: 9\n", "").Replace("customer.phones ?? []", "customer.phones.filter(p => p != '')");
        var analysis = Analyse(Document, Document.Replace("\"maxItems\": 3, ", ""), manifest);
        Assert.Equal("fix!: Error 'for_each'", Show(analysis.Compare("manifest.yaml")));
    }

    [Fact]
    public void Values_of_enums_that_come_or_go_concern_who_names_them()
    {
        var document = Document.Replace("\"status\": { \"type\": \"string\" }", "\"status\": { \"type\": \"string\", \"enum\": [\"A\", \"B\"] }");
        const string Choice = "version: \"1.0\"\nsequences:\n  fix:\n    - { method: getCustomer, args: { id: \"1\" }, save_as: c }\n    - match: \"{{c.status}}\"\n      cases: { A: [], B: { skip: b }, other: [] }\n";
        Assert.Equal("", Show(Analyse(document, document.Replace("[\"A\", \"B\"]", "[\"A\", \"B\", \"C\"]"), Choice).Compare("manifest.yaml")));
        Assert.Equal("fix: Warning 'B'", Show(Analyse(document, document.Replace("[\"A\", \"B\"]", "[\"A\"]"), Choice).Compare("manifest.yaml")));
    }

    [Fact]
    public void A_catalogue_that_is_wrong_breaks_every_sequence_once()
    {
        var impact = Analyse(Document, Document.Replace("\"getCustomer\"", "\"fetchCustomer\""), catalogue: "methods: { getCustomer: getCustomer, check: check }\n").Compare("manifest.yaml");
        Assert.Null(impact.Sequences[0].Sequence);
        Assert.Equal((2, 2), (impact.BrokenCount, impact.SequenceCount));
    }

    [Fact]
    public void What_was_wrong_before_is_no_impact()
    {
        var broken = Document.Replace("\"status\": { \"type\": \"string\" }", "\"state\": { \"type\": \"string\" }");
        Assert.Equal("", Show(Analyse(broken, broken).Compare("manifest.yaml")));
        Assert.Equal("fix: Resolved 'status'", Show(Analyse(broken, Document).Compare("manifest.yaml")));
    }

    [Fact]
    public void Strictly_a_new_warning_breaks()
    {
        var later = Document.Replace("\"required\": [\"id\", \"status\"]", "\"required\": [\"id\"]");
        Assert.True(Analyse(Document, later, settings: new CompileSettings(IsStrict: true)).Compare("manifest.yaml").Breaks);
        Assert.False(Analyse(Document, later).Compare("manifest.yaml").Breaks);
    }

    [Fact]
    public void A_manifest_without_the_document_is_left_alone()
    {
        var files = new MemoryFiles().With("manifest.yaml", "version: \"1.0\"\nsequences:\n  a:\n    - skip: x\n");
        var analysis = new ImpactAnalysis(Version("old.json", Document), Version("new.json", Document), [], files, new CompileSettings());
        Assert.False(analysis.Compare("manifest.yaml").UsesDocument);
    }

    [Fact]
    public void Versions_are_compared_operation_by_operation()
    {
        var later = Document
            .Replace("\"/unused\"", "\"/used\"")
            .Replace("\"note\": { \"type\": \"string\" }", "\"note\": { \"type\": \"string\", \"nullable\": true }, \"level\": { \"type\": \"integer\" }")
            .Replace("\"maxItems\": 3", "\"maxItems\": 4");
        var changes = Analyse(Document, later).CompareDocuments().Select(c => $"{c.Operation} {c.Message.English}");
        Assert.Equal(
            [
                "GET /customers/{id} result.note may be null now",
                "GET /customers/{id} result.phones has at most 4 elements now",
                "GET /customers/{id} result.level is new (int)",
                "GET /unused is gone",
                "GET /used is new",
            ],
            changes);
    }

    private static ImpactAnalysis Analyse(string old, string @new, string manifest = Manifest, CompileSettings? settings = null, string catalogue = "")
    {
        var files = new MemoryFiles()
            .With("manifest.yaml", manifest)
            .With("apis/crm.yaml", "api: crm\nopenapi: crm.json\nhosts: https://crm.example.com\n" + catalogue)
            .With("apis/crm.json", old)
            .With("next/crm.json", @new);
        return new ImpactAnalysis(Version("apis/crm.json", old), Version("next/crm.json", @new), [], files, settings ?? new CompileSettings());
    }

    private static DocumentVersion Version(string path, string text) =>
        new(path, new SourceText(path, text), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    private static string Show(ManifestImpact impact) => string.Join("; ", impact.Sequences.Select(s =>
        $"{s.Sequence}{(s.Breaks ? "!" : "")}: {string.Join(", ", s.Changes.Select(c => $"{c.Kind} '{FirstWords(c)}'").Distinct().Order(StringComparer.Ordinal).OrderBy(t => t.StartsWith("Warning", StringComparison.Ordinal) ? 0 : 1))}"));

    private static string FirstWords(ImpactChange change)
    {
        var text = change.Source.GetText(change.Span);
        return text.Split('\n', ':')[0].Trim('{', ' ');
    }
}
