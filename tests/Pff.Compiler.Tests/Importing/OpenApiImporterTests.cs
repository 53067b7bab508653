using Pff.Compiler.Importing.OpenApi;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Tests.Importing;

public sealed class OpenApiImporterTests
{
    public static TheoryData<string> Documents =>
        ["agreement", "customer-bill-management", "customer-management", "product-inventory", "product-ordering-management", "service-inventory"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_telecom_document_gives_a_catalogue_that_compiles_clean(string name)
    {
        var text = File.ReadAllText(Path.Combine(TestData.Folder("tmforum"), name + ".json"));
        var files = new MemoryFiles().With($"specs/{name}.json", text);
        var result = OpenApiImporter.Import($"specs/{name}.json", null, null, copiesDocument: false, files);
        Assert.True(result.Diagnostics.IsEmpty, ImportFixtures.Show(result));
        var catalogue = Assert.Single(result.Files);
        Assert.Equal($"apis/{name.Replace('-', '_')}.yaml", catalogue.Path);
        Assert.Contains($"openapi: \"../specs/{name}.json\"\n", catalogue.Content, StringComparison.Ordinal);

        // A manifest beside it compiles without a word.
        files.With(catalogue.Path, catalogue.Content).With("m.yaml", "version: \"1.0\"\nsequences:\n  s:\n    - skip: nothing\n");
        Assert.Empty(ManifestCompiler.Compile("m.yaml", files, new CompileSettings()).Diagnostics);
    }

    [Fact]
    public void Names_effects_keys_and_secrets_are_what_a_person_would_write()
    {
        var files = new MemoryFiles().With("api.yaml", ImportFixtures.Api);
        var result = OpenApiImporter.Import("api.yaml", "apis/pets.yaml", null, copiesDocument: false, files);
        Assert.True(result.Diagnostics.IsEmpty, ImportFixtures.Show(result));
        Assert.Equal(
            """
            # Pets
            # Effects follow the verbs: change 'effect' where an operation does something else.
            api: pets
            openapi: "../api.yaml"
            hosts: "https://pets.example.com/v1"
            auth: { api_key: { header: X-Key, env: PETS_API_KEY } }
            methods:
              find_pets: { operation: findPets, effect: read }
              create_pet: { operation: createPet, effect: write, idempotent: { header: Idempotency-Key } }
              get_pet: { operation: getPet, effect: read }
              delete_pet: { operation: deletePet, effect: irreversible }

            """,
            result.Files[0].Content);
    }

    [Theory]
    [InlineData("{ type: http, scheme: bearer }", "bearer: { env: PETS_TOKEN }")]
    [InlineData("{ type: http, scheme: basic }", "basic: { user: { env: PETS_USER }, password: { env: PETS_PASSWORD } }")]
    [InlineData("{ type: apiKey, in: query, name: k }", "api_key: { query: k, env: PETS_API_KEY }")]
    [InlineData("{ type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://id.example.com/t', scopes: { a: b } } } }", "token_url: \"https://id.example.com/t\"")]
    [InlineData("{ type: openIdConnect, openIdConnectUrl: 'https://id.example.com' }", "bearer: { env: PETS_TOKEN }", "PFF1901")]
    [InlineData("{ type: mutualTLS }", "methods:", "PFF1901")]
    public void A_security_scheme_becomes_auth(string scheme, string expected, params string[] codes)
    {
        var document = ImportFixtures.Api.Replace("{ type: apiKey, in: header, name: X-Key }", scheme, StringComparison.Ordinal);
        var result = OpenApiImporter.Import("api.yaml", "apis/pets.yaml", null, copiesDocument: false, new MemoryFiles().With("api.yaml", document));
        Assert.Equal(codes, ImportFixtures.Codes(result));
        Assert.Contains(expected, result.Files[0].Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{ url: /v1 }]", "https://pets.example.invalid/v1", "PFF1901")]
    [InlineData("[{ url: 'http://pets.example.com' }]", "https://pets.example.com", "PFF1901")]
    [InlineData("[{ url: 'https://a.example.com' }, { url: 'https://test.example.com' }]", "https://a.example.com", "PFF1901")]
    [InlineData("[{ url: 'http://a.example.com' }, { url: 'https://a.example.com' }]", "https://a.example.com")]
    public void The_host_is_one_server_that_a_secret_may_go_to(string servers, string expected, params string[] codes)
    {
        var document = ImportFixtures.Api.Replace("[{ url: https://pets.example.com/v1 }]", servers, StringComparison.Ordinal);
        var result = OpenApiImporter.Import("api.yaml", "apis/pets.yaml", null, copiesDocument: false, new MemoryFiles().With("api.yaml", document));
        Assert.Equal(codes, ImportFixtures.Codes(result));
        Assert.Contains($"hosts: \"{expected}\"\n", result.Files[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_elsewhere_is_copied_with_the_files_that_it_names()
    {
        var document = ImportFixtures.Api.Replace("'#/components/schemas/Pet'", "'parts/pet.yaml#/Pet'", StringComparison.Ordinal);
        var pet = "Pet: { type: object, properties: { id: { type: integer } } }\n";
        var files = new MemoryFiles().With("/far/api.yaml", document).With("/far/parts/pet.yaml", pet);
        var result = OpenApiImporter.Import("/far/api.yaml", "apis/pets.yaml", null, copiesDocument: false, files);
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Severity.Error);
        Assert.Equal(
            ["apis/pets.yaml", "apis/documents/pets/api.yaml", "apis/documents/pets/parts/pet.yaml"], result.Files.Select(f => f.Path));
    }

    [Theory]
    [InlineData("", "PFF1120")]
    [InlineData("[]", "PFF1608")]
    [InlineData("a: 1", "PFF1607")]
    public void What_is_no_document_gives_no_catalogue(string text, string code)
    {
        var result = OpenApiImporter.Import("api.yaml", null, null, copiesDocument: false, new MemoryFiles().With("api.yaml", text));
        Assert.Empty(result.Files);
        Assert.NotEmpty(result.Diagnostics);
        Assert.True(code.Length > 0 && result.Diagnostics.All(d => d.Severity == Severity.Error));
    }
}
