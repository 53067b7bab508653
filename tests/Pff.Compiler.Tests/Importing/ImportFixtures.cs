using System.Collections.Immutable;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Importing.Postman;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Tests.Importing;

/// <summary>The API that the documents of the tests call, and what imports give.</summary>
internal static class ImportFixtures
{
    public const string Api = """
        openapi: 3.0.3
        info: { title: Pets, version: "1" }
        servers: [{ url: https://pets.example.com/v1 }]
        components:
          securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
          schemas:
            Pet:
              type: object
              required: [id, name]
              properties:
                id: { type: integer }
                name: { type: string }
                status: { type: string }
        paths:
          /pets:
            get:
              operationId: findPets
              parameters: [{ name: status, in: query, schema: { type: string } }]
              responses: { "200": { description: ok, content: { application/json: { schema: { type: array, maxItems: 9, items: { $ref: '#/components/schemas/Pet' } } } } } }
            post:
              operationId: createPet
              parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
              requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer } } } } } }
              responses: { "201": { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
          /pets/{id}:
            get:
              operationId: getPet
              parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
              responses: { "200": { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
            delete:
              operationId: deletePet
              parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
              responses: { "204": { description: ok } }
        """;

    private const string Head = """
        arazzo: 1.0.1
        info: { title: Pets, version: 1.0.0 }
        sourceDescriptions: [{ name: pets, url: api.yaml, type: openapi }]
        workflows:

        """;

    /// <summary>A document of these workflows.</summary>
    public static string Arazzo(string workflows) => Head + workflows;

    public static ImportResult ImportArazzo(string document, bool isStrict = false) =>
        ArazzoImporter.Import("pets.arazzo.yaml", "out", isStrict, new MemoryFiles().With("pets.arazzo.yaml", document).With("api.yaml", Api));

    public static ImportResult ImportPostman(string document) =>
        PostmanImporter.Import("pets.json", "out", isStrict: false, new MemoryFiles().With("pets.json", document));

    public static ImmutableArray<string> Codes(ImportResult result, Severity least = Severity.Warning) =>
        [.. result.Diagnostics.Where(d => d.Severity >= least).Select(d => d.Code)];

    public static string Show(ImportResult result) =>
        string.Join('\n', result.Diagnostics.Select(d => $"{d.Severity} {d.Code} {d.Source.Path}:{d.Source.GetPosition(d.Span.Start)} {d.Message}"))
        + "\n" + string.Join("\n---\n", result.Files.Where(f => !f.Path.Contains("/documents/", StringComparison.Ordinal)).Select(f => $"{f.Path}\n{f.Content}"));
}
