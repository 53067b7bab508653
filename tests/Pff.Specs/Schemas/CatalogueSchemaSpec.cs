using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Pff.Compiler.Schemas;
using Pff.Specs.Architecture;
using Pff.Specs.Features;

namespace Pff.Specs.Schemas;

/// <summary>The JSON Schema of catalogues, by another maker's validator: it takes every catalogue of the project, and refuses wrong ones.</summary>
public sealed partial class CatalogueSchemaSpec
{
    private const string Head = "api: crm\nhosts: https://crm.example.com\n";

    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromText(SchemaText.Of(CatalogueSchema.Build())));

    [Fact]
    public void It_is_a_schema_of_the_draft_that_it_names()
    {
        var document = JsonDocument.Parse(SchemaText.Of(CatalogueSchema.Build()));
        Assert.True(MetaSchemas.Draft202012.Evaluate(document.RootElement).IsValid);
    }

    [Fact]
    public void It_takes_every_catalogue_of_the_project()
    {
        var count = 0;
        foreach (var (place, text) in Files().Concat(Blocks()))
        {
            Assert.True(Takes(text), $"{place}\n{text}");
            count++;
        }

        Assert.True(count > 20, $"only {count} catalogues were found");
    }

    [Theory]
    [InlineData("apis: crm\n")]
    [InlineData("hosts: https://crm.example.com\n")]
    [InlineData("api: 7crm\n")]
    [InlineData(Head + "openapi: https://crm.example.com/api.json\n")]
    [InlineData(Head + "auth: secret\n")]
    [InlineData(Head + "auth: { bearer: abc }\n")]
    [InlineData(Head + "auth: { bearer: { env: A }, basic: { user: { env: A }, password: { env: B } } }\n")]
    [InlineData(Head + "auth: { api_key: { header: X-Key } }\n")]
    [InlineData(Head + "auth: { oauth2: { token_url: https://a.example.com, client_id: { env: A } } }\n")]
    [InlineData(Head + "timeouts: { attempt: 5 }\n")]
    [InlineData(Head + "timeouts: { attempt: 5 seconds }\n")]
    [InlineData(Head + "retry: { times: 101 }\n")]
    [InlineData(Head + "retry: { budget: 20 }\n")]
    [InlineData(Head + "breaker: { failure_ratio: 2 }\n")]
    [InlineData(Head + "hedge: 300ms\n")]
    [InlineData(Head + "hedge: { }\n")]
    [InlineData(Head + "outliers: { worse_by: 30 }\n")]
    [InlineData(Head + "http: 3\n")]
    [InlineData(Head + "tls: { verify: false }\n")]
    [InlineData(Head + "tls: { client_certificate: { key: { env: A } } }\n")]
    [InlineData(Head + "tls: { client_certificate: { file: a.pem, key: a.key } }\n")]
    [InlineData(Head + "tls: { client_certificate: [a.pem] }\n")]
    [InlineData(Head + "auth: { oauth2: { token_url: https://a.example.com, client_id: { env: A }, client_certificate: false } }\n")]
    [InlineData(Head + "limits: { response_size: 4 MB of it }\n")]
    [InlineData(Head + "cache: { time_to_live: 60s, coalesces: true }\n")]
    [InlineData(Head + "cache: { disk: 1w }\n")]
    [InlineData(Head + "cache: { disk: 1h, encrypted: abc }\n")]
    [InlineData(Head + "cache: { by: [id] }\n")]
    [InlineData(Head + "journal: { encrypted: abc }\n")]
    [InlineData(Head + "methods: { a: { operation: x, journal: { disk: 1h } } }\n")]
    [InlineData(Head + "methods: { a: { operation: x, cache: { size: 1MB } } }\n")]
    [InlineData(Head + "methods: { a: { operation: x, cache: { invalidated_by: { b: c } } } }\n")]
    [InlineData(Head + "overrides: [{ at: Contract.status, optional: true }]\n")]
    [InlineData(Head + "overrides: [{ at: Contract.status, because: it is, add: text, nullable: true }]\n")]
    [InlineData(Head + "methods: [getCustomer]\n")]
    [InlineData(Head + "methods: { a: { operation: x, request: GET /x } }\n")]
    [InlineData(Head + "methods: { a: { request: FETCH /x } }\n")]
    [InlineData(Head + "methods: { a: { operation: x, returns: text } }\n")]
    [InlineData(Head + "methods: { a: { operation: x, effect: reads } }\n")]
    [InlineData(Head + "methods: { a: { operation: x, idempotent: { key: K } } }\n")]
    [InlineData(Head + "methods: { a: { operation: x, undo: { args: { id: 1 } } } }\n")]
    public void It_refuses_wrong_ones(string catalogue) => Assert.False(Takes(catalogue), catalogue);

    private static IEnumerable<(string Place, string Text)> Files() =>
        from folder in new[] { "examples", "tests" }
        from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.yaml", SearchOption.AllDirectories)
        where Path.GetFileName(Path.GetDirectoryName(file)) == "apis" && !IsOutput(file)
        select (file, File.ReadAllText(file));

    /// <summary>Those that documents show, and those of features and of what is wrong elsewhere than in the catalogue.</summary>
    private static IEnumerable<(string Place, string Text)> Blocks()
    {
        foreach (var name in FeatureRun.Names("features"))
        {
            foreach (var block in FeatureRun.Open("features", name).Blocks.Where(b => b.Name.StartsWith("apis/", StringComparison.Ordinal) && b.Name.EndsWith(".yaml", StringComparison.Ordinal)))
            {
                yield return (name, string.Join('\n', block.Lines));
            }
        }

        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("docs", "language"), "*.md"))
        {
            foreach (Match match in Catalogue().Matches(File.ReadAllText(file)))
            {
                yield return (file, match.Groups["text"].Value);
            }
        }

        // The examples of a page: the last one is repaired.
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("docs", "errors"), "*.md"))
        {
            if (Catalogue().Matches(File.ReadAllText(file)).LastOrDefault() is { } match && match.Index > File.ReadAllText(file).IndexOf("## Repaired", StringComparison.Ordinal))
            {
                yield return (file, match.Groups["text"].Value);
            }
        }
    }

    private static bool IsOutput(string file) => file.Split('/', '\\').Any(part => part is "bin" or "obj" or "test-runs");

    private static bool Takes(string catalogue) => Schema.Value.Evaluate(ToElement(YamlAsJson.Of(catalogue))).IsValid;

    private static JsonElement ToElement(JsonNode? node) => JsonDocument.Parse(node?.ToJsonString() ?? "null").RootElement;

    [GeneratedRegex(@"^```yaml[^\n]*\n(?<text>api: .*?)^(```$|# file:)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Catalogue();
}
